"""Detects plain lines of traffic: those that are evaluated as they are, so that a scanner of bytes may decide on them.

Other lines may have records whose data is decoded, wrappers of records, or contradictions to the placement.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from pipefilter.dataclass import dataclass
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
_OTHER_SOURCE = re.compile(rb'"eventSource"[ \t\r\n]*+:[ \t\r\n]*+"(?!aws:dynamodb")')
_SOURCE = b'"eventSource"'
_USUAL_SOURCE = (b'"eventSource": "aws:dynamodb"', b'"eventSource":"aws:dynamodb"')
_AWS = b'"aws:'
_DYNAMODB_SOURCE = b'"aws:dynamodb"'
_CHANGE = b'"dynamodb"'
_ODD_CHANGE = re.compile(rb'"dynamodb"(?![ \t\r\n]*+:[ \t\r\n]*+\{)')
"""A DynamoDB stream's record whose data is not an object."""
_USUAL_CHANGE = (b'"dynamodb": {', b'"dynamodb":{')
_CONVERTED = ("dynamodb.ApproximateCreationDateTime", "userIdentity")
"""Members that tools print differently from what a filter sees."""


@dataclass(frozen=True, slots=True, eq=False)
class _Mark:
    """Bytes that show that a line may not be plain.

    Searching for a regular expression takes ten times as long as searching for a byte string, so a block is searched for
    byte strings first.

    Args:
        pattern: matches only where one of the literals is.
        literals: byte strings.
        common: what all literals begin with, or "".
        usual: byte strings that begin with the same, but where the pattern does not match. Often, there is nothing else.
    """

    pattern: re.Pattern[bytes]
    literals: tuple[bytes, ...]
    common: bytes = b""
    usual: tuple[bytes, ...] = ()

    def places(self, lines: Lines) -> Iterator[int]:
        """Where the pattern matches in lines of JSON."""
        if self._may_be_in(lines):
            for mark in self.pattern.finditer(lines.data):
                yield mark.start()

    def _may_be_in(self, lines: Lines) -> bool:
        if self.common and lines.times(self.common) == sum(map(lines.times, self.usual)):
            return False
        return any(map(lines.have, self.literals))


class PlainLines:
    """Detects lines without records that have to be unwrapped, placed or decoded."""

    def __init__(self, placement: Placement, patterns: Iterable[EventPattern]) -> None:
        self.has_any = placement.source is None or not any(placement.source.data_keys.values())
        """Whether any line is plain."""
        self._marks: list[_Mark] = []
        is_change_plain = _is_change_plain(patterns)
        if placement.source is _DYNAMODB:
            self.has_any = is_change_plain
        if not self.has_any:
            return
        self._marks.append(_Mark(_EVENT_LIST, (_EVENTS,)))
        if placement.service is not None and placement.service.scopes:  # an event of any shape
            self._marks.append(_Mark(_ESCAPED_LETTER, (b"\\u00",)))
            return
        markers: list[bytes] = []
        for source in SOURCES:
            is_possible = _is_possible(source, placement)
            if source.name == "bus" and is_possible:
                continue
            if source is _DYNAMODB and is_possible and is_change_plain:
                self._marks.append(_Mark(_ODD_CHANGE, (_CHANGE,), _CHANGE, _USUAL_CHANGE))
                continue
            markers += source.markers
        of_aws = tuple(marker for marker in markers if marker.startswith(_AWS))
        usual = () if _DYNAMODB_SOURCE in of_aws else (_DYNAMODB_SOURCE,)
        self._marks.append(_Mark(_any_of(of_aws), of_aws, _AWS, usual))
        self._marks += [_Mark(_any_of((marker,)), (marker,)) for marker in markers if marker not in of_aws]
        if placement.may_be_wrapped:
            self._marks.append(_Mark(_WRAPPER, _WRAPPERS))
        if placement.source is not None:  # a record of an unknown source contradicts it
            self._marks.append(_Mark(_OTHER_SOURCE, (_SOURCE,), _SOURCE, _USUAL_SOURCE))
        self._marks.append(_Mark(_ESCAPED_LETTER, (b"\\u00",)))

    def other_starts(self, lines: Lines) -> set[int]:
        """The offsets of the line feeds before the lines that are not plain; -1 before the first line."""
        return {lines.data.rfind(b"\n", 0, at) for mark in self._marks for at in mark.places(lines)}

    def others(self, lines: Lines) -> set[int]:
        """The indexes of the lines that are not plain."""
        if not self.has_any:
            return set(range(len(lines)))
        others: set[int] = set()
        for mark in self._marks:
            others.update([bisect_left(lines.ends, at) for at in mark.places(lines)])
            if len(others) == len(lines):
                break
        return others


_DYNAMODB = source_named("dynamodb")


def _any_of(texts: Iterable[bytes]) -> re.Pattern[bytes]:
    return re.compile(b"|".join(map(re.escape, texts)))


def _is_possible(source: Source, placement: Placement) -> bool:
    """Whether records of a source do not contradict the placement."""
    if placement.source is not None:
        return source is placement.source
    return any(service.name in source.services for service in placement.services)


def _is_change_plain(patterns: Iterable[EventPattern]) -> bool:
    """Whether filters see the fields of a DynamoDB stream's record exactly as they are written."""
    paths = {field.path for pattern in patterns for field in every_field(pattern.members)}
    return not any(path == "dynamodb" or path.startswith(_CONVERTED) for path in paths)
