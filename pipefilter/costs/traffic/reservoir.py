"""A sample of the events in files: each event has the same chance, and memory does not grow with the files.

Algorithm L of K.-H. Li, "Reservoir-Sampling Algorithms of Time Complexity O(n(1 + log(N/n)))", 1994: most events are
only counted, as it is known beforehand how many are passed over.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator

from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.block_events import event_lines
from pipefilter.scanning.events.line_events import events_of_lines
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.one_line import on_one_line

__all__ = ["Reservoir"]

_TWO = re.compile(rb"\}[ \t\r]*\{")
"""Between two events on one line, if it is not in a text."""


_AT_ONCE = 1000
"""Events of a block, so that judging them can be interrupted between two."""


class Reservoir:
    """Keeps some events of all that it is given.

    Args:
        most: how many.
        seed: the same events are kept for the same seed and the same files.
    """

    def __init__(self, most: int, seed: int) -> None:
        self.most = most
        self._chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
        self._kept: list[tuple[str, int, int, bytes]] = []
        self.seen = 0
        """How many events there were."""
        self.commas = 0
        """How many are separated from another by a comma, which is passed over."""
        self.first_comma: tuple[str, int] | None = None
        """The file and the line of the first of those."""
        self._weight = 1.0
        self._next = 0

    def add(self, name: str, block: Block) -> None:
        """Take the events of a block into account.

        Args:
            name: of its file.
            block: any.
        """
        if block.places is None:
            lines, texts = event_lines(block)
            if not _TWO.search(texts.data) and all(map(_is_alone, texts)):
                self._choose(name, block.line, texts)
                return
            for first, run in _runs(lines, texts):
                for event in events_of_lines(run, block.line + first, 0):
                    text = event.text if isinstance(event.text, bytes) else event.text.encode()
                    self._take(name, event.line, event.column, text)
                    if event.has_comma:
                        self.commas += 1
                        self.first_comma = self.first_comma or (name, event.line)
            return
        for place, text in zip(block.places, event_lines(block)[1], strict=True):
            self._take(name, *place, text)

    def _choose(self, name: str, first_line: int, texts: Lines) -> None:
        """Take many events into account at once."""
        before = self.seen
        while len(self._kept) < self.most and self.seen - before < len(texts):
            self._take(name, first_line + self.seen - before, 1, texts[self.seen - before])
        while self._next < before + len(texts) and self.seen < before + len(texts):
            at = self._next - before
            self.seen = self._next
            self._take(name, first_line + at, 1, texts[at])
        self.seen = before + len(texts)

    def _take(self, name: str, line: int, column: int, text: bytes) -> None:
        number = self.seen
        self.seen += 1
        if len(self._kept) < self.most:
            self._kept.append((name, line, column, text))
            if len(self._kept) == self.most:
                self._skip(number)
        elif number == self._next:
            self._kept[self._chance.randrange(self.most)] = (name, line, column, text)
            self._skip(number)

    def _skip(self, number: int) -> None:
        """Draw which event is the next to be kept."""
        self._weight *= math.exp(math.log(1 - self._chance.random()) / self.most)
        likely = -math.log1p(-min(self._weight, 1 - 1e-16)) or 1e-300
        passed = -math.log(1 - self._chance.random()) / likely
        self._next = number + math.floor(passed) + 1

    def blocks(self) -> Iterator[tuple[str, Block]]:
        """The events that were kept, in their order, as blocks of one file each with its name."""
        for name in dict.fromkeys(name for name, *_ in self._kept):
            some = sorted(kept[1:] for kept in self._kept if kept[0] == name)
            for at in range(0, len(some), _AT_ONCE):
                part = some[at : at + _AT_ONCE]
                data = b"".join(on_one_line(text) + b"\n" for _, _, text in part)
                yield name, Block(data, 1, 0, tuple((line, column) for line, column, _ in part))


def _runs(lines: Lines, texts: Lines) -> Iterator[tuple[int, list[bytes]]]:
    """The lines in which events may go on, each with the index of the first: none goes on over a time."""
    first, run = 0, list[bytes]()
    for index, (line, text) in enumerate(zip(lines, texts, strict=True)):
        if run and len(line) > len(text):
            yield first, run
            first, run = index, []
        run.append(text + b"\n")
    if run:
        yield first, run


def _is_alone(line: bytes) -> bool:
    """Whether a line has one event, if it is well-formed and none follows another on it."""
    stripped = line.strip(b" \t\r")
    return stripped.startswith(b"{") and stripped.endswith(b"}")
