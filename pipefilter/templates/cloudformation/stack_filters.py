"""Finds the filters in a template of CloudFormation or AWS SAM."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipefilter.sources.source_setup import SETUPS
from pipefilter.templates.cloudformation.for_each import open_at
from pipefilter.templates.cloudformation.literal_references import LiteralReferences
from pipefilter.templates.cloudformation.stack_set_body import stack_set_body, with_unknown_variables
from pipefilter.templates.delivery import Delivery, function_delivery, rule_delivery
from pipefilter.templates.event_source import SourceDetector, source_of_parameters
from pipefilter.templates.filter_form import ANY_FORM, STRICT
from pipefilter.templates.filter_lists import FilterLists
from pipefilter.templates.foreign_property import (
    criteria_by_other_name,
    criteria_elsewhere,
    policies_in_topic,
    property_beside,
    property_by_other_name,
)
from pipefilter.templates.intrinsics import Intrinsics
from pipefilter.templates.located_filters import LocatedFilters, with_batches
from pipefilter.templates.nodes.intrinsic_call import as_call
from pipefilter.templates.nodes.node import Choice, Joined, Mapping, Node, Sequence, Text, Unknown
from pipefilter.templates.parameter_values import ParameterValues
from pipefilter.templates.shape_problem import NamedProperty, named_property
from pipefilter.templates.subscription_endpoint import with_endpoint, with_endpoint_of_event

__all__ = ["is_stack", "stack_filters"]

_POLLED_EVENTS = {
    **{setup.sam_event: setup.source for setup in SETUPS},
    "DocumentDB": "documentdb",
    "MQ": "",  # for either broker
}
"""SAM's events with filter criteria, and their sources."""
_OPTIONAL = "AWS::Notifications::EventRule"  # adds a pattern to a source and a type; it may be ""
_BUS_EVENTS = ("EventBridgeRule", "CloudWatchEvent")


def is_stack(root: Node) -> bool:
    """Whether a document is a template: it has resources with types, or consists of them."""
    if not isinstance(root, Mapping):
        return False
    resources = root.get("Resources")
    if isinstance(resources, Mapping):
        return any(name.value.startswith("Fn::") or _is_resource(value) for name, value in resources.members)
    return bool(root.members) and all(_is_resource(value) for _, value in root.members)


def _is_resource(node: Node) -> bool:
    return isinstance(node, Mapping) and "::" in node.text("Type")


def stack_filters(
    root: Mapping,
    source: str,
    resolved: Callable[[Node], Node | None] | None = None,
    parameters: ParameterValues | None = None,
) -> Iterator[LocatedFilters]:
    """The filters in a template, in the order of its resources; by default only CloudFormation's functions are evaluated.

    Args:
        parameters: the values of its parameters; None if none are known.
    """
    yield from _Stack(root, source, resolved, parameters).filters()


def _has_macros(root: Mapping) -> bool:
    """Whether macros, which may accept any properties, transform the template."""
    transform = root.get("Transform")
    names = transform.items if isinstance(transform, Sequence) else (transform,)
    return any(
        name is not None and not (isinstance(name, Text) and name.value.startswith("AWS::")) for name in names
    )


class _Stack:
    def __init__(
        self,
        root: Mapping,
        source: str,
        resolved: Callable[[Node], Node | None] | None,
        parameters: ParameterValues | None,
    ) -> None:
        self._source = source
        self._resources = root.mapping("Resources") if root.get("Resources") is not None else root
        self._intrinsics = Intrinsics(source, parameters)
        self._is_strict = not _has_macros(root)
        form = STRICT if self._is_strict else ANY_FORM
        self._lists = FilterLists(source, resolved or self._intrinsics.resolved, self._intrinsics.options, form)
        self._sources = SourceDetector(self._resources, self._intrinsics)
        is_plain = self._is_strict and resolved is None  # another tool or a macro may replace references
        self._references = LiteralReferences(root, source) if is_plain else None
        self._kinds = {
            "AWS::Events::Rule": self._rule,
            "AWS::Events::Archive": self._rule,
            _OPTIONAL: self._rule,
            "AWS::Pipes::Pipe": self._pipe,
            "AWS::Lambda::EventSourceMapping": self._mapping,
            "AWS::EventsV2::Subscriber": self._subscriber,
            "AWS::SNS::Subscription": self._subscription,
            "AWS::SNS::Topic": self._topic,
            "AWS::CloudFormation::StackSet": self._stack_set,
            "AWS::Serverless::Function": self._function,
            "AWS::Serverless::StateMachine": self._function,
        }

    def filters(self) -> Iterator[LocatedFilters]:
        for name, resource in self._each(self._resources):
            if isinstance(resource, Mapping):
                find = self._kinds.get(resource.text("Type"))
                if find is not None:
                    for filters in find(name, resource.text("Type"), resource):
                        located = self._references.with_problems(filters) if self._references else filters
                        yield replace(located, delivery=self._delivery(name.value, resource, located.name))

    def _delivery(self, name: str, resource: Mapping, located: str) -> Delivery | None:
        """Where a rule sends its events; None for other resources, and for those that may be there several times."""
        if self._resources.get(name) is not resource:
            return None
        if resource.text("Type") == "AWS::Events::Rule":
            return rule_delivery(resource)
        if resource.text("Type") == "AWS::Serverless::Function":
            event = resource.mapping("Properties").mapping("Events").mapping(located.removeprefix(f"{name}."))
            is_of_bus = event.text("Type") in _BUS_EVENTS
            return function_delivery(name, resource, event.mapping("Properties")) if is_of_bus else None
        return None

    def _stack_set(self, name: Text, _kind: str, resource: Mapping) -> Iterator[LocatedFilters]:
        """The filters in the template of a StackSet, which is a string or, for tools that encode it, an object."""
        body = resource.mapping("Properties").get("TemplateBody")
        if isinstance(body, Mapping) and is_stack(body):
            for located in stack_filters(body, self._source):
                yield replace(located, name=f"{name.value}.{located.name}")
        call = None if body is None else as_call(body)
        inner = stack_set_body(call or body, self._source)
        if body is not None and inner is not None:
            self._intrinsics.spend(body, len(inner.text))
        root = None if inner is None else inner.root()
        if inner is None or root is None or not is_stack(root):
            return
        evaluated = Intrinsics(inner.text).resolved
        resolved = with_unknown_variables(evaluated) if inner.is_substituted else evaluated
        for located in stack_filters(root, inner.text, resolved):
            yield inner.in_file(located, name.value)

    def _rule(self, name: Text, kind: str, resource: Mapping) -> Iterator[LocatedFilters]:
        properties = resource.mapping("Properties")
        pattern = self._named(properties, kind, "EventPattern", other="Pattern", outer=resource)
        if kind != _OPTIONAL or not isinstance(pattern.value, Text) or pattern.value.value:
            yield from self._lists.bare_pattern(name, kind, "rule", "bus", pattern.value, pattern.problems)

    def _pipe(self, name: Text, kind: str, resource: Mapping) -> Iterator[LocatedFilters]:
        properties = resource.mapping("Properties")
        elsewhere = criteria_elsewhere(properties, kind) if self._is_strict else NamedProperty(None)
        if elsewhere.value is not None:
            source = self._sources.detect(properties.get("Source"))
            shapes = elsewhere.problems
            yield from self._lists.criteria(name, kind, "pipe", source, elsewhere.value, shapes=shapes)
        all_parameters = properties.get("SourceParameters")
        is_choice = all_parameters is not None and isinstance(self._intrinsics.resolved(all_parameters), Choice)
        for parameters in self._intrinsics.options(all_parameters):
            if isinstance(parameters, Text | Unknown | Joined):  # a variable: the filters are elsewhere
                unknown = Unknown(
                    parameters.value if isinstance(parameters, Text) else "SourceParameters",
                    parameters.start,
                    parameters.end,
                )
                source = self._sources.detect(properties.get("Source"))
                yield from self._lists.filter_list(name, kind, "pipe", source, [unknown])
            if isinstance(parameters, Mapping):
                source = source_of_parameters(parameters) or self._sources.detect(properties.get("Source"))
                criteria = self._named(parameters, "SourceParameters", "FilterCriteria")
                filters = self._lists.criteria(
                    name, kind, "pipe", source, criteria.value, shapes=criteria.problems, is_choice=is_choice
                )
                yield from with_batches(filters, parameters, self._sources.table(properties.get("Source")))

    def _mapping(self, name: Text, kind: str, resource: Mapping) -> Iterator[LocatedFilters]:
        properties = resource.mapping("Properties")
        source = self._sources.detect_for_mapping(properties)
        criteria = self._criteria(properties, kind, resource)
        filters = self._lists.criteria(name, kind, "lambda", source, criteria.value, shapes=criteria.problems)
        yield from with_batches(filters, properties, self._sources.table(properties.get("EventSourceArn")))

    def _subscriber(self, name: Text, kind: str, resource: Mapping) -> Iterator[LocatedFilters]:
        properties = resource.mapping("Properties")
        criteria = self._named(properties, kind, "FilterConfiguration", outer=resource)
        yield from self._lists.criteria(name, kind, "v2", "bus", criteria.value, shapes=criteria.problems)

    def _subscription(self, name: Text, kind: str, resource: Mapping) -> Iterator[LocatedFilters]:
        properties = resource.mapping("Properties")
        queue = self._sources.properties(properties.get("Endpoint"))
        filters = self._policy(name, kind, kind, resource)
        yield from with_endpoint(filters, properties, self._intrinsics.resolved, queue)

    def _policy(self, name: Text, kind: str, level: str, resource: Mapping) -> Iterator[LocatedFilters]:
        """The filter policy of a subscription, or of an event of a function, which `level` names in messages."""
        properties = resource.mapping("Properties")
        policy = self._named(properties, level, "FilterPolicy", outer=resource)
        scope = self._named(properties, level, "FilterPolicyScope", outer=resource)
        yield from self._lists.filter_policy(name, kind, policy, scope)

    def _topic(self, name: Text, kind: str, resource: Mapping) -> Iterator[LocatedFilters]:
        """The filter policies inside a topic, which cannot have any."""
        for end, policy, scope in policies_in_topic(resource.mapping("Properties")) if self._is_strict else ():
            full = Text(f"{name.value}{end}", name.start, name.end)
            yield from self._lists.filter_policy(full, kind, policy, scope)

    def _function(self, name: Text, kind: str, resource: Mapping) -> Iterator[LocatedFilters]:
        for event_name, event in self._each(resource.mapping("Properties").mapping("Events")):
            if not isinstance(event, Mapping):
                continue
            full = Text(f"{name.value}.{event_name.value}", event_name.start, event_name.end)
            event_type, inner = event.text("Type"), event.mapping("Properties")
            event_kind = f"{kind} {event_type}"
            if event_type in _BUS_EVENTS:
                pattern = self._named(inner, event_type, "Pattern", other="EventPattern", outer=event)
                yield from self._lists.bare_pattern(
                    full, event_kind, "rule", "bus", pattern.value, pattern.problems
                )
            elif event_type == "SNS":
                policies = self._policy(full, event_kind, event_type, event)
                yield from with_endpoint_of_event(policies, inner)
            elif event_type in _POLLED_EVENTS:
                source = (
                    _POLLED_EVENTS[event_type]
                    or self._sources.detect(inner.get("Broker"))
                    or self._sources.detect_broker(inner)
                )
                criteria = self._criteria(inner, event_type, event)
                filters = self._lists.criteria(
                    full, event_kind, "lambda", source, criteria.value, shapes=criteria.problems
                )
                yield from with_batches(filters, inner, self._sources.table(inner.get("Stream")))

    def _named(
        self, mapping: Mapping, resource: str, name: str, other: str = "", outer: Mapping | None = None
    ) -> NamedProperty:
        """A property, maybe under a misspelled name, under the name that it has in another resource, or beside `Properties`."""
        if not self._is_strict:
            return NamedProperty(mapping.get(name, other))
        named = named_property(mapping, resource, name)
        if named.value is None and other:
            named = property_by_other_name(mapping, resource, name, other)
        if named.value is None:
            return property_beside(outer, "A resource" if "::" in resource else "An event", name)
        return named

    def _criteria(self, properties: Mapping, resource: str, outer: Mapping) -> NamedProperty:
        """The filter criteria, maybe under the name of something else."""
        named = self._named(properties, resource, "FilterCriteria", outer=outer)
        if named.value is None and self._is_strict:
            return criteria_by_other_name(properties, resource)
        return named

    def _each(self, mapping: Mapping) -> Iterator[tuple[Text, Node]]:
        """The members, and those inside `Fn::ForEach`, with its identifier as an unknown value."""
        for name, value in mapping.members:
            if not name.value.startswith("Fn::ForEach::"):
                yield name, value
            elif isinstance(value, Sequence) and value.items and isinstance(value.items[-1], Mapping):
                first = value.items[0]
                identifier = first.value if isinstance(first, Text) else ""
                inner = open_at(value.items[-1], identifier, self._intrinsics.spend)
                if isinstance(inner, Mapping):
                    yield from self._each(inner)
