"""The size of an event, as AWS counts it."""

from __future__ import annotations

import json

from pipefilter.json_text.raw_object import RawObject, raw_elements

__all__ = ["TIME_BYTES", "compact_size", "entry_size", "record_size", "split_at_quotes"]

TIME_BYTES = 14
"""Bytes that the time of an entry counts: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html"""

_WHITE = b" \t\r\n"


def compact_size(text: bytes, pieces: list[bytes] | None = None) -> int:
    """The bytes of a well-formed JSON text without the white space between its tokens.

    Args:
        pieces: the text split at its quotes, if it has been split before.
    """
    outside = b"".join((pieces or split_at_quotes(text))[::2])
    return len(text) - len(outside) + len(outside.translate(None, _WHITE))


def split_at_quotes(text: bytes) -> list[bytes]:
    """Well-formed JSON text split at its quotes: by turns what is between two strings, and a string."""
    if b"\\" in text:  # an escaped quote does not end a string; the length stays
        text = text.replace(b"\\\\", b"xx").replace(b'\\"', b"xx")
    return text.split(b'"')


def record_size(record: RawObject) -> int:
    """The bytes of a record as compact JSON text, with its values as they are written."""
    members = (f"{json.dumps(name, ensure_ascii=False)}:{value}" for name, value in record.members)
    return compact_size(f"{{{','.join(members)}}}".encode("utf-8", "surrogatepass"))


def entry_size(event: RawObject) -> int:
    """The bytes that `PutEvents` counts for an event that came over a bus, in its envelope.

    They are the bytes of source, detail type, detail and each resource, and 14 for the time.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
    """
    size = TIME_BYTES
    for name in ("source", "detail-type"):
        size += len(_text(event.get(name)))
    size += compact_size((event.get("detail") or "").encode("utf-8", "surrogatepass"))
    resources = event.get("resources")
    if resources is not None and resources.startswith("["):
        size += sum(len(_text(resource)) for resource, _ in raw_elements(resources))
    return size


def _text(value: str | None) -> bytes:
    """The bytes of a JSON string; none if it is not a string."""
    if value is None or not value.startswith('"'):
        return b""
    text: str = json.loads(value)
    return text.encode("utf-8", "surrogatepass")
