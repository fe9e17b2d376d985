"""The filters in resources and modules of Terraform, whether from HCL, from its JSON, or from a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipefilter.templates.event_source import source_of_arn
from pipefilter.templates.filter_lists import FilterLists
from pipefilter.templates.located_filters import LocatedFilters, with_batches
from pipefilter.templates.nodes.node import Call, Choice, Joined, Mapping, Node, Sequence, Text, Unknown
from pipefilter.templates.terraform.values import TerraformValues

__all__ = ["TerraformFilters", "TerraformResource"]

_LISTS = ("filter", "filters", "Filters")
_BLOCKS = {
    "dynamodb_stream_parameters": "dynamodb",
    "kinesis_stream_parameters": "kinesis",
    "sqs_queue_parameters": "sqs",
    "managed_streaming_kafka_parameters": "msk",
    "self_managed_kafka_parameters": "kafka",
    "activemq_broker_parameters": "activemq",
    "active_mq_broker_parameters": "activemq",
    "rabbitmq_broker_parameters": "rabbitmq",
    "rabbit_mq_broker_parameters": "rabbitmq",
}
_OF_MAPPING = {
    "self_managed_event_source": "kafka",
    "self_managed_kafka_event_source_config": "kafka",
    "amazon_managed_kafka_event_source_config": "msk",
    "document_db_event_source_config": "documentdb",
}
_TYPES = {
    "aws_dynamodb_table": "dynamodb",
    "aws_kinesis_stream": "kinesis",
    "aws_kinesis_stream_consumer": "kinesis",
    "aws_sqs_queue": "sqs",
    "aws_msk_cluster": "msk",
    "aws_msk_serverless_cluster": "msk",
    "aws_docdb_cluster": "documentdb",
}
_RULES = (
    "aws_cloudwatch_event_rule",
    "aws_cloudwatch_event_archive",
    "awscc_events_rule",
    "awscc_events_archive",
)
_PIPES = ("aws_pipes_pipe", "awscc_pipes_pipe")
_MAPPINGS = ("aws_lambda_event_source_mapping", "awscc_lambda_event_source_mapping")
_SUBSCRIBERS = ("awscc_eventsv2_subscriber",)
_DEEPEST = 30


@dataclass(frozen=True, slots=True)
class TerraformResource:
    """A resource.

    Args:
        address: such as `aws_pipes_pipe.orders`.
        kind: its type.
        body: its attributes and blocks.
        start: offset in the file.
    """

    address: str
    kind: str
    body: Mapping
    start: int


class TerraformFilters:
    """Finds filters.

    Args:
        values: looks up what the file tells.
        source: the file.
        resources: all of it, for what filters read from.
    """

    def __init__(self, values: TerraformValues, source: str, resources: list[TerraformResource]) -> None:
        self._values = values
        self._lists = FilterLists(source, values.resolved, values.options)
        self._resources = {one.address: one for one in resources}

    def of_resources(self) -> Iterator[LocatedFilters]:
        """The filters of all resources."""
        for one in self._resources.values():
            name = Text(one.address, one.start, one.start)
            if one.kind in _RULES:
                yield from self._lists.lone(name, one.kind, "rule", "bus", one.body.get("event_pattern"))
            elif one.kind in _PIPES:
                given = one.body.get("source_parameters")
                for parameters in self._flat(given):
                    source = self._source_of_pipe(parameters, one.body)
                    criteria = parameters.get("filter_criteria")
                    found = self._criteria(
                        name, one.kind, "pipe", source, criteria, is_choice=self._is_conditional(given)
                    )
                    yield from with_batches(found, parameters)
            elif one.kind in _MAPPINGS:
                source = self._source_of_mapping(one.body)
                found = self._criteria(name, one.kind, "lambda", source, one.body.get("filter_criteria"))
                yield from with_batches(found, one.body)
            elif one.kind in _SUBSCRIBERS:
                yield from self._criteria(name, one.kind, "v2", "bus", one.body.get("filter_configuration"))

    def of_module(self, address: str, body: Mapping) -> Iterator[LocatedFilters]:
        """The filters in a module's arguments, wherever they stand there.

        Args:
            address: such as `module.eventbridge`.
            body: its arguments.
        """
        yield from self._inside(address, body, 0)

    def _inside(self, path: str, node: Mapping, depth: int) -> Iterator[LocatedFilters]:
        if depth > _DEEPEST:
            return
        name = Text(path, node.start, node.start)
        if (pattern := node.get("event_pattern")) is not None:
            yield from self._lists.lone(name, "module", "rule", "bus", pattern)
        if (criteria := node.get("filter_criteria")) is not None:
            is_pipe = path.endswith(".source_parameters")
            shown = Text(path.removesuffix(".source_parameters"), node.start, node.start)
            if is_pipe:
                source = next((_BLOCKS[key.value] for key, _ in node.members if key.value in _BLOCKS), "")
                found = self._criteria(shown, "module", "pipe", source, criteria)
            else:
                found = self._criteria(name, "module", "lambda", self._source_of_mapping(node), criteria)
            yield from with_batches(found, node)
        for key, value in node.members:
            if key.value not in {"filter_criteria", "event_pattern"}:
                yield from self._within(f"{path}.{key.value}", value, depth + 1)

    def _within(self, path: str, value: Node, depth: int) -> Iterator[LocatedFilters]:
        """In an argument of any kind: an object, a list of them, what is given to a function such as merge."""
        if depth > _DEEPEST:
            return
        if isinstance(value, Call) and value.name and isinstance(value.argument, Sequence):
            for one in value.argument.items:
                yield from self._within(path, one, depth + 1)
            return
        inner = self._values.resolved(value)
        if isinstance(inner, Mapping):
            yield from self._inside(path, inner, depth)
        elif isinstance(inner, Sequence | Choice):
            items = inner.items if isinstance(inner, Sequence) else inner.options
            for number, one in enumerate(items):
                yield from self._within(
                    f"{path}[{number}]" if isinstance(inner, Sequence) else path, one, depth + 1
                )

    def _criteria(  # noqa: PLR0913 - what is known of a resource
        self,
        name: Text,
        kind: str,
        service: str,
        source: str,
        criteria: Node | None,
        *,
        is_choice: bool = False,
    ) -> Iterator[LocatedFilters]:
        listed: list[Node] = []
        is_choice |= self._is_conditional(criteria)
        for one in self._flat_nodes(criteria):
            if isinstance(one, Mapping) and one.get(*_LISTS) is not None:
                is_choice |= self._is_conditional(one.get(*_LISTS))
                listed += self._flat_nodes(one.get(*_LISTS))
            elif not isinstance(one, Mapping) or one.get("pattern") is not None:
                listed.append(one)
        yield from self._lists.listed(name, kind, service, source, listed, is_choice=is_choice)

    def _is_conditional(self, node: Node | None) -> bool:
        """Whether it depends on what the file does not tell how many nodes there are, or which."""
        if isinstance(node, Sequence):
            return any(map(self._is_conditional, node.items))
        if isinstance(node, Call) and node.name == "dynamic" and isinstance(node.argument, Mapping):
            each = node.argument.get("for_each")
            return each is None or not isinstance(self._values.resolved(each), Mapping | Sequence)
        return node is not None and isinstance(self._values.resolved(node), Choice)

    def _flat_nodes(self, node: Node | None) -> list[Node]:
        """What a node may be, and what lists of blocks have in them."""
        found: list[Node] = []
        for one in self._values.options(node):
            if isinstance(one, Sequence):
                found += [inner for item in one.items for inner in self._values.options(item)]
            else:
                found.append(one)
        return found

    def _flat(self, node: Node | None) -> list[Mapping]:
        return [one for one in self._flat_nodes(node) if isinstance(one, Mapping)]

    def _source_of_pipe(self, parameters: Mapping, body: Mapping) -> str:
        blocks = [
            _BLOCKS[key.value]
            for key, value in parameters.members
            if key.value in _BLOCKS and not _is_empty(value)
        ]
        return blocks[0] if blocks else self._source_of(body.get("source"))

    def _source_of_mapping(self, body: Mapping) -> str:
        for key, value in body.members:
            if key.value in _OF_MAPPING and not _is_empty(value):
                return _OF_MAPPING[key.value]
        access = self._flat(body.get("source_access_configuration", "source_access_configurations"))
        is_rabbit = any(one.text("type") == "VIRTUAL_HOST" for one in access)
        return self._source_of(body.get("event_source_arn")) or ("rabbitmq" if is_rabbit else "")

    def _source_of(self, arn: Node | None) -> str:
        if arn is None:
            return ""
        value = self._values.resolved(arn)
        if isinstance(value, Text):
            return source_of_arn(value.value)
        if isinstance(value, Joined):
            return source_of_arn("".join(part.value for part in value.parts if isinstance(part, Text)))
        if not isinstance(value, Unknown):
            return ""
        written = value.shown[2:-1] if value.shown.startswith("${") else value.shown
        if isinstance(arn, Call) and not arn.name and isinstance(arn.argument, Text):
            written = arn.argument.value
        steps = written.removeprefix("data.").split(".")
        if steps[0] == "aws_mq_broker" and len(steps) > 1:
            broker = self._resources.get(f"aws_mq_broker.{steps[1].split('[')[0]}")
            engine = broker.body.text("engine_type").lower() if broker else ""
            return engine if engine in {"activemq", "rabbitmq"} else ""
        return _TYPES.get(steps[0], "")


def _is_empty(value: Node) -> bool:
    """Whether it is an empty list, as a plan has for blocks that are not there, or `null`."""
    return (isinstance(value, Sequence) and not value.items) or (
        not isinstance(value, Sequence | Mapping | Call | Unknown)
    )
