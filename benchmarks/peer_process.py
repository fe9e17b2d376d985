"""The process of one package in `peers.py`: `python benchmarks/peer_process.py PEER` with a task on stdin.

Writes a letter for each verdict as it comes, so that the event that killed the process is known, and on the next line
the time.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Protocol, TypedDict

from pipefilter.errors import PipefilterError
from pipefilter.language.parse import parse
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.scanning.events.lines import Lines

_BLOCK = 1 << 20
_ENOUGH_SECONDS = 10.0
"""No further pass is started after that."""
_LETTERS: dict[bool | None, bytes] = {True: b"1", False: b"0", None: b"?"}

Judge = Callable[[str], bool]


class _Task(TypedDict):
    pattern: str
    events: list[str]
    passes: int


class ScanJob(Protocol):
    """A prepared pattern."""

    fault: str
    """The first reason for an event without a verdict."""

    def verdicts(self, events: list[str]) -> Iterator[bool | None]:
        """The verdict on each event; None if there is none."""

    def work(self, events: list[str]) -> Callable[[], None]:
        """The work that is timed."""


class _OneByOne:
    """Matchers of one event.

    Args:
        judge: returns whether an event matches.
    """

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self.fault = ""

    def verdicts(self, events: list[str]) -> Iterator[bool | None]:
        for event in events:
            try:
                yield bool(self._judge(event))
            except Exception as error:  # noqa: BLE001 - a package may raise anything
                self.fault = self.fault or _in_words(error)
                yield None

    def work(self, events: list[str]) -> Callable[[], None]:
        judge_one = self._judge

        def run() -> None:
            for event in events:
                judge_one(event)

        return run


class _InBlocks:
    """The scanner, with the compiled matcher for undecided lines, as commands run it.

    Args:
        matcher: of the pattern.
    """

    def __init__(self, matcher: Matcher) -> None:
        # its native libraries are not available everywhere
        from pipefilter.scanning.fast.line_scanner import line_scanner

        scanner = line_scanner(matcher)
        if scanner is None:
            raise ValueError("there is no scanner for this pattern")
        self._scan = scanner.scan
        self._matcher = matcher
        self.fault = ""

    def verdicts(self, events: list[str]) -> Iterator[bool | None]:
        for data in _blocks(events):
            yield from self._of_block(data)

    def work(self, events: list[str]) -> Callable[[], None]:
        blocks = list(_blocks(events))

        def run() -> None:
            for data in blocks:
                self._of_block(data)

        return run

    def _of_block(self, data: bytes) -> list[bool | None]:
        lines = data.split(b"\n")
        scanned = self._scan(Lines(data))
        verdicts: list[bool | None] = [False] * len(lines)
        for number in scanned.matched:
            verdicts[number] = True
        for number in scanned.undecided:
            try:
                verdicts[number] = self._matcher.matches(lines[number])
            except PipefilterError as error:
                self.fault = self.fault or _in_words(error)
                verdicts[number] = None
        return verdicts


def _blocks(events: list[str]) -> Iterator[bytes]:
    lines: list[bytes] = []
    size = 0
    for event in events:
        line = event.encode()
        lines.append(line)
        size += len(line)
        if size >= _BLOCK:
            yield b"\n".join(lines)
            lines, size = [], 0
    if lines:
        yield b"\n".join(lines)


def _reference(pattern: str) -> ScanJob:
    return _OneByOne(ReferenceMatcher(parse(pattern)).matches)


def _compiled(pattern: str) -> ScanJob:
    return _OneByOne(Matcher(parse(pattern)).matches)


def _scanner(pattern: str) -> ScanJob:
    return _InBlocks(Matcher(parse(pattern)))


def _moto(pattern: str) -> ScanJob:
    from moto.events.models import EventPattern

    ready = EventPattern.load(pattern)
    return _OneByOne(lambda event: ready.matches_event(json.loads(event)))


def _ministack(pattern: str) -> ScanJob:
    """Its private functions, as its TestEventPattern calls them, without its changes to an event's envelope."""
    from ministack.services import eventbridge

    refusal = eventbridge._event_pattern_error(pattern)  # noqa: SLF001 - it has no public function for it
    if refusal:
        raise ValueError(refusal)
    alternatives = eventbridge._compiled_pattern(pattern)  # noqa: SLF001 - see above
    matches = eventbridge._matches_detail  # noqa: SLF001 - see above

    def judge_one(event: str) -> bool:
        tree = json.loads(event)
        return any(matches(tree, alternative) for alternative in alternatives)

    return _OneByOne(judge_one)


def _event_ruler(pattern: str) -> ScanJob:
    """It has one function, which parses the pattern and evaluates one event."""
    from event_ruler import test_event_pattern

    return _OneByOne(lambda event: test_event_pattern(event, pattern))


_READY: dict[str, Callable[[str], ScanJob]] = {
    "pipefilter reference": _reference,
    "pipefilter compiled": _compiled,
    "pipefilter scanner": _scanner,
    "moto": _moto,
    "ministack": _ministack,
    "event-ruler": _event_ruler,
}
"""Functions that prepare a pattern, by the packages' names on PyPI."""


def _in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0][:80]}"


def _judged(peer: str, task: _Task, out: int) -> tuple[float | None, str]:
    """The seconds of the best pass, if there is one, and a note."""
    events = task["events"]
    try:
        judging = _READY[peer](task["pattern"])
    except Exception as error:  # noqa: BLE001 - a package may raise anything
        return None, _in_words(error)
    usable = []
    for event, verdict in zip(events, judging.verdicts(events), strict=True):
        os.write(out, _LETTERS[verdict])
        if verdict is not None:
            usable.append(event)
    if not usable:
        return None, judging.fault
    work = judging.work(usable)
    best, begun = float("inf"), time.process_time()
    for _ in range(task["passes"]):
        start = time.process_time()
        work()
        now = time.process_time()
        best = min(best, now - start)
        if now - begun > _ENOUGH_SECONDS:
            break
    return best, judging.fault


def main() -> None:
    """Evaluate the task on stdin."""
    out = os.dup(1)
    os.dup2(2, 1)  # output of a package goes to stderr
    seconds, note = _judged(sys.argv[1], json.load(sys.stdin), out)
    os.write(out, b"\n" + json.dumps({"seconds": seconds, "note": note}).encode())


if __name__ == "__main__":
    main()
