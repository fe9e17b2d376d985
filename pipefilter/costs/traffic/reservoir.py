"""Draws a sample of the events in files: each event has the same chance, and memory does not grow with the files.

Algorithm L of K.-H. Li, "Reservoir-Sampling Algorithms of Time Complexity O(n(1 + log(N/n)))", 1994: how many events are
skipped is drawn beforehand, so most events are only counted.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator, Sequence

from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.block_events import event_lines
from pipefilter.scanning.events.line_events import events_of_lines
from pipefilter.scanning.events.one_line import on_one_line

__all__ = ["Reservoir"]

_TWO = re.compile(rb"\}[ \t\r]*\{")
"""Between two events on one line, unless it is in a string."""

_BLOCK_EVENTS = 1000
"""Events of a block; evaluation can be interrupted between two blocks."""


class Reservoir:
    """A sample of all events that are added: the same for the same seed and files."""

    def __init__(self, size: int, seed: int) -> None:
        self.size = size
        self._chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
        self._kept: list[tuple[str, int, int, bytes]] = []
        self.seen = 0
        """How many events there were."""
        self.commas = 0
        """How many are separated from another by a comma, which is skipped."""
        self.first_comma: tuple[str, int] | None = None
        """The file and the line of the first of these."""
        self._weight = 1.0
        self._next = 0

    def add(self, name: str, block: Block) -> None:
        """Add the events of a block."""
        if block.places is None:
            lines, texts = (each.without_feeds() for each in event_lines(block))
            if not _TWO.search(block.data) and all(map(_is_alone, texts)):
                self._add_lines(name, block.line, texts)
                return
            for first, run in _runs(lines, texts):
                for event in events_of_lines(run, block.line + first, 0):
                    text = event.text if isinstance(event.text, bytes) else event.text.encode()
                    self._add(name, event.line, event.column, text)
                    if event.has_comma:
                        self.commas += 1
                        self.first_comma = self.first_comma or (name, event.line)
            return
        for place, text in zip(block.places, event_lines(block)[1].without_feeds(), strict=True):
            self._add(name, *place, text)

    def _add_lines(self, name: str, first_line: int, texts: Sequence[bytes]) -> None:
        """Add many events at once."""
        before = self.seen
        while len(self._kept) < self.size and self.seen - before < len(texts):
            self._add(name, first_line + self.seen - before, 1, texts[self.seen - before])
        while self._next < before + len(texts) and self.seen < before + len(texts):
            at = self._next - before
            self.seen = self._next
            self._add(name, first_line + at, 1, texts[at])
        self.seen = before + len(texts)

    def _add(self, name: str, line: int, column: int, text: bytes) -> None:
        number = self.seen
        self.seen += 1
        if len(self._kept) < self.size:
            self._kept.append((name, line, column, text))
            if len(self._kept) == self.size:
                self._skip(number)
        elif number == self._next:
            self._kept[self._chance.randrange(self.size)] = (name, line, column, text)
            self._skip(number)

    def _skip(self, number: int) -> None:
        """Draw which event is the next to be kept."""
        self._weight *= math.exp(math.log(1 - self._chance.random()) / self.size)
        likely = -math.log1p(-min(self._weight, 1 - 1e-16)) or 1e-300
        passed = -math.log(1 - self._chance.random()) / likely
        self._next = number + math.floor(passed) + 1

    def blocks(self) -> Iterator[tuple[str, Block]]:
        """The events that were kept, in their order, as blocks of one file each with its name."""
        for name in dict.fromkeys(name for name, *_ in self._kept):
            some = sorted(kept[1:] for kept in self._kept if kept[0] == name)
            for at in range(0, len(some), _BLOCK_EVENTS):
                part = some[at : at + _BLOCK_EVENTS]
                data = b"".join(on_one_line(text) + b"\n" for _, _, text in part)
                yield name, Block(data, 1, 0, tuple((line, column) for line, column, _ in part))


def _runs(lines: Sequence[bytes], texts: Sequence[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """Runs of lines that an event may span, each with the index of its first line; no event continues after a time."""
    first, run = 0, list[bytes]()
    for index, (line, text) in enumerate(zip(lines, texts, strict=True)):
        if run and len(line) > len(text):
            yield first, run
            first, run = index, []
        run.append(text + b"\n")
    if run:
        yield first, run


def _is_alone(line: bytes) -> bool:
    """Whether an event begins and ends on the line; whether two of them are on it, the caller has checked."""
    stripped = line.strip(b" \t\r")
    return stripped.startswith(b"{") and stripped.endswith(b"}")
