"""1, 1,000, 10,000 and 100,000 patterns over lines in memory, on one core, next to one pattern and to parsing alone."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from benchmarks.one_pattern import best_cpu_times, parse_alone
from benchmarks.synthetic_traffic import STREETS, synthetic_events, to_blocks
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.parse import parse
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scanner import Scanner
from pipefilter.scanning.scanner_for import scanner_for, scanner_for_rules

__all__ = ["SIZES", "RulesRow", "random_patterns", "rows"]

SIZES = (1, 1_000, 10_000, 100_000)


@dataclass(frozen=True, slots=True)
class RulesRow:
    """The measurement of a number of patterns.

    Args:
        kind: of the patterns.
        rules: the number of patterns.
        seconds: of processor time for all events.
        of_one: it, divided by the time of the first of the patterns alone.
        of_parse: parse-alone's time divided by it.
        matches: the number of matches.
    """

    kind: str
    rules: int
    seconds: float
    of_one: float
    of_parse: float
    matches: int


def random_patterns(kind: str, count: int) -> dict[str, EventPattern]:
    """Patterns for city lots, by their kind: `exact` on two fields, or `mixed` operators on three."""
    chance = random.Random(f"{kind} {count}")
    patterns = {}
    for number in range(count):
        street = chance.choice(STREETS)
        conditions = f'"STREET": ["{street}"]'
        if kind == "mixed":
            conditions = chance.choice(
                (
                    conditions,
                    f'"STREET": [{{"prefix": "{street[:4]}"}}], "ODD_EVEN": ["O"]',
                    f'"STREET": [{{"suffix": "{street[-4:]}"}}], "ST_TYPE": [{{"anything-but": "AV"}}]',
                )
            )
        text = f'{{"properties": {{"LOT_NUM": ["{chance.randrange(997):03d}"], {conditions}}}}}'
        patterns[f"{kind}-{number}"] = parse(text)
    return patterns


def _matches(scanner: Scanner, blocks: list[bytes]) -> int:
    """The number of matches; with one pattern, the number of matching events."""
    count = 0
    for block in blocks:
        scanned = scanner.scan(Lines(block))
        count += sum(map(len, scanned.rules.values())) if scanned.rules else len(scanned.matched)
    return count


def rows(count: int, passes: int, limit: int) -> list[RulesRow]:
    """Measure all sizes.

    Args:
        count: the number of events.
        passes: the number of times for each.
        limit: the largest number of patterns.
    """
    sizes = [size for size in SIZES if size <= limit]
    blocks = to_blocks(synthetic_events("lots", count))
    measured_rows = []
    for kind in ("exact", "mixed"):
        work: dict[str, Callable[[], object]] = {"parse alone": partial(parse_alone, blocks)}
        scanners: dict[int, Scanner] = {}
        for size in sizes:
            patterns = random_patterns(kind, size)
            is_single = size == 1
            scanners[size] = scanner_for(*patterns.values()) if is_single else scanner_for_rules(patterns)
            work[str(size)] = partial(_matches, scanners[size], blocks)
        times = best_cpu_times(work, passes)
        for size in sizes:
            seconds = times[str(size)]
            of_one, of_parse = seconds / times["1"], times["parse alone"] / seconds
            measured_rows.append(
                RulesRow(kind, size, seconds, of_one, of_parse, _matches(scanners[size], blocks))
            )
    return measured_rows
