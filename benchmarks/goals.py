"""What is to be reached, next to what is: scanning as a share of parsing alone, one event in a program by `json.loads`."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from benchmarks.many_rules import random_patterns
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
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scan_result import ScanOptions
from pipefilter.scanning.events.scanner import Scanner
from pipefilter.scanning.scan_job import ScanJob, UnitScanner
from pipefilter.scanning.scanner_for import scanner_for, scanner_for_rules

__all__ = ["GoalRow", "in_memory_rows", "in_process_rows"]

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
class GoalRow:
    """One workload.

    Args:
        ratio: what was measured.
        goal: what is to be reached.
    """

    name: str
    ratio: float
    goal: float


def _scan(scanner: Scanner, blocks: Iterable[bytes]) -> None:
    for block in blocks:
        scanner.scan(Lines(block))


def _scan_unchecked(scanner: BlockScanner, blocks: Iterable[bytes]) -> None:
    for block in blocks:
        scanner.scan(Block(block, 1, 0))


def _scan_file(job: ScanJob, blocks: Iterable[bytes]) -> None:
    scanner = UnitScanner(job)
    for block in blocks_of(io.BytesIO(b"".join(blocks))):
        scanner.scan(block)


def in_memory_rows(count: int, passes: int, limit: int) -> list[GoalRow]:
    """Lines in memory, as a share of the speed of parsing alone.

    Args:
        count: the number of events of each kind.
        passes: the number of times for each.
        limit: the largest number of rules.
    """
    rows: list[GoalRow] = []
    by_kind: dict[str, list[tuple[str, float, Callable[[list[bytes]], object]]]] = {}
    for name, of_pattern, goal in _SCANNED:
        kind, pattern = PATTERNS[of_pattern]
        by_kind.setdefault(kind, []).append((name, goal, partial(_scan, scanner_for(parse(pattern)))))
    for size, goal in _RULES:
        if size <= limit:
            scanner = scanner_for_rules(random_patterns("exact", size))
            by_kind.setdefault("lots", []).append((f"{size:,} rules", goal, partial(_scan, scanner)))
    for name, of_pattern, goal in _UNCHECKED:
        kind, pattern = PATTERNS[of_pattern]
        block_scanner = BlockScanner(scanner_for(parse(pattern)), ScanOptions(unchecked=True))
        by_kind.setdefault(kind, []).append((name, goal, partial(_scan_unchecked, block_scanner)))
    for name, kind, pattern, goal in _DECODED:
        job = ScanJob(load(pattern).scanning(), ScanOptions())
        by_kind.setdefault(kind, []).append((name, goal, partial(_scan_file, job)))
    for kind, cases in by_kind.items():
        blocks = to_blocks(synthetic_events(kind, count))
        work: dict[str, Callable[[], object]] = {"parse alone": partial(parse_alone, blocks)}
        work |= {name: partial(run, blocks) for name, _, run in cases}
        times = best_cpu_times(work, passes)
        rows += [GoalRow(name, times["parse alone"] / times[name], goal) for name, goal, _ in cases]
    return rows


def _evaluate(matches: Callable[[Event], object], events: Iterable[Event]) -> None:
    for event in events:
        matches(event)


def _loads(events: Iterable[bytes]) -> None:
    for event in events:
        json.loads(event)


def in_process_rows(count: int, passes: int) -> list[GoalRow]:
    """One event at a time in a program, by the time of `json.loads` of its text.

    Args:
        count: the number of events of each kind.
        passes: the number of times for each.
    """
    rows: list[GoalRow] = []
    for name, of_pattern, _ in _SCANNED:
        kind, pattern = PATTERNS[of_pattern]
        rows += _of_event_forms(name, Matcher(parse(pattern)).matches, kind, count, passes)
    rows += _of_event_forms(
        "1,000 rules", RuleSet(random_patterns("exact", 1_000)).matching, "lots", count, passes
    )
    return rows


def _of_event_forms(
    name: str, matches: Callable[[Event], object], kind: str, count: int, passes: int
) -> list[GoalRow]:
    data = synthetic_events(kind, count)
    forms: dict[str, list[Event]] = {
        "bytes": list(data),
        "text": [event.decode() for event in data],
        "dict": [json.loads(event) for event in data],
    }
    work: dict[str, Callable[[], object]] = {"loads": partial(_loads, data)}
    work |= {form: partial(_evaluate, matches, events) for form, events in forms.items()}
    times = best_cpu_times(work, passes)
    return [GoalRow(f"{name}, {form}", times[form] / times["loads"], 1.0) for form in forms]
