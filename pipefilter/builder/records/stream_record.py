"""One record of a DynamoDB stream: what happened, and the item before and after."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from os import PathLike
from typing import Literal, TypeAlias, cast

from pipefilter.builder.faults import InvalidRecord
from pipefilter.builder.records.attribute_path import EACH, AttributePath
from pipefilter.builder.records.attribute_value import AttributeValue, from_record
from pipefilter.errors import InvalidEvent
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_reader import RecordReader
from pipefilter.json_text.raw_object import RawObject
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.services import service_named
from pipefilter.sources import source_named

__all__ = ["EVENT_NAMES", "IMAGES", "VIEWS", "Image", "StreamRecord", "View", "lone_record", "stream_record"]

Image: TypeAlias = Literal["new", "old", "keys"]
View: TypeAlias = Literal["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]
IMAGES: dict[Image, str] = {"new": "NewImage", "old": "OldImage", "keys": "Keys"}
VIEWS: dict[View, tuple[Image, ...]] = {
    "KEYS_ONLY": ("keys",),
    "NEW_IMAGE": ("keys", "new"),
    "OLD_IMAGE": ("keys", "old"),
    "NEW_AND_OLD_IMAGES": ("keys", "new", "old"),
}
"""The images that a stream with this view has.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
"""
EVENT_NAMES = ("INSERT", "MODIFY", "REMOVE")
_STREAM = source_named("dynamodb")
_READER = RecordReader((), Placement(tuple(map(service_named, _STREAM.services)), _STREAM, is_explicit=True))

Item: TypeAlias = Mapping[str, AttributeValue]


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """A record.

    Args:
        event_name: INSERT, MODIFY or REMOVE.
        images: `new`, `old` and `keys`, each an item; one that the record does not have is empty.
        view: of the stream, if the record says it.
    """

    event_name: str
    images: Mapping[Image, Item]
    view: View | None = None

    def values(self, image: Image, path: AttributePath) -> tuple[AttributeValue, ...]:
        """The values at a path: one at most, or several where the path goes to each element of a list."""
        first, *rest = path.steps
        item = self.images.get(image, {})
        found = [item[first]] if isinstance(first, str) and first in item else []
        for step in rest:
            found = [one for value in found for one in _below(value, step)]
        return tuple(found)


def _below(value: AttributeValue, step: object) -> Iterator[AttributeValue]:
    if step is EACH:
        yield from value.elements
    elif isinstance(step, int):
        yield from value.elements[step : step + 1]
    else:
        yield from (one for name, one in value.members if name == step)


def stream_record(given: Event | Sequence[object] | StreamRecord) -> StreamRecord:
    """A record as Lambda, a pipe, the AWS CLI or boto3 hands it over, taken out of its envelope.

    Args:
        given: JSON text, UTF-8 bytes, or a dict (also of boto3, with datetime and bytes).

    Raises:
        InvalidRecord: it is not a record of a DynamoDB stream, or there are several in it.
    """
    if isinstance(given, StreamRecord):
        return given
    record = _members(event_tree(lone_record(given).text), "the record")
    if "dynamodb" not in record or record.get("eventName") not in EVENT_NAMES:
        raise InvalidRecord(
            "a record of a DynamoDB stream has dynamodb, and eventName: INSERT, MODIFY or REMOVE"
        )
    change = _members(record["dynamodb"], "dynamodb")
    view = change.get("StreamViewType")
    images: dict[Image, Item] = {
        name: {
            attribute: from_record(value)
            for attribute, value in _members(change.get(member, ()), member).items()
        }
        for name, member in IMAGES.items()
    }
    return StreamRecord(
        cast("str", record["eventName"]),
        images,
        view if isinstance(view, str) and view in VIEWS else None,
    )


def lone_record(given: Event | Sequence[object]) -> RawObject:
    """The one record in what a service or a tool hands over: bare, in a list, or in any envelope.

    Args:
        given: as for `stream_record`.

    Raises:
        InvalidRecord: it is not JSON, there is not just one record in it, or the record is of another source.
    """
    try:
        records = _READER.records(_envelope_text(given))
    except InvalidEvent as error:
        raise InvalidRecord(f"{error.message}; {error.hint}" if error.hint else error.message) from None
    if len(records) != 1:
        raise InvalidRecord(f"there are {len(records)} records in it, not one: give them one by one")
    found = records[0]
    said = found.source.records if found.source else found.record.text_of("eventSource")
    if found.fault or (said and found.source is not _STREAM):
        raise InvalidRecord(found.fault or f"this is of {said}, not of {_STREAM.records}")
    return found.record


def _envelope_text(given: Event | Sequence[object]) -> str | bytes:
    """What is given as the text of one JSON object: a list as the envelope that it would be in."""
    if isinstance(given, str):
        return f'{{"Records":{given}}}' if given.lstrip().startswith("[") else given
    if isinstance(given, bytes | bytearray):
        return b'{"Records":' + given + b"}" if given.lstrip().startswith(b"[") else bytes(given)
    if not isinstance(given, Mapping | list | tuple):
        hint = ": use its read_text()" if isinstance(given, PathLike) else ""
        raise InvalidRecord(f"{type(given).__name__} is not a record{hint}")
    envelope = given if isinstance(given, Mapping) else {"Records": given}
    return written(event_tree(cast("Mapping[str, object]", _plain_value(envelope, 0))))


def _members(tree: Json, what: str) -> dict[str, Json]:
    if not isinstance(tree, tuple):
        raise InvalidRecord(f"{what} is no object")
    return dict(tree)


_DEEPEST = 120


def _plain_value(value: object, depth: int) -> object:
    """With times as seconds and bytes in base64, as AWS sends them; boto3 turns them into Python's own."""
    if depth > _DEEPEST:
        raise InvalidRecord("the record is nested deeper than DynamoDB's 32 levels can be")
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        return {name: _plain_value(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain_value(one, depth + 1) for one in value]
    return value
