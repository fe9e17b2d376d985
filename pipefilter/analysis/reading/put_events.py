"""Recognizes the names of the PutEvents call, which a pattern does not see: `{"Source": ..., "DetailType": ...}`."""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.analysis.reading.subject import Subject
from pipefilter.language.branches import every_field

__all__ = ["ENTRIES", "PUT_EVENTS_NAMES", "put_events_names"]

PUT_EVENTS_NAMES: Mapping[str, str] = {
    "Source": "source",
    "DetailType": "detail-type",
    "Detail": "detail",
    "Resources": "resources",
    "Time": "time",
    "EventBusName": "",
    "TraceHeader": "",
}
"""The names in an entry of the call, and those of the event that it becomes; "" where the event has none.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
"""
ENTRIES = "Entries"
_DISTINCT = frozenset(("DetailType", "EventBusName"))


def put_events_names(subject: Subject) -> tuple[str, ...]:
    """The top-level names of a pattern that are certainly those of the call, in order; empty if there are none."""
    source = subject.source.name if subject.source else ""
    if source not in ("", "bus") or (subject.service is not None and subject.service.name != "rule"):
        return ()
    roots: dict[str, None] = {}
    inside: set[str] = set()
    for field in every_field(subject.pattern.members):
        first, _, rest = field.path.partition(".")
        roots[first] = None
        if first == ENTRIES:
            inside.add(rest.partition(".")[0])
    names = [root for root in roots if root in PUT_EVENTS_NAMES]
    if ENTRIES in roots and (source == "bus" or not inside.isdisjoint(PUT_EVENTS_NAMES)):
        return (ENTRIES, *names)
    is_certain = source == "bus" or len(names) > 1 or not _DISTINCT.isdisjoint(names)
    return tuple(names) if is_certain else ()
