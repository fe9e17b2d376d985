"""Traffic without events: the error, its message, and a hint for CSV files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipefilter.application.input_files import is_inline, shown_name
from pipefilter.errors import PipefilterError

__all__ = ["NoEvents", "csv_hint", "no_events_message"]

_MAX_NAMES = 5
_CSV = (".csv", ".tsv", ".csv.gz", ".tsv.gz")


class NoEvents(PipefilterError):
    """There is no event in the traffic, or none with a verdict."""


def no_events_message(names: Sequence[str]) -> str:
    """A sentence about files without events, with their names."""
    if not names:
        return "no events: there are no files to read"
    listed = ", ".join(shown_name(name) for name in names[:_MAX_NAMES])
    more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
    return f"{listed}{more}: no events found"


def csv_hint(names: Iterable[str]) -> str:
    """A hint if the name of a file shows that it is CSV; otherwise ""."""
    name = next((name for name in names if not is_inline(name) and name.lower().endswith(_CSV)), None)
    return (
        ""
        if name is None
        else f"{shown_name(name)}: CSV is not supported; use JSON, such as one event per line"
    )
