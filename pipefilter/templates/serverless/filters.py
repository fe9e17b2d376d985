"""The filters in a configuration of the Serverless Framework: in events of functions, and in resources."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.templates.cloudformation.stack_filters import stack_filters
from pipefilter.templates.event_source import EventSource
from pipefilter.templates.filter_lists import FilterLists
from pipefilter.templates.intrinsics import Intrinsics
from pipefilter.templates.located_filters import LocatedFilters, with_batches
from pipefilter.templates.nodes.hcl_text import joined
from pipefilter.templates.nodes.node import Call, Choice, Joined, Mapping, Node, Scalar, Sequence, Text, Unknown
from pipefilter.templates.serverless.variables import variable_parts

__all__ = ["is_serverless", "serverless_filters"]

_PULLED = {"sqs": "sqs", "msk": "msk", "kafka": "kafka", "activemq": "activemq", "rabbitmq": "rabbitmq"}
_STREAMS = ("dynamodb", "kinesis")


def is_serverless(root: Node) -> bool:
    """Whether a document is such a configuration.

    Args:
        root: of the document.
    """
    return (
        isinstance(root, Mapping)
        and root.get("service") is not None
        and root.get("provider", "functions", "resources") is not None
    )


def serverless_filters(root: Mapping, source: str) -> Iterator[LocatedFilters]:
    """The filters in a configuration, functions first.

    Args:
        root: of the document.
        source: the file.
    """
    resources = list(_resources(root))
    found = _Configuration(resources, source)
    for name, function in _named(root.get("functions")):
        yield from found.events(name, function, "")
    machines = root.mapping("stepFunctions").get("stateMachines")
    for name, machine in _named(machines):
        yield from found.events(name, machine, "state machine ")
    for one in resources:
        yield from stack_filters(one, source, found.resolved)
    yield from found.extensions(root.mapping("resources").mapping("extensions"))


def _resources(root: Mapping) -> Iterator[Mapping]:
    given = root.get("resources")
    for one in given.items if isinstance(given, Sequence) else (given,):
        if isinstance(one, Mapping) and isinstance(one.get("Resources"), Mapping):
            yield one


def _named(given: Node | None) -> Iterator[tuple[Text, Mapping]]:
    """Functions, in an object or in a list of objects."""
    for one in given.items if isinstance(given, Sequence) else (given,):
        if isinstance(one, Mapping):
            yield from ((name, value) for name, value in one.members if isinstance(value, Mapping))


class _Configuration:
    def __init__(self, resources: list[Mapping], source: str) -> None:
        self._source = source
        self._intrinsics = Intrinsics(source)
        self._lists = FilterLists(source, self.resolved, self._options)
        self._plain_lists = FilterLists(source, self._variables, self._of_variables)
        members = [member for one in resources for member in one.mapping("Resources").members]
        self._sources = EventSource(Mapping(tuple(members), 0, 0), self._intrinsics)

    def resolved(self, node: Node) -> Node | None:
        """The value of a node: CloudFormation's functions worked out, the framework's variables not known."""
        found = self._intrinsics.resolved(node)
        if isinstance(found, Text):
            self._intrinsics.spend(found, len(found.value))
            return _whole(variable_parts(found, self._source), found)
        if isinstance(found, Joined):
            parts: list[Node] = []
            for part in found.parts:
                parts += variable_parts(part, self._source) if isinstance(part, Text) else [part]
            return joined(parts, found.start, found.end)
        return found

    def _variables(self, node: Node) -> Node:
        """The value of a node in which functions of CloudFormation are not worked out."""
        return _whole(variable_parts(node, self._source), node) if isinstance(node, Text) else node

    def _of_variables(self, node: Node | None) -> list[Node]:
        return [] if node is None else [self._variables(node)]

    def _options(self, node: Node | None) -> list[Node]:
        found = None if node is None else self.resolved(node)
        if isinstance(found, Choice):
            return [value for option in found.options for value in self._options(option)]
        return [] if found is None or (isinstance(found, Scalar) and found.value is None) else [found]

    def events(self, function: Text, body: Mapping, kind: str) -> Iterator[LocatedFilters]:
        """The filters of a function's events, each named after the function and the event's kind."""
        listed = body.get("events")
        seen: dict[str, int] = {}
        for event in listed.items if isinstance(listed, Sequence) else ():
            for key, given in event.members if isinstance(event, Mapping) else ():
                seen[key.value] = seen.get(key.value, 0) + 1
                count = seen[key.value]
                name = f"{function.value}.{key.value}" + (f".{count}" if count > 1 else "")
                shown = Text(name, key.start, key.end)
                if isinstance(given, Mapping):
                    yield from self._event(shown, key.value, given, f"{kind}{key.value}")

    def extensions(self, given: Mapping) -> Iterator[LocatedFilters]:
        """What replaces properties of resources that the framework makes: of which kind those are, the property tells."""
        for name, one in given.members:
            properties = one.mapping("Properties") if isinstance(one, Mapping) else given
            kind = "resources.extensions"
            yield from self._lists.lone(name, kind, "rule", "bus", properties.get("EventPattern"))
            criteria = properties.get("FilterCriteria")
            yield from self._lists.criteria(
                name, kind, "lambda", self._sources.of_mapping(properties), criteria
            )

    def _event(self, name: Text, key: str, given: Mapping, kind: str) -> Iterator[LocatedFilters]:
        if key == "eventBridge":
            yield from self._lists.lone(name, kind, "rule", "bus", given.get("pattern", "event"))
        elif key == "cloudwatchEvent":
            yield from self._lists.lone(name, kind, "rule", "bus", given.get("event"))
        elif key == "stream" or key in _PULLED:
            source = _PULLED.get(key) or self._stream(given)
            found = [
                self._as_json(item)
                for one in self._options(given.get("filterPatterns"))
                for item in (one.items if isinstance(one, Sequence) else (one,))
            ]
            filters = self._plain_lists.patterns(name, kind, "lambda", source, found)
            yield from with_batches(filters, given)

    def _stream(self, given: Mapping) -> str:
        kind = given.text("type")
        return kind if kind in _STREAMS else self._sources.of(given.get("arn"))

    def _as_json(self, node: Node) -> Node:
        """A filter as the framework writes it: as JSON, with functions of CloudFormation as plain objects in it.

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


def _whole(parts: list[Node], text: Text) -> Node:
    """A text that is one variable may be anything; others are texts with parts that are not known."""
    if len(parts) == 1 and isinstance(parts[0], Unknown):
        return parts[0]
    return text if parts == [text] else joined(parts, text.start, text.end)
