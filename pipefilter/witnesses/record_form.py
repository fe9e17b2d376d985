"""Records and events in the form in which a service or a tool receives them: encoded, in an envelope, as an entry."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.dynamodb_record import IMAGES
from pipefilter.sources.source import Source
from pipefilter.witnesses.message_form import notification_of_function, published
from pipefilter.witnesses.record_samples import KAFKA_KEY, MD5_OF_EMPTY, bus_sample
from pipefilter.witnesses.usual_values import TIME

__all__ = ["MAX_ENTRIES", "NoEntry", "entry_of", "function_event", "has_field", "key_images", "record_of"]

_ENTRY_OF_ENVELOPE = {
    "time": "Time",
    "source": "Source",
    "resources": "Resources",
    "detail-type": "DetailType",
}
"""https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html"""
MAX_ENTRIES = 10
"""Entries in one call: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html"""
_SET_BY_PUT_EVENTS = {
    name: value
    for name, value in bus_sample().tree.items()
    if name in ("version", "id") and isinstance(value, str)
}
"""Fields of the envelope that no entry can determine, and their values in the sample."""
_KINESIS = (
    *("kinesisSchemaVersion", "partitionKey", "sequenceNumber", "data", "approximateArrivalTimestamp"),
    "encryptionType",
)
"""Members of a record of Kinesis that Lambda puts under `kinesis`.

https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
"""
_OF_BROKER = ("eventSource", "eventSourceArn", "bootstrapServers")
"""Members that Lambda has once, beside the messages."""
_LISTS = {"msk": "records", "kafka": "records", "rabbitmq": "rmqMessagesByQueue"}
"""Sources whose records Lambda groups, and the name of the groups."""


class NoEntry(ValueError):
    """An event cannot be sent with `PutEvents`; the message gives the reason."""


def record_of(seen: Json, source: Source | None, service: str, *, key_image: str = "") -> Json:
    """A record as the service receives it, from the record as a filter sees it.

    Args:
        seen: with its data decoded.
        source: where it is from; None if that is not known, so that nothing is encoded.
        service: the name of the service, which determines the data.
        key_image: `Keys`, or the image, whose values are the key of a DynamoDB item; "" if each image may have its own.
    """
    keys = source.data_keys.get(service, ()) if source is not None else ()
    if source is not None and source.name == "sns":
        return published(seen, service)
    if source is not None and source.name == "dynamodb":
        return _with_keys_in_images(seen, key_image)
    if source is None or not keys or not isinstance(seen, tuple):
        return seen
    record = tuple(
        (name, _encoded(value, is_base64=source.is_base64)) if name in keys else (name, value)
        for name, value in seen
    )
    members = dict(record)
    derived: dict[tuple[str, Json], str] = {}
    if isinstance(body := members.get("body"), str):
        derived["md5OfBody", MD5_OF_EMPTY] = _md5(body)
    if "topic" in members:
        derived["eventSourceKey", KAFKA_KEY] = _group(record)
    return tuple(
        (name, derived.get((name, value), value) if isinstance(value, str) else _completed(name, value))
        for name, value in record
    )


def key_images(path: str) -> tuple[str, ...]:
    """`Keys` or the images that may have the key of a DynamoDB item: that of a field that misses, or else each of them.

    Args:
        path: of the field; "" if none misses.
    """
    images = tuple(name for name in IMAGES if path.startswith(f"dynamodb.{name}."))
    return images or IMAGES


def has_field(record: Json, steps: tuple[str, ...]) -> bool:
    """Whether a record has a field, as far as its data is not encoded: what depends on other fields may have been added."""
    for step in steps:
        members = _members(record)
        if step not in members:
            return False
        record = members[step]
    return True


def _with_keys_in_images(record: Json, key_image: str) -> Json:
    """A record of a stream in which each image has the key of the item, as it always has."""
    change = _members(_members(record).get("dynamodb"))
    keys = _members(change.get("Keys"))
    if not keys:
        return record
    images = {name: _members(change[name]) for name in IMAGES if name in change and name != "Keys"}
    leading = images.get(key_image, {})
    keys = {name: leading.get(name, value) for name, value in keys.items()}
    merged: dict[str, Json] = {
        name: tuple({**keys, **image, **(keys if key_image else {})}.items()) for name, image in images.items()
    }
    merged["Keys"] = tuple(keys.items())
    changed = tuple((name, merged.get(name, value)) for name, value in change.items())
    return tuple((name, changed if name == "dynamodb" else value) for name, value in _members(record).items())


def _completed(name: str, value: Json) -> Json:
    """The attributes of a message, each with all members that SQS sends."""
    if name != "messageAttributes" or not isinstance(value, tuple):
        return value
    return tuple((key, _attribute(inner)) for key, inner in value)


def _attribute(value: Json) -> Json:
    members = _members(value)
    if not isinstance(members.get("stringValue"), str):
        return value
    usual: dict[str, Json] = {"stringListValues": [], "binaryListValues": [], "dataType": "String"}
    return tuple({**members, **{name: each for name, each in usual.items() if name not in members}}.items())


def _md5(text: str) -> str:
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _encoded(value: Json, *, is_base64: bool) -> str:
    text = value if isinstance(value, str) else written(value)
    return base64.b64encode(text.encode("utf-8", "replace")).decode() if is_base64 else text


def function_event(records: Sequence[Json], source: Source | None) -> Json:
    """The event in which Lambda passes records to a function; an event from a bus is passed as it is, alone."""
    if source is None or source.name == "bus":
        return records[0]
    if source.name in ("dynamodb", "sqs", "kinesis", "sns"):
        own = {"kinesis": _nested, "sns": notification_of_function}.get(source.name)
        return (("Records", [own(record) if own is not None else record for record in records]),)
    if source.name == "documentdb":
        return (("eventSource", "aws:docdb"), ("events", list(records)))
    first = _members(records[0])
    outer = tuple((name, first[name]) for name in _OF_BROKER if name in first)
    if source.name == "activemq":
        outer = tuple((name, "aws:mq" if value == "aws:amq" else value) for name, value in outer)
        return (*outer, ("messages", [_without(record, _OF_BROKER) for record in records]))
    groups: dict[str, list[Json]] = {}
    for record in records:
        groups.setdefault(_group(record), []).append(_without(record, (*_OF_BROKER, "eventSourceKey")))
    return (*outer, (_LISTS[source.name], tuple(groups.items())))


def entry_of(event: Json) -> Json:
    """An event from a bus as an entry of `PutEvents`, which adds the rest of the envelope.

    Raises:
        NoEntry: it has no `source`, `detail-type` or `detail` that `PutEvents` accepts.
    """
    members = _members(event)
    for name, value in _SET_BY_PUT_EVENTS.items():
        if members.get(name) != value:
            raise NoEntry(f"PutEvents itself sets {name}")
    for name in ("source", "detail-type"):
        if not isinstance(members.get(name), str):
            raise NoEntry(f"PutEvents requires a string as {name}")
    detail = members.get("detail")
    if not isinstance(detail, tuple):
        raise NoEntry("PutEvents requires an object as detail")
    entry: list[tuple[str, Json]] = [
        (_ENTRY_OF_ENVELOPE[name], members[name])
        for name in ("source", "detail-type", "time", "resources")
        if members.get(name) and (name, members[name]) != ("time", TIME)
    ]
    return (*entry, ("Detail", written(detail)))


def _nested(record: Json) -> Json:
    members = _members(record)
    inner = tuple((name, value) for name, value in members.items() if name in _KINESIS)
    return (("kinesis", inner), *((name, value) for name, value in members.items() if name not in _KINESIS))


def _group(record: Json) -> str:
    members = _members(record)
    if "topic" not in members:
        key = members.get("eventSourceKey")
        return key if isinstance(key, str) else "example::/"
    topic, partition = (members.get(name) for name in ("topic", "partition"))
    return "-".join(each if isinstance(each, str) else written(each) for each in (topic, partition))


def _without(record: Json, names: Sequence[str]) -> Json:
    return tuple((name, value) for name, value in _members(record).items() if name not in names)


def _members(record: Json) -> dict[str, Json]:
    return dict(record) if isinstance(record, tuple) else {}
