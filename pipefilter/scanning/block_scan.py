"""Scans blocks: counts the events, and collects those to keep, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.errors import Problem
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.block_events import (
    BlockEvent,
    block_events,
    event_fault,
    event_lines,
    event_place,
    without_time,
)
from pipefilter.scanning.events.candidate_lines import candidate_lines
from pipefilter.scanning.events.scan_result import EventPart, Fault, KeptEvent, ScanOptions, ScanResult
from pipefilter.scanning.events.scanner import ScannedLines, Scanner

__all__ = ["BlockScanner"]

_LINE_BREAKS = re.compile(r"[\r\n]+")

_Verdict: TypeAlias = bool | tuple[int, ...] | list[EventPart]


@dataclass(slots=True)
class _SamplesLeft:
    """How many more events to collect as samples; earlier blocks come before later ones."""

    misses: int
    faults: int


class BlockScanner:
    """Scans blocks with one scanner."""

    def __init__(self, scanner: Scanner, options: ScanOptions) -> None:
        self._scanner = scanner
        self._options = options
        self._left = _SamplesLeft(options.misses, options.faults)

    def scan(self, block: Block, limit: int = 0) -> ScanResult:
        """Scan a block up to the `limit`th event to keep (0 for all); with `ScanOptions.strict`, up to a malformed one."""
        if block.data.isspace():
            return ScanResult(block.line_count)
        if self._options.unchecked:
            candidates = candidate_lines(block, self._scanner)
            if candidates is not None:
                result = self._scan(candidates.block, 0)
                if not result.kept >= limit > 0:
                    result.lines = block.line_count
                    result.not_matched += candidates.left_out
                    return result
        return self._scan(block, limit)

    def _scan(self, block: Block, limit: int) -> ScanResult:
        lines, texts = event_lines(block)
        scanned = self._scanner.scan(texts)
        options = self._options
        result = ScanResult(len(lines), len(scanned.matched), len(lines) - len(scanned.matched))
        result.kept = result.not_matched if options.inverted else result.matched
        if block.unread or scanned.undecided or options.events or self._left.misses or result.kept >= limit > 0:
            collector = _Collector(block, options, self._left, limit)
            for event in self._events(block, lines.without_feeds(), texts.without_feeds(), scanned):
                if not collector.add(event):
                    break
            return collector.result()
        for numbers in scanned.rules.values():
            result.by_rule.update(numbers)
        result.by_source.update(scanned.sources.values())
        if options.lines and result.kept:
            kept: Iterable[bytes] = map(lines.__getitem__, scanned.matched)
            if options.inverted:
                matched = set(scanned.matched)
                kept = (line for index, line in enumerate(lines) if index not in matched)
            result.kept_lines = b"".join(kept)
            if not result.kept_lines.endswith(b"\n"):
                result.kept_lines += b"\n"
        return result

    def _events(
        self, block: Block, lines: Sequence[bytes], texts: Sequence[bytes], scanned: ScannedLines
    ) -> Iterator[BlockEvent[_Verdict]]:
        """All events of the block, in order."""
        matched = set(scanned.matched)

        def decided(index: int) -> _Verdict:
            if index in scanned.sources:
                return [EventPart(None, index in matched, source=scanned.sources[index])]
            return scanned.rules.get(index, True) if index in matched else False

        return block_events(
            block,
            lines,
            texts,
            set(scanned.undecided),
            decided=decided,
            evaluate=self._scanner.verdict,
            explains_faults=lambda: self._left.faults > 0,
        )


class _Collector:
    """Counts and collects the events of a block one by one."""

    def __init__(self, block: Block, options: ScanOptions, left: _SamplesLeft, limit: int) -> None:
        self._block = block
        self._options = options
        self._left = left
        self._limit = limit
        self._result = ScanResult(block.line_count)
        self._kept_lines: list[bytes] = []

    def result(self) -> ScanResult:
        """The result for all events that were added."""
        if self._kept_lines:
            self._result.kept_lines = b"\n".join(self._kept_lines) + b"\n"
        return self._result

    def add(self, event: BlockEvent[_Verdict]) -> bool:
        """Add an event, or the records in it.

        Returns:
            Whether to go on with the next event.
        """
        result, verdict = self._result, event.verdict
        if isinstance(verdict, Problem | str):
            result.malformed += 1
            if self._left.faults:
                self._left.faults -= 1
                result.faults.append(event_fault(self._block, event))
            return not self._options.strict
        if event.has_comma:
            result.first_comma = result.first_comma or event_place(self._block, event)[0]
            result.commas += 1
        if isinstance(verdict, list):
            self._add_records(event, verdict)
        else:
            self._add_decided(event, verdict)
        return not (result.kept == self._limit > 0 or (self._options.strict and result.malformed))

    def _add_records(self, event: BlockEvent[_Verdict], parts: Sequence[EventPart]) -> None:
        """Add the records of an event, up to the last one to keep."""
        result = self._result
        for part in parts:
            if part.source:
                result.by_source[part.source] += 1
            if part.undecided:
                self._add_undecided(event, part)
                if self._options.strict and part.problem is not None:
                    return
                continue
            result.ignoring_data += part.ignores_data
            self._add_decided(event, part.verdict, part)
            if result.kept == self._limit > 0:
                return

    def _add_undecided(self, event: BlockEvent[_Verdict], part: EventPart) -> None:
        """Add a record without a verdict; with several patterns, some may have one."""
        result = self._result
        if part.problem is not None:
            result.malformed += 1
        else:
            result.undecided += 1
        result.undecided_by_rule.update(part.without_verdict)
        if self._left.faults:
            self._left.faults -= 1
            place = line, column = event_place(self._block, event)
            problem = part.problem and part.problem.moved(line - 1, column - 1)
            rules, pointer = part.without_verdict, part.pointer
            result.faults.append(Fault(*place, part.undecided, problem, problem is None, rules, pointer))
        if isinstance(part.verdict, tuple) and part.verdict:
            result.by_rule.update(part.verdict)
            if not self._options.inverted:
                self._keep(event, part.verdict, part, has_line=False)

    def _add_decided(
        self,
        event: BlockEvent[_Verdict],
        verdict: bool | tuple[int, ...],  # noqa: FBT001 - a verdict
        part: EventPart | None = None,
    ) -> None:
        """Add an event or record with a verdict."""
        result = self._result
        rules = verdict if isinstance(verdict, tuple) else ()
        result.by_rule.update(rules)
        if verdict:
            result.matched += 1
        else:
            result.not_matched += 1
            if self._left.misses:
                self._left.misses -= 1
                result.misses.append(_kept_event(self._block, event, (), part))
        if bool(verdict) is not self._options.inverted:
            self._keep(event, rules, part)

    def _keep(
        self,
        event: BlockEvent[_Verdict],
        rules: tuple[int, ...],
        part: EventPart | None,
        *,
        has_line: bool = True,
    ) -> None:
        self._result.kept += 1
        if self._options.lines and has_line:
            line = event.line if part is None or part.text is None else _on_one_line(part.text)
            self._kept_lines.append(line)
        if self._options.events:
            self._result.kept_events.append(_kept_event(self._block, event, rules, part))


def _kept_event(
    block: Block, event: BlockEvent[_Verdict], rules: tuple[int, ...], part: EventPart | None
) -> KeptEvent:
    pointer = part.pointer if part else ""
    if part is not None and part.text is not None:
        return KeptEvent(*event_place(block, event), part.text, rules, pointer, part.source)
    line = without_time(event.line) if block.prefixed else event.line
    return KeptEvent(*event_place(block, event), line.decode().strip(" \t\r\n"), rules, pointer)


def _on_one_line(text: str) -> bytes:
    return _LINE_BREAKS.sub(" ", text).encode("utf-8", "surrogatepass")
