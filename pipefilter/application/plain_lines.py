"""Detects plain lines of traffic: those that are evaluated as they are, so that a scanner of bytes may decide on them.

Other lines may have records whose data is decoded, wrappers of records, or contradictions to the placement.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from pipefilter.dataclass import dataclass
from pipefilter.filtering.placement import Placement
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.native_libraries.byte_search import count, find
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.probes import Probes
from pipefilter.sources import SOURCES, Source, source_named

__all__ = ["PlainLines"]

_ESCAPED_LETTER = re.compile(rb"\\u00[2-7]")
_WRAPPERS = (b'ecords"', b'essages"', b'rmqMessagesByQueue"', b'BatchRequestEntries"')
"""The ends of the names of lists in wrappers."""
_WRAPPER = re.compile(
    rb'(?:(?<="R)ecords|(?<="[Mm])essages|(?<="Publish)BatchRequestEntries)"[ \t\r\n]*+:[ \t\r\n]*+\[|'
    rb'(?:(?<="r)ecords|(?<=")rmqMessagesByQueue)"[ \t\r\n]*+:[ \t\r\n]*+\{'
)
_EVENTS = b'vents"'
_EVENT_LIST = re.compile(rb'(?:(?<="logE)|(?<="e))vents"[ \t\r\n]*+:[ \t\r\n]*+\[')
"""A list of log events, which may be of any source, or of DocumentDB's events."""
_OTHER_SOURCE = re.compile(rb'"eventSource"[ \t\r\n]*+:[ \t\r\n]*+"(?!aws:dynamodb")')
_SOURCE = b'"eventSource"'
_USUAL_SOURCE = (b'"eventSource": "aws:dynamodb"', b'"eventSource":"aws:dynamodb"')
_CHANGE = b'"dynamodb"'
_ODD_CHANGE = re.compile(rb'"dynamodb"(?![ \t\r\n]*+:[ \t\r\n]*+\{)')
"""A DynamoDB stream's record whose data is not an object."""
_USUAL_CHANGE = (b'"dynamodb": {', b'"dynamodb":{')
_CONVERTED = ("dynamodb.ApproximateCreationDateTime", "userIdentity")
"""Members that tools print differently from what a filter sees."""


@dataclass(frozen=True, slots=True, eq=False)
class _Mark:
    """Bytes that show that a line may not be plain.

    Searching for a regular expression takes ten times as long as searching for a byte string, so the regular expression is
    only matched where a byte string is.

    Args:
        pattern: matches at one of the literals if the line may not be plain; None if it never is.
        literals: byte strings.
        usual: byte strings that begin with the only literal, but where the pattern does not match. Often, there is nothing
            else.
    """

    pattern: re.Pattern[bytes] | None
    literals: tuple[bytes, ...]
    usual: tuple[bytes, ...] = ()

    def places(self, data: bytes, present: AbstractSet[bytes]) -> Iterator[int]:
        """Offsets in JSON lines, one for each literal in each line that may not be plain.

        Args:
            present: the literals that the lines contain, and perhaps others.
        """
        literals = present & set(self.literals)
        if literals and not self._are_usual(data):
            for literal in literals:
                yield from self._places_of(literal, data)

    def _places_of(self, literal: bytes, data: bytes) -> Iterator[int]:
        at = find(data, literal)
        while at >= 0:
            end = at + len(literal)
            if self.pattern is None or self.pattern.match(data, at):
                yield at
                end = find(data, b"\n", end)
            at = find(data, literal, end) if end >= 0 else -1

    def _are_usual(self, data: bytes) -> bool:
        """Whether each literal is the start of one of the usual strings."""
        if not self.usual:
            return False
        (literal,) = self.literals
        first = find(data, literal)
        left = count(data, literal)
        # most often, all are like the first
        for text in sorted(self.usual, key=lambda text: not data.startswith(text, first)):
            left -= count(data, text)
            if not left:
                return True
        return False


class PlainLines:
    """Detects lines without records that have to be unwrapped, placed or decoded."""

    def __init__(self, placement: Placement, patterns: Iterable[EventPattern]) -> None:
        self.has_any = placement.source is None or not (
            placement.source is _SNS or any(placement.source.data_keys.values())
        )
        """Whether any line is plain."""
        is_change_plain = _is_change_plain(patterns)
        if placement.source is _DYNAMODB:
            self.has_any = is_change_plain
        self._marks = tuple(_marks(placement, is_change_plain=is_change_plain)) if self.has_any else ()
        self._probes = Probes(literal for mark in self._marks for literal in mark.literals)

    def other_starts(self, lines: Lines) -> set[int]:
        """The offsets of the line feeds before the lines that are not plain; -1 before the first line."""
        data = lines.data
        present = self._probes.strings_in(data)
        return {data.rfind(b"\n", 0, at) for mark in self._marks for at in mark.places(data, present)}

    def others(self, lines: Lines) -> set[int]:
        """The indexes of the lines that are not plain."""
        if not self.has_any:
            return set(range(len(lines)))
        others: set[int] = set()
        present = self._probes.strings_in(lines.data)
        for mark in self._marks:
            others.update([bisect_right(lines.ends, at) for at in mark.places(lines.data, present)])
            if others and len(others) == len(lines):
                break
        return others


def _marks(placement: Placement, *, is_change_plain: bool) -> Iterator[_Mark]:
    yield _Mark(_EVENT_LIST, (_EVENTS,))
    yield _Mark(_ESCAPED_LETTER, (b"\\u00",))
    if placement.service is not None and placement.service.any_shape:
        return
    markers: list[bytes] = []
    for source in SOURCES:
        is_possible = _is_possible(source, placement)
        if source.name == "bus" and is_possible:
            continue
        if source is _DYNAMODB and is_possible and is_change_plain:
            yield _Mark(_ODD_CHANGE, (_CHANGE,), _USUAL_CHANGE)
            continue
        markers += source.markers
    yield _Mark(None, tuple(markers))
    if placement.may_be_wrapped:
        yield _Mark(_WRAPPER, _WRAPPERS)
    if placement.source is not None:  # a record of an unknown source contradicts it
        yield _Mark(_OTHER_SOURCE, (_SOURCE,), _USUAL_SOURCE)


_DYNAMODB = source_named("dynamodb")
_SNS = source_named("sns")


def _is_possible(source: Source, placement: Placement) -> bool:
    """Whether records of a source do not contradict the placement."""
    if placement.source is not None:
        return source is placement.source
    return any(service.name in source.services for service in placement.services)


def _is_change_plain(patterns: Iterable[EventPattern]) -> bool:
    """Whether filters see the fields of a DynamoDB stream's record exactly as they are written."""
    paths = {field.path for pattern in patterns for field in every_field(pattern.members)}
    return not any(path == "dynamodb" or path.startswith(_CONVERTED) for path in paths)
