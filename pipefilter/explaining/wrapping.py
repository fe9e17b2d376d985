"""Hints about the form of an event: a record in a wrapper, or without the expected one, or events in base64.

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
    """A hint if the event has the pattern's first name at a deeper level, or its second name at the root."""
    if not isinstance(tree, tuple) or any(key == steps[0] for key, _ in tree):
        return ""
    from pipefilter.language.outer_levels import outer_levels, without_outer_levels

    if levels := outer_levels(steps[:-1]):
        return f"{without_outer_levels(levels)}: a pattern starts with the event's own field names"
    names = {key for key, _ in tree}
    if len(steps) > 1 and steps[1] in names:
        if steps[0] in WRAPPERS and names & _OF_RECORD:
            return f"remove {steps[0]}: a filter sees each record inside it, so start with {written(steps[1])}: ..."
        return (
            f"the event has {steps[1]} at its root, but the pattern has it below {steps[0]}: was "
            f"the event unwrapped? The pattern is for the whole event"
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
    """A hint for a name at a deeper level; arrays on the way to it need no names in a pattern."""
    there = f"{steps[0]} is in {place(where)}, not at the root of the event"
    if where[0] not in _PARTS:
        return (
            f"{there}: if the filter sees one record at a time, test that record; if not, write the pattern for "
            "the whole event"
        )
    way = [step for step in where if isinstance(step, str)]
    below = (
        [value[0][0]]
        if tuple(way) in _ATTRIBUTES and len(steps) == 1 and isinstance(value, tuple) and value
        else []
    )
    hint = f"{there}: write {_nested([*way, steps[0], *below])}"
    if where[0] == "messageAttributes" and "body" in names:
        hint += f"; fields of the message itself are under body: {_nested(['body', steps[0]])}"
    return hint


def _under_data(steps: Sequence[str], tree: tuple[tuple[str, Json], ...]) -> str:
    """A hint about a record's data if the pattern expects it elsewhere: `body` of a Kafka record is its `value`."""
    keys = [(key, value) for key, value in tree if key in _DATA]
    if len(keys) != 1:
        return ""
    (key, value), is_record = keys[0], any(name in _OF_RECORD for name, _ in tree)
    if steps[0] in _DATA or steps[0] == "detail":
        has_next = len(steps) > 1 and any(
            name == steps[1] for inner, _ in objects((value, ())) for name, _ in inner
        )
        if has_next or is_record:
            nested = _nested([key, *steps[1:2]])
            return f"this record has its data in {key}: rename {steps[0]} to {key} in the pattern, {nested}"
    elif is_record and steps[0] not in _OF_RECORD | _PARTS | WRAPPERS and not _is_misspelled(steps[0], tree):
        return f"the payload is in {key}: write {_nested([key, steps[0]])}"
    return ""


def _is_misspelled(name: str, tree: tuple[tuple[str, Json], ...]) -> bool:
    """Whether the event has the name in another spelling, which another hint reports."""
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
            "the log events are in awslogs.data, compressed with gzip and encoded in base64, and filters do not decode "
            "them: run jq -r .awslogs.data event.json | base64 -d | gunzip, and test its output"
        )
    records = event.get("records")
    if "invocationId" in event and isinstance(records, list) and records:
        first = records[0]
        if isinstance(first, tuple) and isinstance(dict(first).get("data"), str):
            return (
                "the records that Firehose passes to a function are encoded in base64, and filters do not decode them: "
                "run jq -r '.records[].data | @base64d' event.json, and test its output"
            )
    return ""
