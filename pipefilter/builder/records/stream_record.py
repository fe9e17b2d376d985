"""One record of a DynamoDB stream: the name of the event, and the item before and after it."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from os import PathLike
from typing import Literal, TypeAlias, cast

from pipefilter.builder.faults import InvalidRecord
from pipefilter.builder.records.attribute_path import EACH, AttributePath
from pipefilter.builder.records.attribute_value import AttributeValue, from_record
from pipefilter.dataclass import dataclass
from pipefilter.errors import InvalidEvent
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_reader import RecordReader
from pipefilter.json_text.raw_object import RawObject
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.dynamodb_record import EVENT_NAMES, IMAGES_BY_VIEW, View
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.services import service_named
from pipefilter.sources import source_named

__all__ = ["IMAGE_MEMBERS", "VIEWS", "Image", "StreamRecord", "single_record", "stream_record"]

Image: TypeAlias = Literal["new", "old", "keys"]
IMAGE_MEMBERS: dict[Image, str] = {"new": "NewImage", "old": "OldImage", "keys": "Keys"}
"""The images by the names that conditions have for them."""
VIEWS: dict[View, tuple[Image, ...]] = {
    view: tuple(image for image, member in IMAGE_MEMBERS.items() if member in members)
    for view, members in IMAGES_BY_VIEW.items()
}
"""The images in the records of a stream with this view."""
_STREAM = source_named("dynamodb")
_READER = RecordReader((), Placement(tuple(map(service_named, _STREAM.services)), _STREAM, is_explicit=True))
_MAX_DEPTH = 120

Item: TypeAlias = Mapping[str, AttributeValue]


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """A change of one item: what happened to it, and its images.

    Args:
        event_name: INSERT, MODIFY or REMOVE.
        images: `new`, `old` and `keys`, each an item; an image that the record does not have is empty.
        view: of the stream, if the record names it.
    """

    event_name: str
    images: Mapping[Image, Item]
    view: View | None = None

    def values(self, image: Image, path: AttributePath) -> tuple[AttributeValue, ...]:
        """The values at a path: at most one, or several where the path goes to each element of a list."""
        first, *rest = path.steps
        item = self.images.get(image, {})
        values = [item[first]] if isinstance(first, str) and first in item else []
        for step in rest:
            values = [below for value in values for below in _below(value, step)]
        return tuple(values)


def _below(value: AttributeValue, step: object) -> Iterator[AttributeValue]:
    if step is EACH:
        yield from value.elements
    elif isinstance(step, int):
        yield from value.elements[step : step + 1]
    else:
        yield from (member for name, member in value.members if name == step)


def stream_record(record: Event | Sequence[object] | StreamRecord) -> StreamRecord:
    """A record as Lambda, a pipe, the AWS CLI or boto3 hands it over, taken out of its envelope.

    Args:
        record: JSON text, UTF-8 bytes, or a dict (also of boto3, with datetime and bytes).

    Raises:
        InvalidRecord: it is not a record of a DynamoDB stream, or there are several in it.
    """
    if isinstance(record, StreamRecord):
        return record
    members = _members(event_tree(single_record(record).text), "the record")
    if "dynamodb" not in members or members.get("eventName") not in EVENT_NAMES:
        raise InvalidRecord(
            "a DynamoDB stream record has the fields dynamodb and eventName (INSERT, MODIFY or REMOVE)"
        )
    change = _members(members["dynamodb"], "dynamodb")
    view = change.get("StreamViewType")
    images: dict[Image, Item] = {
        name: {
            attribute: from_record(value)
            for attribute, value in _members(change.get(member, ()), member).items()
        }
        for name, member in IMAGE_MEMBERS.items()
    }
    return StreamRecord(
        cast("str", members["eventName"]), images, view if isinstance(view, str) and view in VIEWS else None
    )


def single_record(events: Event | Sequence[object]) -> RawObject:
    """The only record in what a service or a tool hands over: bare, in a list, or in any envelope.

    Raises:
        InvalidRecord: it is not JSON, it does not contain exactly one record, or the record is of another source.
    """
    try:
        records = _READER.records(_envelope_text(events))
    except InvalidEvent as error:
        raise InvalidRecord(f"{error.message}; {error.hint}" if error.hint else error.message) from None
    if len(records) != 1:
        raise InvalidRecord(f"expected one record but found {len(records)}: pass them individually")
    only = records[0]
    origin = only.source.records if only.source else only.record.text_of("eventSource")
    if only.fault or (origin and only.source is not _STREAM):
        raise InvalidRecord(only.fault or f"this record is from {origin}, not from {_STREAM.records}")
    return only.record


def _envelope_text(events: Event | Sequence[object]) -> str | bytes:
    """The events as the text of one JSON object: a list in the envelope that it would have."""
    if isinstance(events, str):
        return f'{{"Records":{events}}}' if events.lstrip().startswith("[") else events
    if isinstance(events, bytes | bytearray):
        return b'{"Records":' + events + b"}" if events.lstrip().startswith(b"[") else bytes(events)
    if not isinstance(events, Mapping | list | tuple):
        hint = ": use its read_text()" if isinstance(events, PathLike) else ""
        raise InvalidRecord(f"{type(events).__name__} is not a record{hint}")
    envelope = events if isinstance(events, Mapping) else {"Records": events}
    return written(event_tree(cast("Mapping[str, object]", _plain_value(envelope, 0))))


def _members(tree: Json, what: str) -> dict[str, Json]:
    if not isinstance(tree, tuple):
        raise InvalidRecord(f"{what} is not an object")
    return dict(tree)


def _plain_value(value: object, depth: int) -> object:
    """A value with times as seconds and bytes in base64, as AWS sends them; boto3 makes Python's own types of them."""
    if depth > _MAX_DEPTH:
        raise InvalidRecord("the record is nested more deeply than DynamoDB's 32 levels")
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        return {name: _plain_value(member, depth + 1) for name, member in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain_value(element, depth + 1) for element in value]
    return value
