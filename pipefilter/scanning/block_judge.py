"""The events of a block judged, and those to keep taken out of it, byte for byte as they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipefilter.errors import EventTooIntricate, InvalidEvent, Problem
from pipefilter.scanning.block import Block
from pipefilter.scanning.event_begin import is_nested
from pipefilter.scanning.event_texts import EventText, events_of_lines
from pipefilter.scanning.file_form import TIME
from pipefilter.scanning.judged import Fault, Judged, KeptEvent, Wanted
from pipefilter.scanning.lines import Lines
from pipefilter.scanning.scanned_lines import ScannedLines, Scanner

__all__ = ["BlockJudge"]

_LINE_BREAKS = re.compile(rb"[\r\n]+")
_WHITE = b" \t\r\n"

_BEGIN_NO_JSON = frozenset(bytes([code]) for code in b"ABCDEFGHIJKLMNOPQRSUVWXYZabcdeghijklmopqrsuvwxyz#*<=>~")
"""What no JSON begins with, nor anything that could go on to be JSON, as `t` may go on to be `true`."""

_Verdict = bool | tuple[int, ...] | Problem | str


@dataclass(frozen=True, slots=True)
class _Found:
    """One event of a block: the index of its line, where on it it begins, its line, and the verdict.

    The verdict is a `Problem` or a sentence where there is none.
    """

    index: int
    column: int
    line: bytes
    verdict: _Verdict


class BlockJudge:
    """Judges blocks with one scanner.

    Args:
        scanner: of the pattern or the patterns.
        wanted: of the events.
    """

    def __init__(self, scanner: Scanner, wanted: Wanted) -> None:
        self._scanner = scanner
        self._wanted = wanted
        # what was found in earlier blocks comes before what later ones have
        self._misses_left = wanted.misses
        self._faults_left = wanted.faults

    def judge(self, block: Block, most: int = 0) -> Judged:
        """Judge the events of a block; if it is strict, up to the first that is malformed.

        Args:
            block: any.
            most: stop after so many kept events; 0 for all.
        """
        lines = texts = Lines(block.data)
        if block.prefixed:
            texts = Lines(b"".join(_without_prefix(line) + b"\n" for line in lines))
        found = self._scanner.scan(texts)
        wanted = self._wanted
        judged = Judged(len(lines), len(found.matched), len(lines) - len(found.matched))
        judged.kept = judged.not_matched if wanted.others else judged.matched
        if found.undecided or wanted.events or self._misses_left or judged.kept >= most > 0:
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
    ) -> Judged:
        judged = Judged(len(lines))
        kept_lines: list[bytes] = []
        for event in self._events(lines, texts, found, apart=block.places is not None):
            if isinstance(event.verdict, Problem | str):
                judged.malformed += 1
                if self._faults_left:
                    self._faults_left -= 1
                    judged.faults.append(_fault(block, event))
                if self._wanted.strict:
                    break
                continue
            self._add(judged, block, event, kept_lines)
            if judged.kept == most > 0:
                break
        if kept_lines:
            judged.kept_lines = b"\n".join(kept_lines) + b"\n"
        return judged

    def _add(self, judged: Judged, block: Block, event: _Found, kept_lines: list[bytes]) -> None:
        """Count an event that was judged, and keep it if it is to be kept."""
        wanted, verdict = self._wanted, event.verdict
        rules = verdict if isinstance(verdict, tuple) else ()
        judged.by_rule.update(rules)
        if verdict:
            judged.matched += 1
        else:
            judged.not_matched += 1
            if self._misses_left:
                self._misses_left -= 1
                judged.misses.append(_kept_event(block, event, ()))
        if bool(verdict) is wanted.others:
            return
        judged.kept += 1
        if wanted.lines:
            kept_lines.append(event.line)
        if wanted.events:
            judged.kept_events.append(_kept_event(block, event, rules))

    def _events(
        self, lines: list[bytes], texts: list[bytes], found: ScannedLines, *, apart: bool
    ) -> Iterator[_Found]:
        """All events of the block, in order.

        Args:
            lines: of the block.
            texts: they, without what stands before the events.
            found: what the scanner said of them.
            apart: whether no event goes on over several lines.
        """
        matched, undecided = set(found.matched), set(found.undecided)
        index = 0
        while index < len(lines):
            if index not in undecided:
                verdict: _Verdict = index in matched
                yield _Found(index, 1, lines[index], found.rules.get(index, verdict) if verdict else False)
                index += 1
                continue
            is_text = texts[index][:1] in _BEGIN_NO_JSON  # as logs have it among events
            if is_text and not self._faults_left:
                yield _Found(index, 1, lines[index], "")  # it is only counted
                index += 1
                continue
            end = index + 1 if apart or is_text else _end_of_run(texts, index, undecided)
            for event in events_of_lines((text + b"\n" for text in texts[index:end]), index, 0):
                yield self._judged(event, lines[event.line], texts[event.line])
            index = end

    def _judged(self, event: EventText, line: bytes, text: bytes) -> _Found:
        """An event that the scanner left undecided, judged by the matcher."""
        verdict: _Verdict
        try:
            verdict = self._scanner.verdict(event.text)
        except InvalidEvent as error:
            verdict = error.problem
        except EventTooIntricate as error:
            verdict = str(error)
        own = event.text if isinstance(event.text, bytes) else event.text.encode()
        if text.strip(_WHITE) != own:  # not the only one on its line, or not on one line
            line = _LINE_BREAKS.sub(b" ", own)
            column = event.column
        else:
            column = event.column + len(line) - len(text)
        return _Found(event.line, column, line, verdict)


def _end_of_run(texts: list[bytes], start: int, undecided: set[int]) -> int:
    """The index after the lines of which some may be one event with the undecided one at `start`."""
    last = texts[start]
    for index in range(start + 1, len(texts)):
        text = texts[index]
        if index not in undecided and not (text.startswith(b"{") and is_nested(last)):
            return index
        if text and not text.isspace():
            last = text
    return len(texts)


def _without_prefix(line: bytes) -> bytes:
    """The line without the time before its event; as it is if there is none."""
    time = TIME.match(line)
    return line[time.end() :] if time else line


def _place(block: Block, event: _Found) -> tuple[int, int]:
    if block.places is not None:
        line, column = block.places[event.index]
        return line, column + event.column - 1
    return block.line + event.index, event.column


def _kept_event(block: Block, event: _Found, rules: tuple[int, ...]) -> KeptEvent:
    text = event.line.decode()
    if block.prefixed:
        text = _without_prefix(event.line).decode()
    return KeptEvent(*_place(block, event), text.strip(" \t\r\n"), rules)


def _fault(block: Block, event: _Found) -> Fault:
    line, column = _place(block, event)
    if isinstance(event.verdict, Problem):
        return Fault(line, column, event.verdict.message, event.verdict.moved(line - 1, column - 1))
    return Fault(line, column, str(event.verdict))
