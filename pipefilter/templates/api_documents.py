"""The filters in what AWS's APIs take and answer: a rule, a pipe, an event source mapping, a subscriber, lists of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipefilter.templates.event_source import PARAMETER_BLOCKS, EventSource, source_of_arn
from pipefilter.templates.filter_lists import FilterLists
from pipefilter.templates.intrinsics import Intrinsics
from pipefilter.templates.located_filters import LocatedFilters, with_batches
from pipefilter.templates.nodes.node import Mapping, Node, Scalar, Sequence, Text

__all__ = ["api_filters", "is_api_document"]

_LISTS = ("Rules", "Archives", "EventSourceMappings", "Pipes", "Subscribers")
_OF_MAPPING = ("EventSourceArn", "FunctionName", "FunctionArn", "UUID", "SelfManagedEventSource")
_OF_SUBSCRIBER = ("SubscriberArn", "EventBusArn")
_ENVELOPE = {
    "source",
    "detail-type",
    "detail",
    "account",
    "region",
    "resources",
    "time",
    "id",
    "version",
    "$or",
}


def is_api_document(root: Mapping) -> bool:
    """Whether a document is such a thing, and no pattern.

    Args:
        root: of the document.
    """
    return any(_kind(one) for one in _resources(root))


def api_filters(root: Mapping, source: str) -> Iterator[LocatedFilters]:
    """The filters in it, by resource.

    Args:
        root: of the document.
        source: the file.
    """
    intrinsics = Intrinsics(source)
    lists = FilterLists(source, lambda node: node, _itself)
    sources = EventSource(Mapping((), 0, 0), intrinsics)
    counts = Counter(_name(one).value for one in _resources(root))
    for one in _resources(root):
        kind = _kind(one)
        name = _name(one)
        if counts[name.value] > 1:  # a function may have several
            name = Text(one.text("UUID", "SubscriberArn") or name.value, one.start, one.start)
        if kind == "rule":
            yield from lists.lone(name, "PutRule", "rule", "bus", one.get("EventPattern"))
        elif kind == "pipe":
            parameters = one.mapping("SourceParameters")
            blocks = [
                PARAMETER_BLOCKS[key.value] for key, _ in parameters.members if key.value in PARAMETER_BLOCKS
            ]
            seen = blocks[0] if blocks else source_of_arn(one.text("Source"))
            found = lists.criteria(name, "CreatePipe", "pipe", seen, parameters.get("FilterCriteria"))
            yield from with_batches(found, parameters)
        elif kind == "lambda":
            criteria = one.get("FilterCriteria")
            found = lists.criteria(
                name, "CreateEventSourceMapping", "lambda", sources.of_mapping(one), criteria
            )
            yield from with_batches(found, one)
        elif kind == "v2":
            yield from lists.criteria(name, "CreateSubscriber", "v2", "bus", one.get("FilterConfiguration"))


def _resources(root: Mapping) -> Iterator[Mapping]:
    listed = next((found for name in _LISTS if isinstance(found := root.get(name), Sequence)), None)
    if listed is None:
        yield root
        return
    yield from (one for one in listed.items if isinstance(one, Mapping))


def _kind(one: Mapping) -> str:
    """The name of the service; "" for anything else."""
    pattern = one.get("EventPattern")
    if isinstance(pattern, Text) or (isinstance(pattern, Mapping) and _is_wrapped(one, pattern)):
        return "rule"
    if isinstance(one.get("SourceParameters"), Mapping):
        return "pipe"
    if isinstance(one.get("FilterCriteria"), Mapping) and one.get(*_OF_MAPPING) is not None:
        return "lambda"
    if isinstance(one.get("FilterConfiguration"), Mapping) and one.get(*_OF_SUBSCRIBER) is not None:
        return "v2"
    return ""


def _is_wrapped(one: Mapping, pattern: Mapping) -> bool:
    """Whether an object is a rule's pattern: no event has that with an envelope inside."""
    others = (value for name, value in one.members if name.value != "EventPattern")
    names = {name.value for name, _ in pattern.members}
    return bool(names) and names <= _ENVELOPE and all(isinstance(value, Text | Scalar) for value in others)


def _name(one: Mapping) -> Text:
    shown = one.text("Name", "ArchiveName")
    if not shown:
        function = one.text("FunctionArn", "FunctionName")
        steps = function.split(":")
        shown = steps[6] if len(steps) > 6 else function or one.text("UUID")  # noqa: PLR2004 - of an ARN, the name
    return Text(shown, one.start, one.start)


def _itself(node: Node | None) -> list[Node]:
    return [] if node is None or (isinstance(node, Scalar) and node.value is None) else [node]
