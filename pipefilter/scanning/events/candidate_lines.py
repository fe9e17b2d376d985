"""The lines of a block that may match, found without separating or reading the others."""

from __future__ import annotations

from dataclasses import replace

from pipefilter.dataclass import dataclass
from pipefilter.native_libraries.byte_search import count, find
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scanner import Scanner

__all__ = ["CandidateLines", "candidate_lines"]

_WORTH_IT = 0.5
"""If more lines than this share may match, reading the others too takes hardly longer."""


@dataclass(frozen=True, slots=True)
class CandidateLines:
    """Some lines of a block, or all, in a block of their own.

    Args:
        left_out: the number of the other lines.
    """

    block: Block
    left_out: int


def candidate_lines(block: Block, scanner: Scanner) -> CandidateLines | None:
    """The lines that may match: all, if that is not known, or not worth it; None if a line does not start like an object."""
    data = block.data
    if block.places is not None or block.prefixed or block.unread:
        return None
    lines = Lines(data, number=block.line_count)
    total = len(lines)
    if count(data, b"\n{") + data.startswith(b"{") != total:
        return None
    starts = scanner.candidates(lines)
    if starts is None or len(starts) > _WORTH_IT * total:
        return CandidateLines(replace(block, are_candidates=True), 0)
    pieces: list[bytes] = []
    places: list[tuple[int, int]] = []
    line, at = block.line, 0
    for start in sorted(starts):
        line += count(data[at : start + 1], b"\n")
        at = start + 1
        end = find(data, b"\n", at)
        pieces.append(data[at:] if end < 0 else data[at:end])
        places.append((line, 1))
    joined = b"".join(piece + b"\n" for piece in pieces)
    return CandidateLines(
        Block(joined, block.line, block.read, tuple(places), are_candidates=True), total - len(starts)
    )
