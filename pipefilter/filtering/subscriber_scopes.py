"""The part of an event that a filter of an EventBridge v2 subscriber sees, by its scope."""

from __future__ import annotations

from pipefilter.json_text.raw_object import RawObject
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern

__all__ = ["NotKnown", "scope_text"]

_FROM_ENVELOPE = {"aws:EventId": "id", "aws:Source": "source", "aws:DetailType": "detail-type"}
_CONTENT_TYPE = '"application/eventbridge+json"'
"""Of events from `PutEvents`: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-custom-bus-filtering.html"""


class NotKnown(Exception):
    """The event alone does not have what the filter looks at."""


def scope_text(scope: str, event: RawObject, pattern: EventPattern) -> str | None:
    """What a filter on DATA (or ""), METADATA or SYSTEM_METADATA sees, as JSON text; if None, it never matches.

    Raises:
        NotKnown: the event alone does not have what the filter looks at.
    """
    if scope in ("", "DATA"):
        return event.text
    if not event.has("detail-type", "source"):
        raise NotKnown(f"{scope} of an event that was not put with PutEvents is not known")
    if scope == "METADATA":
        return None  # PutEvents has no metadata
    known = {name: event.get(member) for name, member in _FROM_ENVELOPE.items()}
    known["ContentType"] = _CONTENT_TYPE
    for field in every_field(pattern.members):
        if known.get(field.path) is None:
            raise NotKnown(f"{field.path} is not known from the event alone")
    return RawObject(tuple((name, value) for name, value in known.items() if value is not None)).text
