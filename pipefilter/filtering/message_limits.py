"""Limits of SNS for a message, and notes on messages that are beyond them.

https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from pipefilter.json_text.raw_object import RawObject, raw_object
from pipefilter.services.sns_subscription import SNS_BODY
from pipefilter.sources.attribute_name import name_fault

__all__ = ["limit_notes", "message_size"]

_MAX_UTF8 = 4
"""The bytes of a character in UTF-8, at most."""
_MAX_NAME = 100
"""Characters of a name in a note."""


def limit_notes(message: RawObject) -> Iterator[str]:
    """Why SNS does not accept a message, in sentences.

    Args:
        message: as passed to `Publish`.
    """
    limit = SNS_BODY.event_size
    if limit is not None and len(message.text) * _MAX_UTF8 > limit.maximum:
        size = message_size(message)
        if size > limit.maximum:
            yield (
                f"the message has {size:,} bytes with its attributes, but SNS accepts at most {limit.maximum:,} "
                f"({limit.evidence.note})"
            )
    attributes = message.inner("MessageAttributes")
    for name, _ in attributes.members if attributes is not None else ():
        if fault := name_fault(name):
            excerpt = json.dumps(
                name if len(name) <= _MAX_NAME else f"{name[:_MAX_NAME]}...", ensure_ascii=False
            )
            yield f"SNS accepts no message attribute with the name {excerpt}: {fault}"
            return


def message_size(message: RawObject) -> int:
    """The bytes of a message of SNS: of its body, and of the name, the type and the value of each attribute.

    Args:
        message: as passed to `Publish`.
    """
    body = message.get("Message") or ""
    size = len(_text(body) if body.startswith('"') else body.encode("utf-8", "surrogatepass"))
    attributes = message.inner("MessageAttributes")
    for name, value in attributes.members if attributes is not None else ():
        size += len(name.encode("utf-8", "surrogatepass"))
        for member in raw_object(value).members if value.startswith("{") else ():
            size += len(_text(member[1]))
    return size


def _text(value: str) -> bytes:
    """The bytes of a JSON string; none if it is not a string."""
    return json.loads(value).encode("utf-8", "surrogatepass") if value.startswith('"') else b""
