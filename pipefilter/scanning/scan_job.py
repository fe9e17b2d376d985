"""What is to be judged how, handed to each process, and a unit of traffic judged in one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipefilter.language.event_pattern import EventPattern
from pipefilter.scanning.block_scan import BlockScanner
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.scan_result import ScanOptions, ScanResult
from pipefilter.scanning.events.scanner import ScannerSource
from pipefilter.scanning.events.wrapper_rule import WrapperRule
from pipefilter.scanning.scan_unit import BLOCK_SIZE, Unit
from pipefilter.scanning.scanner_for import scanner_for, scanner_for_rules

__all__ = ["ScanJob", "UnitScanner"]


@dataclass(frozen=True, slots=True)
class ScanJob:
    """How events are to be judged.

    Args:
        pattern: the pattern, or several by name, for events as they are; or what makes a scanner of records.
        wanted: what is wanted of the events.
    """

    pattern: EventPattern | Mapping[str, EventPattern] | ScannerSource
    wanted: ScanOptions

    @property
    def rule(self) -> WrapperRule | None:
        """By which objects are wrappers of records; None for events as they are."""
        return None if isinstance(self.pattern, EventPattern | Mapping) else self.pattern.rule()

    def begin(self) -> Callable[[Unit], ScanResult]:
        """Make it ready to judge units."""
        return UnitScanner(self).scan


class UnitScanner:
    """Judges units in one process.

    Args:
        judging: how.
    """

    def __init__(self, judging: ScanJob) -> None:
        self._strict, self._most = judging.wanted.strict, judging.wanted.most
        pattern = judging.pattern
        if isinstance(pattern, EventPattern):
            scanner = scanner_for(pattern)
        elif isinstance(pattern, Mapping):
            scanner = scanner_for_rules(pattern)
        else:
            scanner = pattern.scanner()
        self._judge = BlockScanner(scanner, judging.wanted)

    def judge(self, unit: Unit, most: int = 0) -> ScanResult:
        """What is in a unit; the lines of a `FileRange` are counted from 1 in it.

        Args:
            unit: any.
            most: stop after so many kept events; 0 for as many as are wanted in all.

        Raises:
            UnreadableInput: its file cannot be read.
        """
        left = most or self._most
        if isinstance(unit, Block):
            return self._judge.judge(unit, left)
        parts = []
        for block in unit.blocks(BLOCK_SIZE):
            part = self._judge.judge(block, left)
            parts.append(part)
            if (self._strict and part.malformed) or part.kept == left > 0:
                break
            left -= part.kept if left else 0
        return ScanResult.joined(parts)
