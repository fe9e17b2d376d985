"""Detects plain lines of traffic: those that are evaluated as they are, so that a scanner of bytes may decide on them.

Other lines may have records whose data is decoded, wrappers of records, or contradictions to the placement.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from pipefilter.filtering.placement import Placement
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.scanning.events.lines import Lines
from pipefilter.sources import SOURCES, Source, source_named

__all__ = ["PlainLines"]

_ESCAPED_LETTER = re.compile(rb"\\u00[2-7]")
_WRAPPERS = (b'ecords"', b'essages"', b'rmqMessagesByQueue"')
"""The ends of the names of lists in wrappers."""
_WRAPPER = re.compile(
    rb'"(?:(?:Records|[Mm]essages)"[ \t\r\n]*+:[ \t\r\n]*+\[|'
    rb'(?:records|rmqMessagesByQueue)"[ \t\r\n]*+:[ \t\r\n]*+\{)'
)
_EVENTS = b'vents"'
_EVENT_LIST = re.compile(rb'"(?:logE|e)vents"[ \t\r\n]*+:[ \t\r\n]*+\[')
"""A list of log events, which may be of any source, or of DocumentDB's events."""
_COMMON = ((b'"eventSource"', b"aws:"), (b'"eventSource"', b"SelfManaged"), (b"essageI", b"essageI"))
"""Text in each line with one of certain markers: values of `eventSource`, and names of messages."""
_OTHER_SOURCE = re.compile(rb'"eventSource"[ \t\r\n]*+:[ \t\r\n]*+"(?!aws:dynamodb")')
_CHANGE = b'"dynamodb"'
_ODD_CHANGE = re.compile(rb'"dynamodb"(?![ \t\r\n]*+:[ \t\r\n]*+\{)')
"""A DynamoDB stream's record whose data is not an object."""
_CONVERTED = ("dynamodb.ApproximateCreationDateTime", "userIdentity")
"""Members that tools print differently from what a filter sees."""


class PlainLines:
    """Detects lines without records that have to be unwrapped, placed or decoded."""

    def __init__(self, placement: Placement, patterns: Iterable[EventPattern]) -> None:
        self.has_any = placement.source is None or not any(placement.source.data_keys.values())
        """Whether any line is plain."""
        self._marks: list[tuple[bytes, re.Pattern[bytes]]] = []
        is_change_plain = _is_change_plain(patterns)
        if placement.source is _DYNAMODB:
            self.has_any = is_change_plain
        if not self.has_any:
            return
        self._marks.append((_EVENTS, _EVENT_LIST))
        if placement.service is not None and placement.service.scopes:  # an event of any shape
            self._marks.append((b"\\u00", _ESCAPED_LETTER))
            return
        markers: list[bytes] = []
        for source in SOURCES:
            is_possible = _is_possible(source, placement)
            if source.name == "bus" and is_possible:
                continue
            if source is _DYNAMODB and is_possible and is_change_plain:
                self._marks.append((_CHANGE, _ODD_CHANGE))
                continue
            markers += source.markers
        self._marks += [
            (literal, re.compile(b"|".join(map(re.escape, group)))) for literal, group in _grouped(markers)
        ]
        if placement.may_be_wrapped:
            self._marks += [(name, _WRAPPER) for name in _WRAPPERS]
        if placement.source is not None:  # a record of an unknown source contradicts it
            self._marks.append((b'"eventSource"', _OTHER_SOURCE))
        self._marks.append((b"\\u00", _ESCAPED_LETTER))

    def others(self, lines: Lines) -> set[int]:
        """The indexes of the lines that are not plain."""
        if not self.has_any:
            return set(range(len(lines)))
        patterns = dict.fromkeys(pattern for literal, pattern in self._marks if lines.have(literal))
        ends = lines.ends if patterns else []
        return {bisect_left(ends, at) for at in _places(patterns, lines.data)}


_DYNAMODB = source_named("dynamodb")


def _grouped(markers: Iterable[bytes]) -> Iterator[tuple[bytes, list[bytes]]]:
    """Markers by the literal that is searched for first, as each search goes through all lines."""
    groups: dict[bytes, list[bytes]] = {}
    for marker in markers:
        literal = next((common for common, begin in _COMMON if begin in marker), marker)
        groups.setdefault(literal, []).append(marker)
    yield from groups.items()


def _places(patterns: Iterable[re.Pattern[bytes]], data: bytes) -> Iterator[int]:
    for pattern in patterns:
        for mark in pattern.finditer(data):
            yield mark.start()


def _is_possible(source: Source, placement: Placement) -> bool:
    """Whether records of a source do not contradict the placement."""
    if placement.source is not None:
        return source is placement.source
    return any(service.name in source.services for service in placement.services)


def _is_change_plain(patterns: Iterable[EventPattern]) -> bool:
    """Whether filters see the fields of a DynamoDB stream's record exactly as they are written."""
    paths = {field.path for pattern in patterns for field in every_field(pattern.members)}
    return not any(path == "dynamodb" or path.startswith(_CONVERTED) for path in paths)
