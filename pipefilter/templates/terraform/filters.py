"""Finds the filters in resources and modules of Terraform, from HCL, from its JSON, or from a plan."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.dataclass import dataclass
from pipefilter.sources.source_setup import SETUPS
from pipefilter.templates.filter_lists import FilterLists
from pipefilter.templates.foreign_property import property_beside
from pipefilter.templates.located_filters import LocatedFilters, with_batches
from pipefilter.templates.nodes.node import Call, Choice, Joined, Mapping, Node, Scalar, Sequence, Text
from pipefilter.templates.shape_problem import NamedProperty, ShapeProblem, named_property
from pipefilter.templates.subscription_endpoint import with_endpoint
from pipefilter.templates.terraform.arn_source import source_of
from pipefilter.templates.terraform.block_shapes import (
    criteria_property,
    criteria_shapes,
    is_empty,
    misplaced_criteria,
    rule_pattern,
)
from pipefilter.templates.terraform.stream_table import table_of
from pipefilter.templates.terraform.values import TerraformValues

__all__ = ["TerraformFilters", "TerraformResource"]

_LISTS = ("filter", "filters", "Filters")
_PIPE_PARAMETERS = {
    **{setup.terraform_parameters: setup.source for setup in SETUPS},
    "active_mq_broker_parameters": "activemq",  # of the provider awscc
    "rabbit_mq_broker_parameters": "rabbitmq",
}
_MAPPING_CONFIGS = {
    "self_managed_event_source": "kafka",
    "self_managed_kafka_event_source_config": "kafka",
    "amazon_managed_kafka_event_source_config": "msk",
    "document_db_event_source_config": "documentdb",
}
_RULES = (
    "aws_cloudwatch_event_rule",
    "aws_cloudwatch_event_archive",
    "awscc_events_rule",
    "awscc_events_archive",
)
_PIPES = ("aws_pipes_pipe", "awscc_pipes_pipe")
_MAPPINGS = ("aws_lambda_event_source_mapping", "awscc_lambda_event_source_mapping")
_SUBSCRIPTIONS = ("aws_sns_topic_subscription", "awscc_sns_subscription")
_SUBSCRIBERS = ("awscc_eventsv2_subscriber",)
_MAX_DEPTH = 30


@dataclass(frozen=True, slots=True)
class TerraformResource:
    """A resource of a Terraform file or plan, with an address such as `aws_pipes_pipe.orders`.

    Args:
        shapes: problems with the resource itself.
    """

    address: str
    kind: str
    body: Mapping
    start: int
    shapes: tuple[ShapeProblem, ...] = ()


class TerraformFilters:
    """Finds the filters of a file, and the sources that they read from among its resources.

    Args:
        is_hcl: whether blocks and arguments can be told apart.
    """

    def __init__(
        self,
        values: TerraformValues,
        source: str,
        resources: list[TerraformResource],
        *,
        is_hcl: bool = False,
    ) -> None:
        self._values = values
        self._source = source
        self._is_hcl = is_hcl
        self._lists = FilterLists(source, values.resolved, values.options)
        self._resources = resources

    def resource_filters(self) -> Iterator[LocatedFilters]:
        """The filters of all resources."""
        for resource in self._resources:
            name = Text(resource.address, resource.start, resource.start)
            kind, body = resource.kind, resource.body
            if kind in _RULES:
                named = rule_pattern(body, kind)
                pattern = self._values.with_default(named.value)
                shapes = (*resource.shapes, *named.problems)
                yield from self._lists.bare_pattern(name, kind, "rule", "bus", pattern, shapes)
            elif kind in _PIPES:
                blocks = body.get("source_parameters")
                for misplaced in misplaced_criteria(body, kind, self._flat(blocks)):
                    yield from self._criteria(name, kind, "pipe", self._source_of_pipe(body, body), misplaced)
                is_choice = self._is_conditional(blocks)
                for parameters in self._flat(blocks):
                    source = self._source_of_pipe(parameters, body)
                    named = self._named(parameters, resource)
                    filters = self._criteria(name, kind, "pipe", source, named, is_choice=is_choice)
                    yield from with_batches(filters, parameters, table_of(body.get("source"), self._values))
            elif kind in _MAPPINGS:
                source = self._source_of_mapping(body)
                filters = self._criteria(name, kind, "lambda", source, self._named(body, resource))
                yield from with_batches(filters, body, table_of(body.get("event_source_arn"), self._values))
            elif kind in _SUBSCRIPTIONS:
                filters = self._policy(name, kind, body, resource.shapes)
                yield from with_endpoint(filters, body, self._values.resolved)
            elif kind == "aws_sns_topic":  # which has none itself
                named = property_beside(body, kind, "filter_policy", "aws_sns_topic_subscription")
                scope = NamedProperty(body.get("filter_policy_scope"))
                yield from self._lists.filter_policy(name, kind, named, scope)
            elif kind in _SUBSCRIBERS:
                configuration = NamedProperty(body.get("filter_configuration"))
                yield from self._criteria(name, kind, "v2", "bus", configuration)

    def _named(self, body: Mapping, resource: TerraformResource) -> NamedProperty:
        """The filter criteria of a resource, with the problems of their blocks."""
        named = criteria_property(body, "source_parameters" if resource.kind in _PIPES else resource.kind)
        has_blocks = self._is_hcl and resource.kind.startswith("aws_")
        blocks = tuple(criteria_shapes(named.value, self._source)) if has_blocks else ()
        return NamedProperty(named.value, (*resource.shapes, *named.problems, *blocks))

    def _policy(
        self, name: Text, kind: str, body: Mapping, shapes: tuple[ShapeProblem, ...] = ()
    ) -> Iterator[LocatedFilters]:
        """The filter policy of a subscription to a topic."""
        policy, scope = (named_property(body, kind, key) for key in ("filter_policy", "filter_policy_scope"))
        named = NamedProperty(self._values.with_default(policy.value), (*shapes, *policy.problems))
        yield from self._lists.filter_policy(name, kind, named, scope)

    def module_filters(self, address: str, body: Mapping) -> Iterator[LocatedFilters]:
        """The filters anywhere in the arguments of a module."""
        yield from self._inside(address, body, 0)

    def _inside(self, path: str, node: Mapping, depth: int) -> Iterator[LocatedFilters]:
        if depth > _MAX_DEPTH:
            return
        name = Text(path, node.start, node.start)
        if (pattern := node.get("event_pattern")) is not None and self._may_be_pattern(pattern):
            yield from self._lists.bare_pattern(name, "module", "rule", "bus", pattern)
        if (policy := node.get("filter_policy")) is not None and self._may_be_pattern(policy):
            scope = NamedProperty(node.get("filter_policy_scope"))
            filters = self._lists.filter_policy(name, "module", NamedProperty(policy), scope)
            yield from with_endpoint(filters, node, self._values.resolved)
        if (criteria := node.get("filter_criteria")) is not None:
            if path.endswith(".source_parameters"):
                pipe = Text(path.removesuffix(".source_parameters"), node.start, node.start)
                keys = (key.value for key, _ in node.members)
                source = next((_PIPE_PARAMETERS[key] for key in keys if key in _PIPE_PARAMETERS), "")
                filters = self._criteria(pipe, "module", "pipe", source, NamedProperty(criteria))
            else:
                source = self._source_of_mapping(node)
                filters = self._criteria(name, "module", "lambda", source, NamedProperty(criteria))
            yield from with_batches(filters, node)
        for key, value in node.members:
            if key.value not in {"filter_criteria", "event_pattern", "filter_policy"}:
                yield from self._within(f"{path}.{key.value}", value, depth + 1)

    def _may_be_pattern(self, node: Node) -> bool:
        """Whether an argument of a module may be a pattern: not if it is another string, such as the name of a file."""
        value = self._values.resolved(node)
        if isinstance(value, Joined):
            value = value.parts[0]
        if isinstance(value, Text):
            return value.value.lstrip().startswith("{")
        return not isinstance(value, Scalar | Sequence) and not (
            isinstance(value, Mapping) and not value.members
        )

    def _within(self, path: str, value: Node, depth: int) -> Iterator[LocatedFilters]:
        """The filters in an argument: an object, a list of objects, or the arguments of a function such as merge."""
        if depth > _MAX_DEPTH:
            return
        elements = self._values.elements(value) if isinstance(value, Call) else None
        if elements is not None:
            if elements.is_object:
                members = [(each.key, each.value) for each in elements.items if isinstance(each.key, Text)]
                yield from self._inside(path, Mapping(tuple(members), value.start, value.end), depth)
                return
            for number, element in enumerate(elements.items):
                yield from self._within(f"{path}[{number}]", element.value, depth + 1)
            return
        if isinstance(value, Call) and value.name and isinstance(value.argument, Sequence):
            for argument in value.argument.items:
                yield from self._within(path, argument, depth + 1)
            return
        inner = self._values.resolved(value)
        if isinstance(inner, Mapping):
            yield from self._inside(path, inner, depth)
        elif isinstance(inner, Sequence | Choice):
            is_list = isinstance(inner, Sequence)
            for number, item in enumerate(inner.items if isinstance(inner, Sequence) else inner.options):
                yield from self._within(f"{path}[{number}]" if is_list else path, item, depth + 1)

    def _criteria(  # noqa: PLR0913 - the facts about a resource
        self,
        name: Text,
        kind: str,
        service: str,
        source: str,
        criteria: NamedProperty,
        *,
        is_choice: bool = False,
    ) -> Iterator[LocatedFilters]:
        items: list[Node] = []
        is_choice |= self._is_conditional(criteria.value)
        for node in self._flat_nodes(criteria.value):
            if isinstance(node, Mapping) and (filters := node.get(*_LISTS)) is not None:
                is_choice |= self._is_conditional(filters)
                items += self._flat_nodes(filters)
            elif not isinstance(node, Mapping) or node.get("pattern") is not None:
                items.append(node)
        yield from self._lists.filter_list(
            name, kind, service, source, items, shapes=criteria.problems, is_choice=is_choice
        )

    def _is_conditional(self, node: Node | None) -> bool:
        """Whether the nodes or their number depend on values that are not in the file."""
        if isinstance(node, Sequence):
            return any(map(self._is_conditional, node.items))
        if isinstance(node, Call) and node.name == "dynamic" and isinstance(node.argument, Mapping):
            each = node.argument.get("for_each")
            elements = None if each is None else self._values.elements(each)
            return elements is None or not elements.is_certain
        return node is not None and isinstance(self._values.resolved(node), Choice)

    def _flat_nodes(self, node: Node | None) -> list[Node]:
        """All values that a node may have, and the blocks in lists of them."""
        nodes: list[Node] = []
        for option in self._values.options(node):
            if isinstance(option, Sequence):
                nodes += [inner for item in option.items for inner in self._values.options(item)]
            else:
                nodes.append(option)
        return nodes

    def _flat(self, node: Node | None) -> list[Mapping]:
        return [each for each in self._flat_nodes(node) if isinstance(each, Mapping)]

    def _source_of_pipe(self, parameters: Mapping, body: Mapping) -> str:
        blocks = [
            _PIPE_PARAMETERS[key.value]
            for key, value in parameters.members
            if key.value in _PIPE_PARAMETERS and not is_empty(value)
        ]
        return blocks[0] if blocks else source_of(body.get("source"), self._values)

    def _source_of_mapping(self, body: Mapping) -> str:
        for key, value in body.members:
            if key.value in _MAPPING_CONFIGS and not is_empty(value):
                return _MAPPING_CONFIGS[key.value]
        access = self._flat(body.get("source_access_configuration", "source_access_configurations"))
        is_rabbit = any(each.text("type") == "VIRTUAL_HOST" for each in access)
        return source_of(body.get("event_source_arn"), self._values) or ("rabbitmq" if is_rabbit else "")
