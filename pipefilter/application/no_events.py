"""The error for traffic without events."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.application.input_files import shown_name
from pipefilter.errors import PipefilterError

__all__ = ["NoEvents", "no_events_message"]

_MAX_NAMES = 5


class NoEvents(PipefilterError):
    """There is no event in the traffic, or none with a verdict."""


def no_events_message(names: Sequence[str]) -> str:
    """A sentence that says that there are no events, with the names of the files."""
    if not names:
        return "there are no events: there is no file to read"
    listed = ", ".join(shown_name(name) for name in names[:_MAX_NAMES])
    more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
    return f"{listed}{more}: there are no events in {'it' if len(names) == 1 else 'them'}"
