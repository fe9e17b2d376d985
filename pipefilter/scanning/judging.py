"""What is to be judged how, handed to each process, and a unit of traffic judged in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pipefilter.language.event_pattern import EventPattern
from pipefilter.scanning.block import Block
from pipefilter.scanning.block_judge import BlockJudge
from pipefilter.scanning.file_range import FileRange
from pipefilter.scanning.judged import Judged, Wanted
from pipefilter.scanning.scanner_for import scanner_for, scanner_for_rules

__all__ = ["BLOCK_SIZE", "Judging", "Unit", "UnitJudge"]

BLOCK_SIZE = 1 << 18
"""Bytes of a block: as much as stays in a core's own cache."""

Unit: TypeAlias = Block | FileRange


@dataclass(frozen=True, slots=True)
class Judging:
    """How events are to be judged.

    Args:
        pattern: the pattern, or several by name; their numbers are their places, from 0.
        wanted: what is wanted of the events.
    """

    pattern: EventPattern | Mapping[str, EventPattern]
    wanted: Wanted


class UnitJudge:
    """Judges units in one process.

    Args:
        judging: how.
    """

    def __init__(self, judging: Judging) -> None:
        self._strict = judging.wanted.strict
        pattern = judging.pattern
        scanner = scanner_for(pattern) if isinstance(pattern, EventPattern) else scanner_for_rules(pattern)
        self._judge = BlockJudge(scanner, judging.wanted)

    def judge(self, unit: Unit) -> Judged:
        """What is in a unit; the lines of a `FileRange` are counted from 1 in it.

        Args:
            unit: any.

        Raises:
            UnreadableInput: its file cannot be read.
        """
        if isinstance(unit, Block):
            return self._judge.judge(unit)
        parts = []
        for block in unit.blocks(BLOCK_SIZE):
            parts.append(self._judge.judge(block))
            if self._strict and parts[-1].malformed:
                break
        return Judged.joined(parts)
