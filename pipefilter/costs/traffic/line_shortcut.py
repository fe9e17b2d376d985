"""Measures lines that need no decoding: the filter sees them exactly as they are written.

Other lines, such as wrapped records and records with data to be decoded, are left to `RecordQueries`, which is slower.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipefilter.costs.traffic.event_size import compact_size, entry_size, split_at_quotes
from pipefilter.costs.traffic.event_time import event_time, milliseconds
from pipefilter.costs.traffic.queries import Queries
from pipefilter.costs.traffic.record_region import region_in_line, region_of_event
from pipefilter.json_text.raw_object import raw_object
from pipefilter.language.branches import every_field
from pipefilter.services.service import Service
from pipefilter.sources.event_bus import EVENT_BUS
from pipefilter.sources.source import Source

__all__ = ["Measure", "line_measure"]

Measure = Callable[[bytes], tuple[int, int | None, str | None] | None]
"""From a line the event's size in bytes, time in milliseconds, and region; None if the line may need decoding."""

_WHITE = b" \t\r\n"
_DATA = b"dynamodb"
_QUOTED_DATA, _QUOTED_TIME = b'"dynamodb"', b'"ApproximateCreationDateTime"'
_OPENS = re.compile(rb"[ \t\r]*:[ \t\r]*\{[ \t\r]*")
_TIME = b"ApproximateCreationDateTime"
_NUMBER = re.compile(rb"[ \t\r]*:[ \t\r]*([0-9][0-9.eE+]*)[ \t\r]*[,}]")
_DATE = re.compile(rb"[12][0-9T:. +Z-]+")
_COLON = re.compile(rb"[ \t\r]*:")
_NO_BRACES = bytes(code for code in range(256) if code not in b"{}")


def line_measure(queries: Queries, service: Service, source: Source | None) -> Measure | None:
    """The measure for the lines of a source; None if each of its lines may need decoding."""
    if source is None or service.name not in source.services:
        return None
    if any(each.scope not in ("", "DATA") for each in queries.filters):
        return None
    if source.name == "bus":
        return _measure_of_event
    if source.name != "dynamodb":
        return None
    paths = {field.path for each in queries.filters for field in every_field(each.pattern.members)}
    # a pattern may be written for text there, and tools print the user's names differently from what a filter sees
    if any(path == "dynamodb" or path.startswith("userIdentity") for path in paths):
        return None
    # a filter sees dates as numbers
    return _measure_of_record(may_be_date="dynamodb.ApproximateCreationDateTime" not in paths)


def _measure_of_event(line: bytes) -> tuple[int, int | None, str | None] | None:
    event = raw_object(line.decode())
    if not EVENT_BUS.recognises(event):  # it may be a record of another source
        return None
    return entry_size(event), event_time(event, "bus"), region_of_event(event)


def _measure_of_record(*, may_be_date: bool) -> Measure:
    def measure(line: bytes) -> tuple[int, int | None, str | None] | None:
        if line.count(_QUOTED_DATA) != 1 or line.count(_QUOTED_TIME) != 1:
            return None
        pieces = split_at_quotes(line)
        time = _time_in(pieces, may_be_date=may_be_date)
        # an object with `dynamodb` at its root is not a wrapper, whatever else it has
        if time is None or (b"\\" in line and _has_escaped_name(pieces)):
            return None
        return compact_size(line, pieces), milliseconds(time), region_in_line(line)

    return measure


def _time_in(pieces: list[bytes], *, may_be_date: bool) -> str | None:
    """The text of the time in the object `dynamodb` of a record; None if it is not certain to be there exactly once."""
    try:
        data = pieces.index(_DATA)
        time = pieces.index(_TIME, data)
    except ValueError:  # one of their quotes is escaped, or the time comes first
        return None
    if not _OPENS.fullmatch(pieces[data + 1]):
        return None
    if _unclosed(pieces[:data:2]) != b"{" or _unclosed(pieces[data + 3 : time : 2]):
        return None
    number = _NUMBER.match(pieces[time + 1])
    if number is not None:
        return number[1].decode()
    if may_be_date and pieces[time + 1].strip(_WHITE) == b":" and _DATE.fullmatch(pieces[time + 2]):
        return f'"{pieces[time + 2].decode()}"'
    return None


def _unclosed(outside: list[bytes]) -> bytes:
    """The braces without a counterpart."""
    braces = b"".join(outside).translate(None, _NO_BRACES)
    while b"{}" in braces:
        braces = braces.replace(b"{}", b"")
    return braces


def _has_escaped_name(pieces: list[bytes]) -> bool:
    """Whether a name is written with an escape other than those of quotes and backslashes."""
    return any(b"\\" in pieces[at] and _COLON.match(pieces[at + 1]) for at in range(1, len(pieces), 2))
