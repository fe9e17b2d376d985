"""Does the work grow with the input, or faster? `python benchmarks/growth.py [PART]` measures at n and at 2n.

Prints, for each shape of input, the time at n, and time and peak memory at 2n as ratios to those at n: about 2 is
linear. All figures of a line are from one run of one process. With a PART, n is so many times
smaller: a quick look.
"""

from __future__ import annotations

import gzip
import io
import sys
import time
import tracemalloc
from collections.abc import Callable

import pipefilter
from pipefilter.language.parse import parse
from pipefilter.matching.compile import Matcher
from pipefilter.matching.matcher import ReferenceMatcher
from pipefilter.scanning.block_judge import BlockJudge
from pipefilter.scanning.blocks import blocks
from pipefilter.scanning.judged import Judged, Wanted
from pipefilter.scanning.scanner_for import scanner_for

THREE = parse('{"a": {"k": ["x"], "v": [1], "w": [{"exists": true}]}}')
WILD = parse('{"x": [{"wildcard": "*aa*bb*c"}]}')
CASELESS = parse('{"x": [{"suffix": {"equals-ignore-case": "ŉß"}}]}')
NESTED = parse('{"a": {"b": {"c": [1], "d": [2]}, "e": [3]}}')
REPEATED = parse('{"a": {"b": [1], "c": [2], "d": [3], "e": [{"exists": false}]}}')
ABSENT = parse('{"a": {"k": ["x"], "w": [{"exists": false}]}, "z": [1]}')


def array_of_objects(n: int) -> str:
    """No element has all three fields."""
    return '{"a":[' + ",".join(['{"k":"x","v":1}'] * n) + ',{"w":0}]}'


def arrays_in_arrays(n: int) -> str:
    """Each element has an array of its own."""
    one = '{"b":[{"c":1},{"d":2}],"e":3}'
    return '{"a":[' + ",".join([one] * n) + "]}"


def long_text(n: int) -> str:
    """A text that a wildcard nearly takes."""
    return '{"x":"' + "ab" * n + '"}'


def many_names(n: int) -> str:
    """Names that no pattern asks for."""
    return "{" + ",".join(f'"n{i}":{i}' for i in range(n)) + "}"


def deep(n: int) -> str:
    """Arrays in arrays, up to AWS's 1,000 levels, over and over."""
    return '{"x":[' + ",".join(["[" * 400 + '"b"' + "]" * 400] * n) + "]}"


def fields_of_a_pattern(n: int) -> str:
    """A pattern with many fields."""
    return "{" + ",".join(f'"n{i}":[{i}]' for i in range(n)) + "}"


def repeated_keys(n: int) -> str:
    """One key over and over, each time with an array in which no element has all that is asked for."""
    return "{" + ",".join(['"a":[{"b":1,"e":1},{"c":2},{"d":3}]'] * n) + "}"


def order_lines(n: int) -> str:
    """An order with so many lines, each with five fields."""
    line = '{{"sku":"S{}","state":"NEW","store":"W{}","count":{},"kind":"k{}"}}'
    lines = ",".join(line.format(i % 20, i % 3, i % 9, i % 4) for i in range(n))
    return f'{{"source":"shop","detail":{{"lines":[{lines}]}}}}'


def labels(n: int) -> str:
    """Labels whose names have dots, as those of Kubernetes."""
    return '{"labels":{' + ",".join(f'"app.kubernetes.io/n{i}":"web"' for i in range(n)) + "}}"


def order_rules(count: int) -> pipefilter.RuleSet:
    """Rules with five fields of the lines of an order, with values that many of them share."""
    rules = {
        f"{n}": {
            "source": ["shop"],
            "detail": {
                "lines": {
                    "sku": [f"S{n % 20}", f"S{(n + 1) % 20}"],
                    "state": ["NEW", "PAID"],
                    "store": ["W0", "W1"],
                    "count": [n % 9, 2],
                    "kind": ["k0", "k1"],
                }
            },
        }
        for n in range(count)
    }
    return pipefilter.RuleSet(rules)


def label_rules(count: int) -> pipefilter.RuleSet:
    """Rules on one label each."""
    return pipefilter.RuleSet({f"{n}": {"labels": {f"app.kubernetes.io/n{n}": ["web"]}} for n in range(count)})


def or_undecided(work: Callable[[str], object]) -> Callable[[str], object]:
    """The same work, which may end without a verdict."""

    def attempt(event: str) -> object:
        try:
            return work(event)
        except pipefilter.EventTooIntricate:
            return None

    return attempt


SHAPES: list[tuple[str, Callable[[int], str], int, Callable[[str], object]]] = [
    ("compiled: array of objects, 3 fields", array_of_objects, 50_000, Matcher(THREE).matches),
    ("reference: array of objects, 3 fields", array_of_objects, 10_000, ReferenceMatcher(THREE).matches),
    ("explain: array of objects, 3 fields", array_of_objects, 25_000, lambda e: pipefilter.explain(THREE, e)),
    ("compiled: exists false in an array", array_of_objects, 50_000, Matcher(ABSENT).matches),
    ("compiled: arrays in arrays", arrays_in_arrays, 20_000, Matcher(NESTED).matches),
    ("compiled: wildcard against a long text", long_text, 128_000, Matcher(WILD).matches),
    ("compiled: ignoring case in a long text", long_text, 128_000, Matcher(CASELESS).matches),
    ("compiled: names not asked for", many_names, 50_000, Matcher(THREE).matches),
    ("compiled: deep arrays", deep, 300, Matcher(WILD).matches),
    ("parse: many fields", fields_of_a_pattern, 500, parse),
    ("compiled: repeated keys over arrays", repeated_keys, 6400, or_undecided(Matcher(REPEATED).matches)),
    ("reference: the same", repeated_keys, 1600, or_undecided(ReferenceMatcher(REPEATED).matches)),
    ("explain: the same", repeated_keys, 6400, or_undecided(lambda e: pipefilter.explain(REPEATED, e))),
    ("rules: 3 on the lines of an order", order_lines, 4000, order_rules(3).matching),
    ("rules: 1,000 on the lines of an order", order_lines, 400, order_rules(1000).matching),
    ("rules: 1,000 on names with dots", labels, 1000, label_rules(1000).matching),
]


def filtered(text: str) -> Judged:
    """What `pipefilter filter` finds in a file."""
    return filtered_bytes(text.encode())


def filtered_gzip(text: str) -> Judged:
    """The same, of the file packed by gzip."""
    return filtered_bytes(gzip.compress(text.encode(), 1))


def filtered_members(text: str) -> Judged:
    """The same, with each character in a gzip member of its own."""
    return filtered_bytes(b"".join(gzip.compress(character.encode()) for character in text))


def filtered_bytes(data: bytes) -> Judged:
    """What is found in a file by its bytes."""
    judge = BlockJudge(scanner_for(TRAFFIC), Wanted(lines=True, faults=10))
    return Judged.joined(judge.judge(block) for block in blocks(io.BytesIO(data)))


TRAFFIC = parse('{"a": ["x"]}')
TRAFFIC_SHAPES: list[tuple[str, Callable[[int], str], int, Callable[[str], object]]] = [
    (
        "filter: one event, its lines comma first",
        lambda n: '{"a":[0\n' + ",{}\n" * n + "]}\n",
        100_000,
        filtered,
    ),
    ("filter: lines that open and never close", lambda n: '{"a":\n' * n, 50_000, filtered),
    ("filter: the same on one line", lambda n: "{}\n" + '{"a":' * n + "\n", 100_000, filtered),
    ("filter: blank lines", lambda n: "\n" * n, 4_000_000, filtered),
    ("filter: blank lines, gzip", lambda n: "\n" * n, 4_000_000, filtered_gzip),
    ("filter: gzip members of one byte", lambda n: "\n" * n, 20_000, filtered_members),
    ("filter: events followed by a comma", lambda n: '{"a":"x"},\n' * n, 50_000, filtered),
    ("filter: short malformed lines", lambda n: '{"a" "x"}\n' * n, 50_000, filtered),
    ("filter: a long malformed line", lambda n: '{}\n{"a":[' + '{"a":"x"},' * n + "\n", 100_000, filtered),
    ("filter: one array on one line", lambda n: "[" + '{"a":"x"},' * n + "{}]\n", 200_000, filtered),
    (
        "filter: an array on a line among others",
        lambda n: "{}\n[" + '{"a":"x"},' * n + "{}]\n",
        100_000,
        filtered,
    ),
    ("filter: objects with nothing between", lambda n: '{"a":"x"}' * n, 200_000, filtered),
]


def measured(work: Callable[[str], object], text: str) -> tuple[float, int]:
    """Seconds of the processor (best of three), so that other work does not show; and peak bytes."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work(text)
        best = min(best, time.process_time() - start)
    tracemalloc.start()
    work(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return best, peak


def main() -> None:
    """Print the table."""
    part = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    print(f"Python {sys.version.split()[0]}")
    print(f"{'shape':42} {'n':>8} {'ms at n':>8} {'time 2n/n':>10} {'memory 2n/n':>12}")
    for name, make, full, work in [*SHAPES, *TRAFFIC_SHAPES]:
        n = max(4, full // part)
        once, peak_once = measured(work, make(n))
        twice, peak_twice = measured(work, make(2 * n))
        print(f"{name:42} {n:8} {1000 * once:8.1f} {twice / once:10.2f} {peak_twice / peak_once:12.2f}")


if __name__ == "__main__":
    main()
