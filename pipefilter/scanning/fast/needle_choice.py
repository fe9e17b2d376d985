"""Chooses the rarest needles for a block, and finds the lines that contain them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from pipefilter.dataclass import dataclass
from pipefilter.matching.projection.escapes import EscapeDetector
from pipefilter.matching.projection.projection import Projection
from pipefilter.native_libraries.byte_search import count, find
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.fast.needles import NamedNeedles, NeedleSet

__all__ = ["NeedleChoice", "RareNeedles"]

_WORTH_LOOKING = 0.6
"""If more lines than this share have a needle, searching for it costs more than it saves."""
_WORTH_PLACING = 0.5
"""Below this share, searching the whole block for each needle costs less than searching each line."""
_WAIT = 16
"""The number of blocks after which needles that did not help are tried again."""
_MIN_SAMPLE = 32
"""A block with fewer lines, such as the last of a part of a file, says nothing about the next one."""


@dataclass(frozen=True, slots=True)
class RareNeedles:
    """Needles for a block; every line that can match contains one of them.

    Args:
        needles: none if no line of the block can match.
        hits: how often the block contains them.
    """

    needles: tuple[bytes, ...]
    hits: int

    def lines(self, lines: Lines) -> set[int]:
        """The indexes of the lines of the block that contain one."""
        if self.hits > _WORTH_PLACING * len(lines):
            first, *others = self.needles
            return {
                index
                for index, line in enumerate(lines)
                if find(line, first) >= 0 or (others and any(find(line, needle) >= 0 for needle in others))
            }
        data, ends = lines.data, lines.ends
        indexes = set()
        for needle in self.needles:
            at = find(data, needle)
            while at >= 0:
                index = bisect_right(ends, at)
                indexes.add(index)
                at = find(data, needle, ends[index]) if index + 1 < len(ends) else -1
        return indexes

    def lines_of(self, data: bytes) -> dict[int, bytes]:
        """The lines of the block that contain one, by index, without separating the others."""
        lines: dict[int, bytes] = {}
        index = at = 0
        for feed in sorted(self.line_starts(data)):
            start = feed + 1
            index += count(data, b"\n", at, start)
            end = find(data, b"\n", start)
            lines[index] = data[start : end if end >= 0 else None]
            at = start
        return lines

    def line_starts(self, data: bytes) -> set[int]:
        """The offsets of the line feeds before the lines that contain one; -1 before the first line."""
        starts = set()
        for needle in self.needles:
            at = find(data, needle)
            while at >= 0:
                starts.add(data.rfind(b"\n", 0, at))
                end = find(data, b"\n", at)
                at = find(data, needle, end) if end >= 0 else -1
        return starts


class NeedleChoice:
    """All needles of a pattern.

    Args:
        sets: a line without any needle of one set cannot match.
        named: the same for blocks whose events are all written in one way.
    """

    def __init__(
        self, sets: tuple[NeedleSet, ...], named: tuple[NamedNeedles, ...], projection: Projection
    ) -> None:
        self._sets = sets
        self._named = named
        self._projection = projection
        self._waiting: dict[NeedleSet | NamedNeedles, int] = dict.fromkeys((*sets, *named), 0)
        """The number of blocks until each is tried again."""
        searched = [needle for needle_set in sets for needle in needle_set.needles]
        searched += [text for needles in named for text in (needles.name, *needles.prefixes)]
        self._escapes = EscapeDetector(text.decode() for text in searched)

    def rare_in(self, data: bytes, lines: int) -> RareNeedles | None:
        """Needles that few lines of a block contain; None if there are none."""
        if not self._waiting or self._escapes.may_be_in(data):
            return None
        max_hits = int(_WORTH_LOOKING * lines)
        wait = _WAIT if lines >= _MIN_SAMPLE else 0
        sets = ((needle_set, needle_set.needles) for needle_set in self._sets if self._is_due(needle_set))
        best = self._rarest(sets, data, max_hits, wait)
        if best is not None:
            return best
        due = [named for named in self._named if self._is_due(named)]
        if not due or self._projection.may_hide(data):
            return None
        return self._rarest(((named, named.in_block(data)) for named in due), data, max_hits, wait)

    def _is_due(self, choice: NeedleSet | NamedNeedles) -> bool:
        self._waiting[choice] -= 1
        return self._waiting[choice] < 0

    def _rarest(
        self,
        choices: Iterable[tuple[NeedleSet | NamedNeedles, tuple[bytes, ...] | None]],
        data: bytes,
        max_hits: int,
        wait: int,
    ) -> RareNeedles | None:
        best: RareNeedles | None = None
        for choice, needles in choices:
            hits = max_hits if needles is None else sum(count(data, needle) for needle in needles)
            if needles is not None and not hits:
                return RareNeedles((), 0)
            if needles is not None and hits < max_hits:
                best, max_hits = RareNeedles(needles, hits), hits
                self._waiting[choice] = 0
            else:  # it did not help, and will not soon
                self._waiting[choice] = wait
        return best
