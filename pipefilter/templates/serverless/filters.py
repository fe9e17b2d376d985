"""Finds the filters in a configuration of the Serverless Framework: in events of functions, and in resources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.template.property_shapes import OBJECT_FOR_LIST
from pipefilter.sources.source_setup import SETUPS
from pipefilter.templates.cloudformation.stack_filters import stack_filters
from pipefilter.templates.event_source import SourceDetector
from pipefilter.templates.filter_lists import FilterLists
from pipefilter.templates.foreign_property import (
    patterns_by_other_name,
    property_beside,
    property_by_other_name,
)
from pipefilter.templates.intrinsics import Intrinsics
from pipefilter.templates.located_filters import LocatedFilters, with_batches, with_shape
from pipefilter.templates.nodes.hcl_text import joined
from pipefilter.templates.nodes.node import Call, Choice, Joined, Mapping, Node, Scalar, Sequence, Text, Unknown
from pipefilter.templates.parameter_values import text_at
from pipefilter.templates.serverless.common_subscription import common_subscriptions
from pipefilter.templates.serverless.deliveries import event_delivery, has_changed_rules
from pipefilter.templates.serverless.unread_parts import unread_parts
from pipefilter.templates.serverless.variables import variable_parts
from pipefilter.templates.shape_problem import NamedProperty, ShapeProblem, named_property
from pipefilter.templates.subscription_endpoint import with_endpoint_of_event
from pipefilter.templates.values import NO_VALUES, Values

__all__ = ["is_serverless", "serverless_filters"]

_STREAMS = tuple(setup.source for setup in SETUPS if setup.serverless_event == "stream")
"""The types of the event `stream`."""
_POLLED_EVENTS = {
    setup.serverless_event: setup.source for setup in SETUPS if setup.serverless_event != "stream"
}
"""The other events with filter patterns, and their sources."""
_BUS_EVENTS = ("eventBridge", "cloudwatchEvent")


def is_serverless(root: Node) -> bool:
    """Whether a document is a configuration of the framework, or a part of one that has functions with events."""
    if not isinstance(root, Mapping):
        return False
    if root.get("service") is not None and root.get("provider", "functions", "resources") is not None:
        return True
    return root.get("Resources") is None and any(
        isinstance(function.get("events"), Sequence) for _, function in _named(root.get("functions"))
    )


def serverless_filters(
    root: Mapping, source: str, values: Values[str, str] = NO_VALUES
) -> Iterator[LocatedFilters]:
    """The filters in a configuration, functions first.

    Args:
        values: of its variables, by name, such as `opt:stage`.
    """
    resources = list(_resources(root))
    configuration = _Configuration(resources, source, values)
    changed = [
        root.mapping("resources").mapping("extensions"),
        *(each.mapping("Resources") for each in resources),
    ]
    are_as_generated = not has_changed_rules(name.value for each in changed for name, _ in each.members)
    yield from unread_parts(root.get("functions"))
    for name, function in _named(root.get("functions")):
        yield from configuration.events(name, function, "", are_as_generated=are_as_generated)
    machines = root.mapping("stepFunctions").get("stateMachines")
    for name, machine in _named(machines):
        yield from configuration.events(name, machine, "state machine ")
    for stack in resources:
        yield from stack_filters(stack, source, configuration.resolved)
    yield from configuration.extensions(root.mapping("resources").mapping("extensions"))


def _resources(root: Mapping) -> Iterator[Mapping]:
    for stack in _items(root.get("resources")):
        if isinstance(stack, Mapping) and isinstance(stack.get("Resources"), Mapping):
            yield stack


def _named(functions: Node | None) -> Iterator[tuple[Text, Mapping]]:
    """Functions, in an object or in a list of objects."""
    for part in _items(functions):
        if isinstance(part, Mapping):
            yield from ((name, value) for name, value in part.members if isinstance(value, Mapping))


def _items(node: Node | None) -> tuple[Node | None, ...]:
    return node.items if isinstance(node, Sequence) else (node,)


class _Configuration:
    def __init__(self, resources: list[Mapping], source: str, values: Values[str, str]) -> None:
        self._source = source
        self._values = values
        self._intrinsics = Intrinsics(source)
        self._lists = FilterLists(source, self.resolved, self._options)
        self._plain_lists = FilterLists(source, self._variables, self._variable_options)
        members = [member for stack in resources for member in stack.mapping("Resources").members]
        self._sources = SourceDetector(Mapping(tuple(members), 0, 0), self._intrinsics)

    def resolved(self, node: Node) -> Node | None:
        """The value of a node: CloudFormation's functions are evaluated, the framework's variables are unknown."""
        value = self._intrinsics.resolved(node)
        if isinstance(value, Text):
            self._intrinsics.spend(value, len(value.value))
            return self._with_variables(value)
        if isinstance(value, Joined):
            parts: list[Node] = []
            for part in value.parts:
                parts += self._parts(part) if isinstance(part, Text) else [part]
            return joined(parts, value.start, value.end)
        return value

    def _variables(self, node: Node) -> Node:
        """The value of a node, without evaluating functions of CloudFormation."""
        return self._with_variables(node) if isinstance(node, Text) else node

    def _variable_options(self, node: Node | None) -> list[Node]:
        return [] if node is None else [self._variables(node)]

    def _options(self, node: Node | None) -> list[Node]:
        value = None if node is None else self.resolved(node)
        if isinstance(value, Choice):
            return [inner for option in value.options for inner in self._options(option)]
        return [] if value is None or (isinstance(value, Scalar) and value.value is None) else [value]

    def events(
        self, function: Text, body: Mapping, kind: str, *, are_as_generated: bool = False
    ) -> Iterator[LocatedFilters]:
        """The filters of a function's events, each named after the function and the event's kind.

        Args:
            are_as_generated: whether their rules are certainly as the framework generates them.
        """
        events = body.get("events")
        counts: Counter[str] = Counter()
        items = events.items if isinstance(events, Sequence) else ()
        common = {} if kind else common_subscriptions(function.value, items)
        for event in items:
            if not isinstance(event, Mapping):
                continue
            for key, settings in event.members:
                counts[key.value] += 1
                count = counts[key.value]
                name = f"{function.value}.{key.value}" + (f".{count}" if count > 1 else "")
                is_empty = isinstance(settings, Scalar) and settings.value is None  # indented too little
                inner = Mapping((), settings.start, settings.end) if is_empty else settings
                if isinstance(inner, Mapping):
                    text = Text(name, key.start, key.end)
                    is_certain = are_as_generated and key.value in _BUS_EVENTS
                    delivery = event_delivery(function.value, body, key.value, inner) if is_certain else None
                    for located in self._event(text, key.value, inner, event, f"{kind}{key.value}"):
                        yield with_shape(replace(located, delivery=delivery), common.get(key.start))

    def extensions(self, extensions: Mapping) -> Iterator[LocatedFilters]:
        """The filters in replaced properties of the framework's own resources; the property shows the type."""
        for name, extension in extensions.members:
            properties = extension.mapping("Properties") if isinstance(extension, Mapping) else extensions
            kind = "resources.extensions"
            yield from self._lists.bare_pattern(name, kind, "rule", "bus", properties.get("EventPattern"))
            policy, scope = (
                NamedProperty(properties.get(key)) for key in ("FilterPolicy", "FilterPolicyScope")
            )
            yield from self._lists.filter_policy(name, kind, policy, scope)
            criteria = properties.get("FilterCriteria")
            yield from self._lists.criteria(
                name, kind, "lambda", self._sources.detect_for_mapping(properties), criteria
            )

    def _event(
        self, name: Text, key: str, settings: Mapping, event: Mapping, kind: str
    ) -> Iterator[LocatedFilters]:
        if key == "eventBridge":
            pattern = named_property(settings, "eventBridge", "pattern", "event")
            if pattern.value is None:
                pattern = property_by_other_name(settings, "eventBridge", "pattern", "eventPattern")
            yield from self._lists.bare_pattern(name, kind, "rule", "bus", pattern.value, pattern.problems)
        elif key == "cloudwatchEvent":
            pattern = named_property(settings, "cloudwatchEvent", "event")
            yield from self._lists.bare_pattern(name, kind, "rule", "bus", pattern.value, pattern.problems)
        elif key == "sns":
            policy, scope = (
                named_property(settings, key, name) for name in ("filterPolicy", "filterPolicyScope")
            )
            yield from with_endpoint_of_event(self._lists.filter_policy(name, kind, policy, scope), settings)
        elif key == "stream" or key in _POLLED_EVENTS:
            source = _POLLED_EVENTS.get(key) or self._stream(settings)
            named = named_property(settings, key, "filterPatterns")
            if named.value is None:
                named = patterns_by_other_name(settings, key)
            if named.value is None:
                named = property_beside(event, "An event", "filterPatterns", key)
            shapes, patterns = list(named.problems), list[Node]()
            for option in self._options(named.value):
                if isinstance(option, Mapping):
                    names = (("name", "filterPatterns"),)
                    shapes.append(ShapeProblem(OBJECT_FOR_LIST, option.start, option.start + 1, names))
                items = option.items if isinstance(option, Sequence) else (option,)
                patterns += map(self._encoded, items)
            filters = self._plain_lists.pattern_list(name, kind, "lambda", source, patterns, shapes)
            yield from with_batches(filters, settings, self._sources.table(settings.get("arn")))

    def _stream(self, settings: Mapping) -> str:
        kind = settings.text("type")
        return kind if kind in _STREAMS else self._sources.detect(settings.get("arn"))

    def _encoded(self, node: Node) -> Node:
        """An element of the list as the framework sends it: a string is encoded once more."""
        value = self._as_json(node)
        if isinstance(value, Text) and not isinstance(self._variables(value), Unknown):
            return Call("Fn::ToJsonString", value, value.start, value.end)
        return value

    def _as_json(self, node: Node) -> Node:
        """A filter as the framework writes it: as JSON, with functions of CloudFormation as plain objects.

        https://github.com/serverless/serverless/blob/v3.40.0/lib/plugins/aws/package/compile/events/stream.js
        """
        self._intrinsics.spend(node)
        if isinstance(node, Call):
            name = Text(node.name, node.start, node.start)
            return Mapping(((name, self._as_json(node.argument)),), node.start, node.end)
        if isinstance(node, Mapping):
            members = tuple((name, self._as_json(value)) for name, value in node.members)
            return Mapping(members, node.start, node.end)
        if isinstance(node, Sequence):
            return Sequence(tuple(map(self._as_json, node.items)), node.start, node.end)
        return node

    def _with_variables(self, text: Text) -> Node:
        """A string that is one variable may be anything; any other is a string with unknown parts."""
        parts = self._parts(text)
        if len(parts) == 1 and isinstance(parts[0], Unknown | Text):
            return parts[0]
        return text if parts == [text] else joined(parts, text.start, text.end)

    def _parts(self, text: Text) -> list[Node]:
        """The parts of a string, cut at its variables, with the values that are known."""
        parts = variable_parts(text, self._source)
        if not self._values:
            return parts
        return [self._value(part) if isinstance(part, Unknown) else part for part in parts]

    def _value(self, variable: Unknown) -> Node:
        name = variable.placeholder[2:-1].partition(",")[0].strip()
        return text_at(self._values[name], variable) if name in self._values else variable
