"""1, 1,000, 10,000 and 100,000 patterns over lines in memory, on one core, next to one pattern and to parsing alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks.one_pattern import best_cpu_times, parse_alone
from benchmarks.synthetic_traffic import STREETS, synthetic_events, to_blocks
from benchmarks.table import Figures, Sizes, Table
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.parse import parse
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scanner import Scanner
from pipefilter.scanning.scanner_for import scanner_for, scanner_for_rules

__all__ = ["SIZES", "TABLES", "RulesRow", "figures", "matches", "random_patterns", "random_texts", "rows"]

SIZES = (1, 1_000, 10_000, 100_000)
KINDS = ("exact", "mixed")
TABLES = (
    Table(
        "many",
        "Many patterns, lines in memory, one core",
        ("Rules", "Times one rule's time", "Of parse alone", "Million events/s", "Matches per event"),
        tuple((f"{size:,} ({kind})",) for kind in KINDS for size in SIZES),
    ),
)


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


def random_texts(kind: str, count: int) -> dict[str, str]:
    """The texts of patterns for city lots, by their kind: `exact` on two fields, or `mixed` operators on three."""
    chance = random.Random(f"{kind} {count}")
    texts = {}
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
        texts[f"{kind}-{number}"] = (
            f'{{"properties": {{"LOT_NUM": ["{chance.randrange(997):03d}"], {conditions}}}}}'
        )
    return texts


def random_patterns(kind: str, count: int) -> dict[str, EventPattern]:
    """The patterns with the texts of `random_texts`."""
    return {name: parse(text) for name, text in random_texts(kind, count).items()}


def matches(scanner: Scanner, blocks: list[bytes]) -> int:
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
    for kind in KINDS:
        work: dict[str, Callable[[], object]] = {"parse alone": partial(parse_alone, blocks)}
        scanners: dict[int, Scanner] = {}
        for size in sizes:
            patterns = random_patterns(kind, size)
            is_single = size == 1
            scanners[size] = scanner_for(*patterns.values()) if is_single else scanner_for_rules(patterns)
            work[str(size)] = partial(matches, scanners[size], blocks)
        times = best_cpu_times(work, passes)
        for size in sizes:
            seconds = times[str(size)]
            of_one, of_parse = seconds / times["1"], times["parse alone"] / seconds
            measured_rows.append(
                RulesRow(kind, size, seconds, of_one, of_parse, matches(scanners[size], blocks))
            )
    return measured_rows


def figures(sizes: Sizes) -> Iterator[Figures]:
    """The table, measured."""
    measured_rows = rows(sizes.count, sizes.passes, sizes.most_rules)
    cells = [
        (
            f"{row.rules:,} ({row.kind})",
            f"{row.of_one:.1f}",
            f"{row.of_parse:.0%}",
            f"{sizes.count / row.seconds / 1e6:.3f}",
            f"{row.matches / sizes.count:.2f}",
        )
        for row in measured_rows
    ]
    yield Figures(TABLES[0], cells, _of_thousand(measured_rows))


def _of_thousand(measured_rows: list[RulesRow]) -> str:
    """How much longer the most patterns take than 1,000, in a sentence; "" without both."""
    most = max(row.rules for row in measured_rows)
    seconds = {(row.kind, row.rules): row.seconds for row in measured_rows}
    if most <= 1_000:
        return ""
    ratios = sorted(seconds[kind, most] / seconds[kind, 1_000] for kind in KINDS)
    return f"{most:,} patterns take {ratios[0]:.1f} to {ratios[-1]:.1f} times as long as 1,000."
