"""A hint for text that is not a record, but may be the data of one."""

from __future__ import annotations

import binascii
import json
from dataclasses import replace

from pipefilter.errors import InvalidEvent
from pipefilter.json_text.file_name import file_name_hint
from pipefilter.json_text.tree import decoded
from pipefilter.json_text.writer import written
from pipefilter.sources.source import Source

__all__ = ["with_record_hint"]

_CODES = ("PF101", "PF130")
_MAX_LENGTH = 60


def with_record_hint(error: InvalidEvent, event: str | bytes, source: Source | None) -> InvalidEvent:
    """The error, with a record as its hint if the text is plain and the source is known.

    Args:
        source: of the records; None if it is not known.
    """
    first, *others = error.problems
    if source is None or first.code not in _CODES:
        return error
    text = (decoded(event) if isinstance(event, bytes) else event).strip()
    if not text or text.startswith(("{", "[")) or (isinstance(event, str) and file_name_hint(text, text)):
        return error
    if example := _record(text, source):
        return InvalidEvent(replace(first, hint=f"pass the whole record, such as {example}"), *others)
    return error


def _record(text: str, source: Source) -> str:
    """A record with a text as its data; "" if the data of the source is not text."""
    keys = source.data_keys.get("lambda")
    if source.name == "dynamodb" or not keys:
        return ""
    if len(text) > _MAX_LENGTH:
        text = "..."
    elif (quoted := _string(text)) is not None:
        text = quoted
    elif source.is_base64:
        text = binascii.b2a_base64(text.encode("utf-8", "replace"), newline=False).decode()
    return written(((keys[0], text),))


def _string(text: str) -> str | None:
    """The value of a JSON string; None if the text is not one."""
    try:
        value = json.loads(text) if text.startswith('"') else None
    except ValueError:
        return None
    return value if isinstance(value, str) else None
