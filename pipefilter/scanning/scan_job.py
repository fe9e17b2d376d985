"""A scan job: what to match and what to collect. Picklable, so that each worker process can run it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipefilter.dataclass import dataclass
from pipefilter.language.event_pattern import EventPattern
from pipefilter.scanning.block_scan import BlockScanner
from pipefilter.scanning.bytes.heap import keep_memory
from pipefilter.scanning.events.block import BLOCK_SIZE, Block
from pipefilter.scanning.events.file_range import Unit
from pipefilter.scanning.events.scan_result import ScanOptions, ScanResult
from pipefilter.scanning.events.scanner import ScannerSource
from pipefilter.scanning.events.wrapper_rule import WrapperRule
from pipefilter.scanning.scanner_for import scanner_for, scanner_for_rules

__all__ = ["ScanJob", "UnitScanner"]


_KEPT_BLOCKS = 4
"""A block, its lines, and what is read of the next one."""


@dataclass(frozen=True, slots=True)
class ScanJob:
    """Patterns for events as they are, one or several by name, or filters that make a scanner of records.

    Args:
        first_of: with several patterns, the number of one whose first event is collected, too, in each process.
    """

    pattern: EventPattern | Mapping[str, EventPattern] | ScannerSource
    options: ScanOptions
    first_of: int | None = None

    @property
    def rule(self) -> WrapperRule | None:
        """Which objects are wrappers of records; None for events as they are."""
        return None if isinstance(self.pattern, EventPattern | Mapping) else self.pattern.rule()

    def begin(self) -> Callable[[Unit], ScanResult]:
        """Make a function that scans one unit."""
        return UnitScanner(self).scan


class UnitScanner:
    """Scans units in one process."""

    def __init__(self, job: ScanJob) -> None:
        keep_memory(_KEPT_BLOCKS * BLOCK_SIZE)
        self._strict, self._limit = job.options.strict, job.options.limit
        pattern = job.pattern
        if isinstance(pattern, EventPattern):
            scanner = scanner_for(pattern)
        elif isinstance(pattern, Mapping):
            scanner = scanner_for_rules(pattern)
        else:
            scanner = pattern.scanner()
        self._scanner = BlockScanner(scanner, job.options)
        self._collecting = BlockScanner(scanner, ScanOptions(events=True))
        self._first_of = job.first_of

    def scan(self, unit: Unit, limit: int = 0) -> ScanResult:
        """Scan a unit up to the `limit`th event to keep (0 for the job's limit); in a `FileRange`, lines count from 1.

        Raises:
            UnreadableInput: its file cannot be read.
        """
        left = limit or self._limit
        if isinstance(unit, Block):
            return self._scan_block(unit, left)
        parts = []
        for block in unit.blocks(BLOCK_SIZE):
            part = self._scan_block(block, left)
            parts.append(part)
            if (self._strict and part.malformed) or part.kept == left > 0:
                break
            left -= part.kept if left else 0
        return ScanResult.joined(parts)

    def _scan_block(self, block: Block, limit: int) -> ScanResult:
        part = self._scanner.scan(block, limit)
        if self._first_of is not None and part.by_rule[self._first_of]:
            events = self._collecting.scan(block).kept_events
            part.kept_events = [next(event for event in events if self._first_of in event.rules)]
            self._first_of = None
        return part
