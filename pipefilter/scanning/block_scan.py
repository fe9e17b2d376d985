"""Scans blocks: counts the events, and collects those to keep, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from pipefilter.errors import Problem
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.block_events import (
    BlockEvent,
    block_events,
    event_lines,
    fault_of,
    place_of,
    without_time,
)
from pipefilter.scanning.events.scan_result import EventPart, Fault, KeptEvent, ScanOptions, ScanResult
from pipefilter.scanning.events.scanner import ScannedLines, Scanner

__all__ = ["BlockScanner"]

_LINE_BREAKS = re.compile(r"[\r\n]+")

_Verdict: TypeAlias = bool | tuple[int, ...] | list[EventPart]


class BlockScanner:
    """Scans blocks with one scanner.

    Args:
        scanner: of the pattern or patterns.
        options: what to collect.
    """

    def __init__(self, scanner: Scanner, options: ScanOptions) -> None:
        self._scanner = scanner
        self._options = options
        # earlier blocks come before later ones
        self._misses_left = options.misses
        self._faults_left = options.faults

    def scan(self, block: Block, limit: int = 0) -> ScanResult:
        """Scan a block; with `ScanOptions.strict`, up to the first malformed event.

        Args:
            block: any.
            limit: stop after so many kept events; 0 for all.
        """
        if block.data.isspace():
            return ScanResult(block.line_count)
        lines, texts = event_lines(block)
        scanned = self._scanner.scan(texts)
        options = self._options
        result = ScanResult(len(lines), len(scanned.matched), len(lines) - len(scanned.matched))
        result.kept = result.not_matched if options.inverted else result.matched
        if block.unread or scanned.undecided or options.events or self._misses_left or result.kept >= limit > 0:
            return self._one_by_one(block, list(lines), list(texts), scanned, limit)
        for numbers in scanned.rules.values():
            result.by_rule.update(numbers)
        if options.lines and result.kept:
            kept: Iterable[bytes] = map(lines.__getitem__, scanned.matched)
            if options.inverted:
                matched = set(scanned.matched)
                kept = (line for index, line in enumerate(lines) if index not in matched)
            result.kept_lines = b"\n".join(kept) + b"\n"
        return result

    def _one_by_one(
        self, block: Block, lines: list[bytes], texts: list[bytes], scanned: ScannedLines, limit: int
    ) -> ScanResult:
        result = ScanResult(block.line_count)
        kept_lines: list[bytes] = []
        for event in self._events(block, lines, texts, scanned):
            if isinstance(event.verdict, Problem | str):
                result.malformed += 1
                if self._faults_left:
                    self._faults_left -= 1
                    result.faults.append(fault_of(block, event))
                if self._options.strict:
                    break
                continue
            if event.has_comma:
                result.first_comma = result.first_comma or place_of(block, event)[0]
                result.commas += 1
            if isinstance(event.verdict, list):
                self._add_parts(result, block, event, event.verdict, kept_lines, limit)
            else:
                self._add(result, block, event, event.verdict, kept_lines)
            if result.kept == limit > 0 or (self._options.strict and result.malformed):
                break
        if kept_lines:
            result.kept_lines = b"\n".join(kept_lines) + b"\n"
        return result

    def _add_parts(  # noqa: PLR0913 - the arguments of `_add`
        self,
        result: ScanResult,
        block: Block,
        event: BlockEvent[_Verdict],
        parts: Sequence[EventPart],
        kept_lines: list[bytes],
        limit: int,
    ) -> None:
        """Count the records of an event, up to the last one to keep."""
        for part in parts:
            if part.source:
                result.by_source[part.source] += 1
            if part.undecided:
                self._add_undecided(result, block, event, part)
                if self._options.strict and part.problem is not None:
                    return
                continue
            result.ignoring_data += part.ignores_data
            self._add(result, block, event, part.verdict, kept_lines, part)
            if result.kept == limit > 0:
                return

    def _add_undecided(
        self, result: ScanResult, block: Block, event: BlockEvent[_Verdict], part: EventPart
    ) -> None:
        """Count a record without a verdict; with several patterns, some may have one."""
        if part.problem is not None:
            result.malformed += 1
        else:
            result.undecided += 1
        result.undecided_by_rule.update(part.without_verdict)
        if self._faults_left:
            self._faults_left -= 1
            place = line, column = place_of(block, event)
            problem = part.problem and part.problem.moved(line - 1, column - 1)
            rules, pointer = part.without_verdict, part.pointer
            fault = Fault(*place, part.undecided, problem, problem is None, rules, pointer)
            result.faults.append(fault)
        if isinstance(part.verdict, tuple) and part.verdict:
            result.by_rule.update(part.verdict)
            if not self._options.inverted:
                self._keep(result, block, event, part.verdict, [], part)

    def _add(  # noqa: PLR0913 - the event and its verdict
        self,
        result: ScanResult,
        block: Block,
        event: BlockEvent[_Verdict],
        verdict: bool | tuple[int, ...],  # noqa: FBT001 - a verdict
        kept_lines: list[bytes],
        part: EventPart | None = None,
    ) -> None:
        """Count an event or record with a verdict, and collect it if it is to be kept."""
        options = self._options
        rules = verdict if isinstance(verdict, tuple) else ()
        result.by_rule.update(rules)
        if verdict:
            result.matched += 1
        else:
            result.not_matched += 1
            if self._misses_left:
                self._misses_left -= 1
                result.misses.append(_kept_event(block, event, (), part))
        if bool(verdict) is not options.inverted:
            self._keep(result, block, event, rules, kept_lines, part)

    def _keep(  # noqa: PLR0913 - the event and its verdict
        self,
        result: ScanResult,
        block: Block,
        event: BlockEvent[_Verdict],
        rules: tuple[int, ...],
        kept_lines: list[bytes],
        part: EventPart | None,
    ) -> None:
        options = self._options
        result.kept += 1
        if options.lines:
            kept_lines.append(event.line if part is None or part.text is None else _on_one_line(part.text))
        if options.events:
            result.kept_events.append(_kept_event(block, event, rules, part))

    def _events(
        self, block: Block, lines: Sequence[bytes], texts: Sequence[bytes], scanned: ScannedLines
    ) -> Iterator[BlockEvent[_Verdict]]:
        """All events of the block, in order."""
        matched = set(scanned.matched)

        def decided(index: int) -> _Verdict:
            return scanned.rules.get(index, True) if index in matched else False

        return block_events(
            block,
            lines,
            texts,
            set(scanned.undecided),
            decided=decided,
            evaluate=self._scanner.verdict,
            explains_faults=lambda: self._faults_left > 0,
        )


def _kept_event(
    block: Block, event: BlockEvent[_Verdict], rules: tuple[int, ...], part: EventPart | None
) -> KeptEvent:
    pointer = part.pointer if part else ""
    if part is not None and part.text is not None:
        return KeptEvent(*place_of(block, event), part.text, rules, pointer, part.source)
    line = without_time(event.line) if block.prefixed else event.line
    return KeptEvent(*place_of(block, event), line.decode().strip(" \t\r\n"), rules, pointer)


def _on_one_line(text: str) -> bytes:
    return _LINE_BREAKS.sub(" ", text).encode("utf-8", "surrogatepass")
