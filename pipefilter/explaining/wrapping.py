"""Hints at the form of an event: a record in a wrapper, or without the one that the pattern expects; events in base64.

| event | from |
|---|---|
| `{"Records": [{"body": "..."}]}` | SQS, to a Lambda function |
| `{"awslogs": {"data": "..."}}` | CloudWatch Logs, to a Lambda function |
| `{"invocationId": "...", "records": [{"data": "..."}]}` | Firehose, to a function that transforms records |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipefilter.explaining.place_in_event import MAX_NODES, Node, objects, place
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.dynamodb_record import IMAGES
from pipefilter.language.name_spelling import loose_spelling
from pipefilter.sources.recognition import WRAPPERS

__all__ = ["packed_events", "wrapping"]

_WRAPPERS_DEEP = 3
_DATA = ("body", "data", "value")
"""The members of records with the data of SQS, of Kinesis and MQ, and of Kafka."""
_PARTS = frozenset(
    (*_DATA, "detail", "key", "dynamodb", "event", "attributes", "messageAttributes", "basicProperties")
)
"""Members of the event or the record itself, which are not wrappers."""
_OF_RECORD = frozenset(
    ("eventSource", "eventSourceARN", "messageId", "messageID", "sequenceNumber", "partitionKey", "topic")
)
"""Members that only records have at their root, beside their data."""
_ATTRIBUTES = (("messageAttributes",), *(("dynamodb", image) for image in IMAGES))
"""Objects in which each value is in an object of its own, below its type."""


def wrapping(steps: tuple[str, ...], tree: Json) -> str:
    """A hint if the event has the pattern's first name at a deeper place, or its second one at the root."""
    if not isinstance(tree, tuple) or any(key == steps[0] for key, _ in tree):
        return ""
    from pipefilter.language.outer_levels import outer_levels, without_outer_levels

    if levels := outer_levels(steps[:-1]):
        return f"{without_outer_levels(levels)}: a pattern begins with the names of the event"
    names = {key for key, _ in tree}
    if len(steps) > 1 and steps[1] in names:
        if steps[0] in WRAPPERS and names & _OF_RECORD:
            return f"leave {steps[0]} out: a filter sees what is in it, {written(steps[1])}: ..."
        return (
            f"the event has {steps[1]} at its root, the pattern below {steps[0]}: is the event "
            f"unwrapped? The pattern is for the whole event"
        )
    for where, value in _members_below(tree, steps[0]):
        return _deeper(steps, names, where, value)
    return _under_data(steps, tree)


def _members_below(tree: Json, name: str) -> Iterator[tuple[tuple[str | int, ...], Json]]:
    """The place of each object below the root that has a member of this name, and the member's value."""
    level: list[Node] = [(tree, ())]
    for _ in range(_WRAPPERS_DEEP):
        below: list[Node] = []
        for node in level:
            for inner, where in objects(node):
                below += [(value, (*where, key)) for key, value in inner if isinstance(value, tuple | list)]
        level = below[:MAX_NODES]
        for node in level:
            for inner, where in objects(node):
                yield from ((where, value) for key, value in inner if key == name)


def _deeper(steps: Sequence[str], names: set[str], where: Sequence[str | int], value: Json) -> str:
    """A hint for a name at a deeper place: lists that lead to it need no names in a pattern."""
    there = f"{steps[0]} is not at the root of the event but in {place(where)}"
    if where[0] not in _PARTS:
        return (
            f"{there}: the filter sees one record at a time, so give it that record, or write the pattern for "
            "the whole event"
        )
    way = [step for step in where if isinstance(step, str)]
    below = (
        [value[0][0]]
        if tuple(way) in _ATTRIBUTES and len(steps) == 1 and isinstance(value, tuple) and value
        else []
    )
    hint = f"{there}: put it there, {_nested([*way, steps[0], *below])}"
    if where[0] == "messageAttributes" and "body" in names:
        hint += f"; what is in the message itself stands under body: {_nested(['body', steps[0]])}"
    return hint


def _under_data(steps: Sequence[str], tree: tuple[tuple[str, Json], ...]) -> str:
    """A hint at a record's data if the pattern expects them elsewhere: `body` of a Kafka record is its `value`."""
    keys = [(key, value) for key, value in tree if key in _DATA]
    if len(keys) != 1:
        return ""
    (key, value), is_record = keys[0], any(name in _OF_RECORD for name, _ in tree)
    if steps[0] in _DATA or steps[0] == "detail":
        has_next = len(steps) > 1 and any(
            name == steps[1] for inner, _ in objects((value, ())) for name, _ in inner
        )
        if has_next or is_record:
            return f"this record has its data under {key}: rename {steps[0]} to {key}, {_nested([key, *steps[1:2]])}"
    elif is_record and steps[0] not in _OF_RECORD | _PARTS | WRAPPERS and not _is_misspelled(steps[0], tree):
        return f"what was sent stands under {key}: {_nested([key, steps[0]])}"
    return ""


def _is_misspelled(name: str, tree: tuple[tuple[str, Json], ...]) -> bool:
    """Whether the event has the name in another spelling, at which another hint points."""
    return any(loose_spelling(name) == loose_spelling(key) for key, _ in tree)


def _nested(names: Sequence[str]) -> str:
    """Nested objects, without the braces of the first: `"body": {"tier": ...}`."""
    text = "..."
    for name in reversed(names):
        text = f"{{{written(name)}: {text}}}"
    return text[1:-1]


def packed_events(steps: tuple[str, ...], tree: Json) -> str:
    """A hint for a field that the event lacks, if it is an input of a function with its events in base64; else ""."""
    event = dict(tree) if isinstance(tree, tuple) else {}
    if steps[0] in event:
        return ""
    logs = event.get("awslogs")
    if isinstance(logs, tuple) and isinstance(dict(logs).get("data"), str):
        return (
            "the log events are packed in awslogs.data, in base64 and gzip, and no filter looks into it: unpack it, as with "
            "jq -r .awslogs.data event.json | base64 -d | gunzip, and give what comes out"
        )
    records = event.get("records")
    if "invocationId" in event and isinstance(records, list) and records:
        first = records[0]
        if isinstance(first, tuple) and isinstance(dict(first).get("data"), str):
            return (
                "the records that Firehose hands to a function are packed in base64, and no filter looks into them: unpack "
                "them, as with jq -r '.records[].data | @base64d' event.json, and give what comes out"
            )
    return ""
