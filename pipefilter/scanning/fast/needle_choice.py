"""Which needles to look for in a block of lines, chosen by how rare they are in it, and the lines that have them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from pipefilter.scanning.bytes.native import count, find
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.fast.named_needles import NamedNeedles
from pipefilter.scanning.fast.needles import EscapeDetector, NeedleSet
from pipefilter.scanning.fast.projection import Projection

__all__ = ["NeedleChoice", "RareNeedles"]

_WORTH_LOOKING = 0.6
"""Above this share of lines with a needle, looking for it costs more than it saves."""
_WORTH_PLACING = 0.5
"""Below this share, finding each needle in the whole block costs less than looking into each line."""
_WAIT = 16
"""So many blocks later, needles that did not help are tried again."""
_TELLING = 32
"""A block of fewer lines, as the last of a part of a file is, tells nothing about the next one."""


@dataclass(frozen=True, slots=True)
class RareNeedles:
    """Needles of which some stands in each line that can match.

    Args:
        needles: none if no line of the block can match.
        hits: how often they stand in the block.
    """

    needles: tuple[bytes, ...]
    hits: int

    def lines(self, lines: Lines) -> set[int]:
        """The indexes of the lines that have one.

        Args:
            lines: of the block.
        """
        if self.hits > _WORTH_PLACING * len(lines):
            first, *others = self.needles
            return {
                index
                for index, line in enumerate(lines)
                if find(line, first) >= 0 or (others and any(find(line, needle) >= 0 for needle in others))
            }
        data, ends = lines.data, lines.ends
        found = set()
        for needle in self.needles:
            at = find(data, needle)
            while at >= 0:
                index = bisect_right(ends, at)
                found.add(index)
                at = find(data, needle, ends[index]) if index + 1 < len(ends) else -1
        return found


class NeedleChoice:
    """All needles of a pattern.

    Args:
        sets: of bytes of which each is enough by itself to tell that a line cannot match.
        named: likewise, for blocks whose events are all written in one way.
        projection: of the pattern.
    """

    def __init__(
        self, sets: tuple[NeedleSet, ...], named: tuple[NamedNeedles, ...], projection: Projection
    ) -> None:
        self._sets = sets
        self._named = named
        self._projection = projection
        self._waiting: dict[NeedleSet | NamedNeedles, int] = dict.fromkeys((*sets, *named), 0)
        """How many blocks it is until each is tried again."""
        searched = [needle for one in sets for needle in one.needles]
        searched += [text for one in named for text in (one.name, *one.beginnings)]
        self._hiding = EscapeDetector(text.decode() for text in searched)

    def rare_in(self, data: bytes, lines: int) -> RareNeedles | None:
        """Needles that few lines of a block have; None if there are none.

        Args:
            data: the block.
            lines: how many it has.
        """
        if not self._waiting or self._hiding.may_be_in(data):
            return None
        most = int(_WORTH_LOOKING * lines)
        wait = _WAIT if lines >= _TELLING else 0
        sets = ((one, one.needles) for one in self._sets if self._is_due(one))
        best = self._rarest(sets, data, most, wait)
        if best is not None:
            return best
        due = [one for one in self._named if self._is_due(one)]
        if not due or self._projection.may_hide(data):
            return None
        return self._rarest(((one, one.in_block(data)) for one in due), data, most, wait)

    def _is_due(self, one: NeedleSet | NamedNeedles) -> bool:
        self._waiting[one] -= 1
        return self._waiting[one] < 0

    def _rarest(
        self,
        choices: Iterable[tuple[NeedleSet | NamedNeedles, tuple[bytes, ...] | None]],
        data: bytes,
        most: int,
        wait: int,
    ) -> RareNeedles | None:
        best: RareNeedles | None = None
        for one, needles in choices:
            hits = most if needles is None else sum(count(data, needle) for needle in needles)
            if needles is not None and not hits:
                return RareNeedles((), 0)
            if needles is not None and hits < most:
                best, most = RareNeedles(needles, hits), hits
                self._waiting[one] = 0
            else:  # it did not help, and will not soon
                self._waiting[one] = wait
        return best
