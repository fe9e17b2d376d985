"""AWS's own events of which samples can be made, and remarks on those of which none can."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.events.aws_events import TABLE_DATE, aws_events
from pipefilter.events.near_name import near_name

__all__ = ["known_events", "unknown_event_remarks"]


def known_events(source: str = "") -> tuple[tuple[str, str], ...]:
    """The source and the detail-type of each event whose detail is known, in order.

    Args:
        source: of the events; "" for all.
    """
    return tuple(sorted(name for name in aws_events().names() if not source or name[0] == source))


def unknown_event_remarks(event_source: str, detail_type: str) -> Iterator[str]:
    """Why the sample of an event of AWS has an empty detail, in a sentence; nothing if it has not."""
    table = aws_events()
    names = known_events(event_source)
    if not event_source.startswith("aws.") or (event_source, detail_type) in names:
        return
    if detail_type in table.cloudtrail_types or (names and not detail_type):
        return
    if names:
        near = near_name(detail_type, [name for _, name in names])
        what, option = f"{detail_type!r} events of {event_source}", "--detail-type"
    else:
        near = near_name(event_source, {name for name, _ in known_events()})
        what, option = f"{event_source} events", "--event-source"
    hint = f"; did you mean {option} {near!r}?" if near else ""
    yield f"the detail of {what} is not in the table of AWS's events (as of {TABLE_DATE}){hint}"
