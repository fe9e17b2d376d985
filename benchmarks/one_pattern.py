"""One pattern over lines in memory, on one core, next to parsing each line and doing nothing with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks.synthetic_traffic import synthetic_events, to_blocks
from benchmarks.table import Figures, Sizes, Table
from pipefilter.language.parse import parse
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.scanner_for import scanner_for

__all__ = ["PATTERNS", "TABLES", "Row", "best_cpu_times", "figures", "parse_alone", "rows", "split_lines"]

PATTERNS: dict[str, tuple[str, str]] = {
    "exact": ("lots", '{"properties": {"STREET": ["FRANKLIN"]}}'),
    "5 exact": ("lots", '{"properties": {"STREET": ["FRANKLIN", "MAIN", "BROADWAY", "CRANLEIGH", "AAAAAA"]}}'),
    "prefix": ("lots", '{"properties": {"STREET": [{"prefix": "FRAN"}]}}'),
    "5 prefixes": (
        "lots",
        '{"properties": {"STREET": [{"prefix": "FRAN"}, {"prefix": "AC"}, {"prefix": "BL"}, '
        '{"prefix": "DR"}, {"prefix": "RU"}]}}',
    ),
    "suffix": ("lots", '{"properties": {"STREET": [{"suffix": "LIN"}]}}'),
    "wildcard": ("lots", '{"properties": {"STREET": [{"wildcard": "*RA*IN"}]}}'),
    "equals-ignore-case": ("lots", '{"properties": {"STREET": [{"equals-ignore-case": "franklin"}]}}'),
    "anything-but": ("lots", '{"properties": {"STREET": [{"anything-but": ["FRANKLIN"]}]}}'),
    "exists: false": ("lots", '{"properties": {"STREETS": [{"exists": false}]}}'),
    "numeric over an array of numbers": (
        "lots",
        '{"geometry": {"coordinates": [{"numeric": [">", -122.35005, "<", -122.35]}]}}',
    ),
    "numeric, a wide range that contains some values": (
        "lots",
        '{"geometry": {"coordinates": [{"numeric": [">", -122.36, "<", -122.35]}]}}',
    ),
    "numeric": ("events", '{"detail": {"amount": [{"numeric": [">", 990]}]}}'),
    "cidr": ("events", '{"detail": {"source-ip": [{"cidr": "10.7.0.0/16"}]}}'),
    "$or": ("events", '{"$or": [{"detail": {"state": ["SHIPPED"]}}, {"source": ["aws.ec2"]}]}'),
    "array of objects": ("events", '{"detail": {"lines": {"sku": ["sku-17"], "quantity": [2]}}}'),
    "array of objects, common values": (
        "events",
        '{"detail": {"lines": {"sku": [{"prefix": "sku-1"}], "quantity": [2, 3, 4]}}}',
    ),
    "envelope": (
        "envelopes",
        '{"source": ["orders"], "detail-type": ["Changed"], "detail": {"state": ["SHIPPED"]}}',
    ),
    "array of objects, numeric": ("events", '{"detail": {"lines": {"price": [{"numeric": [">", 990]}]}}}'),
    "DynamoDB transition": (
        "records",
        '{"eventName": ["MODIFY"], "dynamodb": {"NewImage": {"state": {"S": ["SHIPPED"]}}, '
        '"OldImage": {"state": {"S": [{"anything-but": "SHIPPED"}]}}}}',
    ),
}
"""Name, kind of traffic, and pattern."""
_OF_KIND = {
    kind: ["parse alone", *(name for name, (of_kind, _) in PATTERNS.items() if of_kind == kind)]
    for kind in dict.fromkeys(kind for kind, _ in PATTERNS.values())
}
TABLES = (
    Table(
        "one",
        "One pattern, lines in memory, one core",
        ("Pattern", "Traffic", "Of parse alone", "Million events/s", "MB/s", "Matched"),
        tuple((name, kind) for kind, names in _OF_KIND.items() for name in names),
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """The measurement of one pattern.

    Args:
        name: of the pattern.
        kind: of the traffic.
        events: the number of events.
        size: of all of them, in bytes.
        seconds: of processor time for all of them.
        of_parse: parse-alone's time divided by it.
        matched: the number of matching events.
    """

    name: str
    kind: str
    events: int
    size: int
    seconds: float
    of_parse: float
    matched: int


def best_cpu_times(work: dict[str, Callable[[], object]], passes: int) -> dict[str, float]:
    """The least processor time of each, in seconds; they take turns, so that noise of the machine is the same for all."""
    best = dict.fromkeys(work, float("inf"))
    for _ in range(passes):
        for name, run in work.items():
            start = time.process_time()
            run()
            best[name] = min(best[name], time.process_time() - start)
    return best


def split_lines(block: bytes) -> list[bytes]:
    """The lines of a block, as scanners split it."""
    lines = block.split(b"\n")
    lines.pop()
    return lines


def parse_alone(blocks: list[bytes]) -> int:
    """Parse each line with the library that the scanner uses, and do nothing with it."""
    from simdjson import Parser

    parse_line = Parser().parse
    count = 0
    for block in blocks:
        for line in split_lines(block):
            parse_line(line)
            count += 1
    return count


def scan(name: str, pattern: str, blocks: list[bytes], matched: dict[str, int]) -> None:
    """Evaluate the lines of all blocks, and count the matches."""
    scanner = scanner_for(parse(pattern))
    matched[name] = sum(len(scanner.scan(Lines(block)).matched) for block in blocks)


def rows(count: int, passes: int) -> list[Row]:
    """Measure all patterns.

    Args:
        count: the number of events of each kind.
        passes: the number of times for each.
    """
    measured_rows: list[Row] = []
    for kind in dict.fromkeys(kind for kind, _ in PATTERNS.values()):
        blocks = to_blocks(synthetic_events(kind, count))
        matched: dict[str, int] = {}

        work: dict[str, Callable[[], object]] = {"parse alone": partial(parse_alone, blocks)}
        for name, (of_kind, pattern) in PATTERNS.items():
            if of_kind == kind:
                work[name] = partial(scan, name, pattern, blocks, matched)
        times = best_cpu_times(work, passes)
        size = sum(map(len, blocks))
        for name, seconds in times.items():
            of_parse = times["parse alone"] / seconds
            measured_rows.append(Row(name, kind, count, size, seconds, of_parse, matched.get(name, 0)))
    return measured_rows


def figures(sizes: Sizes) -> Iterator[Figures]:
    """The table, measured."""
    cells = [
        (
            row.name,
            row.kind,
            f"{row.of_parse:.0%}",
            f"{row.events / row.seconds / 1e6:.2f}",
            f"{row.size / row.seconds / 1e6:,.0f}",
            f"{row.matched / row.events:.1%}",
        )
        for row in rows(sizes.count, sizes.passes)
    ]
    yield Figures(TABLES[0], cells)
