"""What is to be reached, next to what is: scanning as a share of parsing alone, one event in a program by `json.loads`."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from benchmarks.many_rules import matches, random_patterns
from benchmarks.one_pattern import PATTERNS, best_cpu_times, parse_alone
from benchmarks.synthetic_traffic import synthetic_events, to_blocks
from pipefilter.application.loading import load
from pipefilter.application.rule_set import RuleSet
from pipefilter.language.parse import parse
from pipefilter.matching.event_text import Event
from pipefilter.matching.matcher import Matcher
from pipefilter.scanning.block_scan import BlockScanner
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.blocks import blocks as blocks_of
from pipefilter.scanning.events.scan_result import ScanOptions
from pipefilter.scanning.scan_job import ScanJob, UnitScanner
from pipefilter.scanning.scanner_for import scanner_for, scanner_for_rules

__all__ = [
    "FORMS",
    "IN_A_PROGRAM",
    "MemoryGoal",
    "ProgramGoal",
    "Workload",
    "in_a_program",
    "in_memory",
    "workloads",
]

_SCANNED = (
    ("DynamoDB transition", "DynamoDB transition", 0.55),
    ("city lots, 5 exact", "5 exact", 0.80),
    ("city lots, 5 prefixes", "5 prefixes", 0.60),
    ("numeric over every coordinate", "numeric over an array of numbers", 0.45),
    ("envelope, three fields", "envelope", 0.60),
    ("array of objects, two fields, common values", "array of objects, common values", 0.50),
)
"""Workload, pattern, and the goal as a share of parsing alone."""
_RULES = ((1_000, 0.35), (10_000, 0.30), (100_000, 0.25))
_UNCHECKED = (("selective exact, unchecked", "exact", 2.0), ("selective prefix, unchecked", "prefix", 2.0))
_DECODED = (
    ("SQS messages, body decoded", "messages", '{"body": {"state": ["SHIPPED"]}}', 0.25),
    ("Kinesis records, data decoded", "kinesis records", '{"data": {"state": ["SHIPPED"]}}', 0.25),
)


@dataclass(frozen=True, slots=True)
class Workload:
    """Work on traffic that has a goal.

    Args:
        kind: of the traffic.
        goal: the share of the speed of parsing alone.
        prepare: returns what evaluates blocks in memory, and returns how many matches there are.
        pattern: its text; "" if there are several.
        rules: the number of patterns, if there are several.
        options: of the command that does the same work on a file.
    """

    name: str
    kind: str
    goal: float
    prepare: Callable[[], Callable[[list[bytes]], int]]
    pattern: str = ""
    rules: int = 0
    options: tuple[str, ...] = ()


def workloads(most_rules: int) -> list[Workload]:
    """All work that has a goal, with up to `most_rules` patterns at once."""
    work = []
    for name, of_pattern, goal in _SCANNED:
        kind, pattern = PATTERNS[of_pattern]
        work.append(Workload(name, kind, goal, partial(_prepared, pattern), pattern))
    work += [
        Workload(f"{size:,} rules", "lots", goal, partial(_prepared_rules, size), rules=size)
        for size, goal in _RULES
        if size <= most_rules
    ]
    for name, of_pattern, goal in _UNCHECKED:
        kind, pattern = PATTERNS[of_pattern]
        prepare = partial(_prepared_unchecked, pattern)
        work.append(Workload(name, kind, goal, prepare, pattern, options=("--unchecked",)))
    work += [
        Workload(name, kind, goal, partial(_prepared_records, pattern), pattern)
        for name, kind, pattern, goal in _DECODED
    ]
    return work


def _prepared(pattern: str) -> Callable[[list[bytes]], int]:
    return partial(matches, scanner_for(parse(pattern)))


def _prepared_rules(size: int) -> Callable[[list[bytes]], int]:
    return partial(matches, scanner_for_rules(random_patterns("exact", size)))


def _prepared_unchecked(pattern: str) -> Callable[[list[bytes]], int]:
    scanner = BlockScanner(scanner_for(parse(pattern)), ScanOptions(unchecked=True))
    return lambda blocks: sum(scanner.scan(Block(block, 1, 0)).matched for block in blocks)


def _prepared_records(pattern: str) -> Callable[[list[bytes]], int]:
    job = ScanJob(load(pattern).scanning(), ScanOptions())

    def scan(blocks: list[bytes]) -> int:
        scanner = UnitScanner(job)
        return sum(scanner.scan(block).matched for block in blocks_of(io.BytesIO(b"".join(blocks))))

    return scan


@dataclass(frozen=True, slots=True)
class MemoryGoal:
    """One workload, lines in memory.

    Args:
        of_parse: parse-alone's time divided by its.
        matches: the number of matches.
    """

    of_parse: float
    matches: int


def in_memory(work: list[Workload], count: int, passes: int) -> dict[str, MemoryGoal]:
    """Measure work on lines in memory, by name.

    Args:
        work: all of it.
        count: the number of events of each kind.
        passes: the number of times for each.
    """
    measured: dict[str, MemoryGoal] = {}
    for kind in dict.fromkeys(workload.kind for workload in work):
        blocks = to_blocks(synthetic_events(kind, count))
        runs = {
            workload.name: partial(workload.prepare(), blocks) for workload in work if workload.kind == kind
        }
        counts = {name: run() for name, run in runs.items()}
        times = best_cpu_times({"parse alone": partial(parse_alone, blocks), **runs}, passes)
        for name, matches_ in counts.items():
            measured[name] = MemoryGoal(times["parse alone"] / times[name], matches_)
    return measured


@dataclass(frozen=True, slots=True)
class ProgramGoal:
    """One event after the other in a program.

    Args:
        of_loads: its time divided by that of `json.loads`.
        goal: what is to be reached.
    """

    name: str
    of_loads: float
    goal: float


def _evaluate(matches_event: Callable[[Event], object], events: Iterable[Event]) -> None:
    for event in events:
        matches_event(event)


def _loads(events: Iterable[bytes]) -> None:
    for event in events:
        json.loads(event)


FORMS = ("bytes", "text", "dict")
"""Of an event in a program."""
IN_A_PROGRAM = (*(name for name, _, _ in _SCANNED), "1,000 rules")


def in_a_program(count: int, passes: int) -> list[ProgramGoal]:
    """One event at a time in a program, by the time of `json.loads` of its text.

    Args:
        count: the number of events of each kind.
        passes: the number of times for each.
    """
    rows: list[ProgramGoal] = []
    for name, of_pattern, _ in _SCANNED:
        kind, pattern = PATTERNS[of_pattern]
        rows += _of_event_forms(name, Matcher(parse(pattern)).matches, kind, count, passes)
    matching = RuleSet(random_patterns("exact", 1_000)).matching
    return rows + _of_event_forms(IN_A_PROGRAM[-1], matching, "lots", count, passes)


def _of_event_forms(
    name: str, matches_event: Callable[[Event], object], kind: str, count: int, passes: int
) -> list[ProgramGoal]:
    data = synthetic_events(kind, count)
    forms: dict[str, list[Event]] = {
        "bytes": list(data),
        "text": [event.decode() for event in data],
        "dict": [json.loads(event) for event in data],
    }
    work: dict[str, Callable[[], object]] = {"loads": partial(_loads, data)}
    work |= {form: partial(_evaluate, matches_event, forms[form]) for form in FORMS}
    times = best_cpu_times(work, passes)
    return [ProgramGoal(f"{name}, {form}", times[form] / times["loads"], 1.0) for form in FORMS]
