"""What a filter of a v2 event bus sees of an event, in its scope."""

from __future__ import annotations

from pipefilter.errors import Undecided
from pipefilter.filtering.undelivered_message import NotDelivered
from pipefilter.json_text.raw_object import RawObject
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern

__all__ = ["scope_view"]

_FROM_ENVELOPE = {"aws:EventId": "id", "aws:Source": "source", "aws:DetailType": "detail-type"}
_CONTENT_TYPE = '"application/eventbridge+json"'
"""Of events from `PutEvents`: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-custom-bus-filtering.html"""


def scope_view(scope: str, event: RawObject, pattern: EventPattern) -> str:
    """What a filter on DATA (or ""), METADATA or SYSTEM_METADATA sees, as JSON text.

    Raises:
        NotDelivered: it never matches.
        Undecided: the event alone does not have what the filter looks at.
    """
    if scope in ("", "DATA"):
        return event.text
    if not event.has("detail-type", "source"):
        raise Undecided(f"{scope} is unknown for an event that was not sent with PutEvents")
    if scope == "METADATA":
        raise NotDelivered(f"an event from PutEvents has no {scope}")
    known = {name: event.get(member) for name, member in _FROM_ENVELOPE.items()}
    known["ContentType"] = _CONTENT_TYPE
    for field in every_field(pattern.members):
        if known.get(field.path) is None:
            raise Undecided(f"{field.path} cannot be determined from the event alone")
    return RawObject(tuple((name, value) for name, value in known.items() if value is not None)).text
