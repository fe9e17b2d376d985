"""One record of a DynamoDB stream: what happened, and the item before and after."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, cast

from pipefilter.builder.attribute_path import EACH, AttributePath
from pipefilter.builder.attribute_value import AttributeValue, from_record
from pipefilter.builder.faults import InvalidRecord
from pipefilter.errors import InvalidEvent
from pipefilter.json_text.tree import Json
from pipefilter.json_text.written import written
from pipefilter.matching.event_text import Event, event_tree

__all__ = ["EVENT_NAMES", "IMAGES", "VIEWS", "Image", "StreamRecord", "View", "record_text", "stream_record"]

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


def stream_record(given: Event | StreamRecord) -> StreamRecord:
    """A record as Lambda, a pipe, the AWS CLI or boto3 hands it over, taken out of its wrapper.

    Args:
        given: JSON text, UTF-8 bytes, or a dict (also of boto3, with datetime and bytes).

    Raises:
        InvalidRecord: it is no record of a DynamoDB stream.
    """
    if isinstance(given, StreamRecord):
        return given
    try:
        tree = event_tree(_plain(given) if isinstance(given, Mapping) else given)
    except InvalidEvent as error:
        raise InvalidRecord(error.message) from None
    record = _members(tree, "the record")
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


def record_text(given: Event) -> str:
    """The record as JSON text.

    Args:
        given: as for `stream_record`.

    Raises:
        InvalidRecord: it is no JSON object.
    """
    try:
        return written(event_tree(_plain(given) if isinstance(given, Mapping) else given))
    except InvalidEvent as error:
        raise InvalidRecord(error.message) from None


def _members(tree: Json, what: str) -> dict[str, Json]:
    if not isinstance(tree, tuple):
        raise InvalidRecord(f"{what} is no object")
    return dict(tree)


def _plain(given: Mapping[str, object]) -> dict[str, object]:
    """With times as seconds and bytes in base64, as AWS sends them; boto3 turns them into Python's own."""
    done = {name: _plain_value(value, 0) for name, value in given.items()}
    identity = done.get("userIdentity")
    if isinstance(identity, dict):
        names = {"PrincipalId": "principalId", "Type": "type"}
        done["userIdentity"] = {names.get(name, name): value for name, value in identity.items()}
    return done


_DEEPEST = 120


def _plain_value(value: object, depth: int) -> object:
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
