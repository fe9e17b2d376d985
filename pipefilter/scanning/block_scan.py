"""The events of a block judged, and those to keep taken out of it, byte for byte as they were."""

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
    """Judges blocks with one scanner.

    Args:
        scanner: of the pattern or the patterns.
        wanted: of the events.
    """

    def __init__(self, scanner: Scanner, wanted: ScanOptions) -> None:
        self._scanner = scanner
        self._wanted = wanted
        # what was found in earlier blocks comes before what later ones have
        self._misses_left = wanted.misses
        self._faults_left = wanted.faults

    def judge(self, block: Block, most: int = 0) -> ScanResult:
        """Judge the events of a block; if it is strict, up to the first that is malformed.

        Args:
            block: any.
            most: stop after so many kept events; 0 for all.
        """
        if block.data.isspace():
            return ScanResult(block.line_count)
        lines, texts = event_lines(block)
        found = self._scanner.scan(texts)
        wanted = self._wanted
        judged = ScanResult(len(lines), len(found.matched), len(lines) - len(found.matched))
        judged.kept = judged.not_matched if wanted.others else judged.matched
        if block.unread or found.undecided or wanted.events or self._misses_left or judged.kept >= most > 0:
            return self._one_by_one(block, list(lines), list(texts), found, most)
        for numbers in found.rules.values():
            judged.by_rule.update(numbers)
        if wanted.lines and judged.kept:
            kept: Iterable[bytes] = map(lines.__getitem__, found.matched)
            if wanted.others:
                matched = set(found.matched)
                kept = (line for index, line in enumerate(lines) if index not in matched)
            judged.kept_lines = b"\n".join(kept) + b"\n"
        return judged

    def _one_by_one(
        self, block: Block, lines: list[bytes], texts: list[bytes], found: ScannedLines, most: int
    ) -> ScanResult:
        judged = ScanResult(block.line_count)
        kept_lines: list[bytes] = []
        for event in self._events(block, lines, texts, found):
            if isinstance(event.verdict, Problem | str):
                judged.malformed += 1
                if self._faults_left:
                    self._faults_left -= 1
                    judged.faults.append(fault_of(block, event))
                if self._wanted.strict:
                    break
                continue
            if event.has_comma:
                judged.first_comma = judged.first_comma or place_of(block, event)[0]
                judged.commas += 1
            if isinstance(event.verdict, list):
                self._add_parts(judged, block, event, event.verdict, kept_lines, most)
            else:
                self._add(judged, block, event, event.verdict, kept_lines)
            if judged.kept == most > 0 or (self._wanted.strict and judged.malformed):
                break
        if kept_lines:
            judged.kept_lines = b"\n".join(kept_lines) + b"\n"
        return judged

    def _add_parts(  # noqa: PLR0913 - what `_add` needs
        self,
        judged: ScanResult,
        block: Block,
        event: BlockEvent[_Verdict],
        parts: Sequence[EventPart],
        kept_lines: list[bytes],
        most: int,
    ) -> None:
        """Count the records of an event, up to the last that is to be kept."""
        for part in parts:
            if part.source:
                judged.by_source[part.source] += 1
            if part.undecided:
                self._add_undecided(judged, block, event, part)
                if self._wanted.strict and part.problem is not None:
                    return
                continue
            judged.ignoring_data += part.ignores_data
            self._add(judged, block, event, part.verdict, kept_lines, part)
            if judged.kept == most > 0:
                return

    def _add_undecided(
        self, judged: ScanResult, block: Block, event: BlockEvent[_Verdict], part: EventPart
    ) -> None:
        """Count a record without a verdict; with several patterns, some may have theirs."""
        if part.problem is not None:
            judged.malformed += 1
        else:
            judged.undecided += 1
        judged.undecided_by_rule.update(part.without_verdict)
        if self._faults_left:
            self._faults_left -= 1
            place = line, column = place_of(block, event)
            problem = part.problem and part.problem.moved(line - 1, column - 1)
            rules, pointer = part.without_verdict, part.pointer
            fault = Fault(*place, part.undecided, problem, problem is None, rules, pointer)
            judged.faults.append(fault)
        if isinstance(part.verdict, tuple) and part.verdict:
            judged.by_rule.update(part.verdict)
            if not self._wanted.others:
                self._keep(judged, block, event, part.verdict, [], part)

    def _add(  # noqa: PLR0913 - what is known of the event
        self,
        judged: ScanResult,
        block: Block,
        event: BlockEvent[_Verdict],
        verdict: bool | tuple[int, ...],  # noqa: FBT001 - a verdict
        kept_lines: list[bytes],
        part: EventPart | None = None,
    ) -> None:
        """Count an event or a record that was judged, and keep it if it is to be kept."""
        wanted = self._wanted
        rules = verdict if isinstance(verdict, tuple) else ()
        judged.by_rule.update(rules)
        if verdict:
            judged.matched += 1
        else:
            judged.not_matched += 1
            if self._misses_left:
                self._misses_left -= 1
                judged.misses.append(_kept_event(block, event, (), part))
        if bool(verdict) is not wanted.others:
            self._keep(judged, block, event, rules, kept_lines, part)

    def _keep(  # noqa: PLR0913 - what is known of the event
        self,
        judged: ScanResult,
        block: Block,
        event: BlockEvent[_Verdict],
        rules: tuple[int, ...],
        kept_lines: list[bytes],
        part: EventPart | None,
    ) -> None:
        wanted = self._wanted
        judged.kept += 1
        if wanted.lines:
            kept_lines.append(event.line if part is None or part.text is None else _on_one_line(part.text))
        if wanted.events:
            judged.kept_events.append(_kept_event(block, event, rules, part))

    def _events(
        self, block: Block, lines: Sequence[bytes], texts: Sequence[bytes], found: ScannedLines
    ) -> Iterator[BlockEvent[_Verdict]]:
        """All events of the block, in order."""
        matched = set(found.matched)

        def decided(index: int) -> _Verdict:
            return found.rules.get(index, True) if index in matched else False

        return block_events(
            block,
            lines,
            texts,
            set(found.undecided),
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
