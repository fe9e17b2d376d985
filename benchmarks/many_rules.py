"""1, 1,000, 10,000 and 100,000 patterns over lines in memory, on one core, next to one pattern and to parsing alone."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from benchmarks.made_traffic import STREETS, blocks_of, made
from benchmarks.one_pattern import measured, parse_alone
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.parse import parse
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scanner import Scanner
from pipefilter.scanning.scanner_for import scanner_for, scanner_for_rules

__all__ = ["SIZES", "RulesRow", "patterns_of", "rows"]

SIZES = (1, 1_000, 10_000, 100_000)


@dataclass(frozen=True, slots=True)
class RulesRow:
    """What was measured of some patterns.

    Args:
        kind: of the patterns.
        rules: how many.
        seconds: of processor time for all events.
        of_one: it, divided by the time of the first of the patterns alone.
        of_parse: parse-alone's time divided by it.
        matches: how many matches there were.
    """

    kind: str
    rules: int
    seconds: float
    of_one: float
    of_parse: float
    matches: int


def patterns_of(kind: str, count: int) -> dict[str, EventPattern]:
    """So many patterns for city lots: `exact` on two fields, or `mixed` operators on three.

    Args:
        kind: of the patterns.
        count: how many.
    """
    chance = random.Random(f"{kind} {count}")
    found = {}
    for number in range(count):
        street = chance.choice(STREETS)
        wanted = f'"STREET": ["{street}"]'
        if kind == "mixed":
            wanted = chance.choice(
                (
                    wanted,
                    f'"STREET": [{{"prefix": "{street[:4]}"}}], "ODD_EVEN": ["O"]',
                    f'"STREET": [{{"suffix": "{street[-4:]}"}}], "ST_TYPE": [{{"anything-but": "AV"}}]',
                )
            )
        text = f'{{"properties": {{"LOT_NUM": ["{chance.randrange(997):03d}"], {wanted}}}}}'
        found[f"{kind}-{number}"] = parse(text)
    return found


def _matches(scanner: Scanner, blocks: list[bytes]) -> int:
    """How many matches there are; with one pattern, how many events match."""
    found = 0
    for block in blocks:
        scanned = scanner.scan(Lines(block))
        found += sum(map(len, scanned.rules.values())) if scanned.rules else len(scanned.matched)
    return found


def rows(count: int, passes: int, most: int) -> list[RulesRow]:
    """Measure all sizes.

    Args:
        count: how many events.
        passes: how many times each.
        most: so many patterns at once, at most.
    """
    sizes = [size for size in SIZES if size <= most]
    blocks = blocks_of(made("lots", count))
    found = []
    for kind in ("exact", "mixed"):
        work: dict[str, Callable[[], object]] = {"parse alone": partial(parse_alone, blocks)}
        scanners: dict[int, Scanner] = {}
        for size in sizes:
            patterns = patterns_of(kind, size)
            one = size == 1
            scanners[size] = scanner_for(*patterns.values()) if one else scanner_for_rules(patterns)
            work[str(size)] = partial(_matches, scanners[size], blocks)
        times = measured(work, passes)
        for size in sizes:
            seconds = times[str(size)]
            of_one, of_parse = seconds / times["1"], times["parse alone"] / seconds
            found.append(RulesRow(kind, size, seconds, of_one, of_parse, _matches(scanners[size], blocks)))
    return found
