"""Puts rows into blocks of lines, one row a line, as scanners read them.

`row_blocks([b'{"a": 1}', None, b'{"a": 2}'], 1)` has one block of the two lines `{"a": 1}` and `{"a": 2}`, rows 1 and 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field

from pipefilter.dataclass import dataclass
from pipefilter.scanning.events.block import BLOCK_SIZE, Block
from pipefilter.scanning.events.one_line import on_one_line

__all__ = ["RowBlock", "row_blocks"]


@dataclass(slots=True)
class RowBlock:
    """Rows that have a value: their numbers, the rows, and the rows each on one line."""

    numbers: list[int] = field(default_factory=list)
    rows: list[bytes] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)

    @property
    def data(self) -> bytes:
        """The lines, each with its line feed."""
        return b"\n".join(self.lines) + b"\n"

    def block(self) -> Block:
        """A block in which no event continues on the next line."""
        return Block(self.data, 1, 0, tuple((number, 1) for number in self.numbers))


def row_blocks(rows: Iterable[bytes | None], first: int) -> Iterator[RowBlock]:
    """Rows of UTF-8 text in blocks of about the size that is best for scanners; None is left out."""
    block, size = RowBlock(), 0
    for number, row in enumerate(rows, first):
        if row is None:
            continue
        block.numbers.append(number)
        block.rows.append(row)
        block.lines.append(on_one_line(row))
        size += len(row) + 1
        if size >= BLOCK_SIZE:
            yield block
            block, size = RowBlock(), 0
    if block.numbers:
        yield block
