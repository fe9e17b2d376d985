"""Does the work grow with the input, or faster? Measured at n and at 2n.

For each shape of input: time and peak memory at 2n as ratios to those at n, in which about 2 is linear, and the time at
n. All figures of a line are from one run of one process.
"""

from __future__ import annotations

import gzip
import io
import time
import tracemalloc
from collections.abc import Callable, Iterator
from typing import TypeVar

import pipefilter
from benchmarks import short_cut_shapes
from benchmarks.table import Figures, Sizes, Table
from pipefilter import dynamodb_stream as ddb
from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition, combine
from pipefilter.language.parse import parse
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.scanning.block_scan import BlockScanner
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.scan_result import ScanOptions, ScanResult
from pipefilter.scanning.scanner_for import scanner_for
from pipefilter.templates.nodes.node import TemplateFault
from pipefilter.templates.parsed_resource import parse_resource
from pipefilter.templates.template_file import template_file

__all__ = ["TABLES", "figures"]

T = TypeVar("T")
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
    element = '{"b":[{"c":1},{"d":2}],"e":3}'
    return '{"a":[' + ",".join([element] * n) + "]}"


def long_text(n: int) -> str:
    """A string that a wildcard nearly matches."""
    return '{"x":"' + "ab" * n + '"}'


def many_names(n: int) -> str:
    """Names that are in no pattern."""
    return "{" + ",".join(f'"n{i}":{i}' for i in range(n)) + "}"


def deep(n: int) -> str:
    """Arrays in arrays, up to AWS's 1,000 levels, over and over."""
    return '{"x":[' + ",".join(["[" * 400 + '"b"' + "]" * 400] * n) + "]}"


def fields_of_a_pattern(n: int) -> str:
    """A pattern with many fields."""
    return "{" + ",".join(f'"n{i}":[{i}]' for i in range(n)) + "}"


def repeated_keys(n: int) -> str:
    """One key over and over, each time with an array in which no element has all required fields."""
    return "{" + ",".join(['"a":[{"b":1,"e":1},{"c":2},{"d":3}]'] * n) + "}"


def order_lines(n: int) -> str:
    """An order with n lines, each with five fields."""
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
    ("compiled: names that the pattern does not contain", many_names, 50_000, Matcher(THREE).matches),
    ("compiled: deep arrays", deep, 300, Matcher(WILD).matches),
    ("parse: many fields", fields_of_a_pattern, 500, parse),
    ("compiled: repeated keys over arrays", repeated_keys, 6400, or_undecided(Matcher(REPEATED).matches)),
    ("reference: the same", repeated_keys, 1600, or_undecided(ReferenceMatcher(REPEATED).matches)),
    ("explain: the same", repeated_keys, 6400, or_undecided(lambda e: pipefilter.explain(REPEATED, e))),
    ("rules: 3 on the lines of an order", order_lines, 4000, order_rules(3).matching),
    ("rules: 1,000 on the lines of an order", order_lines, 400, order_rules(1000).matching),
    ("rules: 1,000 on names with dots", labels, 1000, label_rules(1000).matching),
]


def filtered(text: str) -> ScanResult:
    """The counts of `pipefilter filter` for a file."""
    return filtered_bytes(text.encode())


def filtered_gzip(text: str) -> ScanResult:
    """The counts for the file compressed by gzip."""
    return filtered_bytes(gzip.compress(text.encode(), 1))


def filtered_members(text: str) -> ScanResult:
    """The counts for the file with each character in a gzip member of its own."""
    return filtered_bytes(b"".join(gzip.compress(character.encode()) for character in text))


def filtered_bytes(data: bytes) -> ScanResult:
    """The counts for the bytes of a file."""
    block_scanner = BlockScanner(scanner_for(TRAFFIC), ScanOptions(lines=True, faults=10))
    return ScanResult.joined(block_scanner.scan(block) for block in blocks(io.BytesIO(data)))


TRAFFIC = parse('{"a": ["x"]}')
TRAFFIC_SHAPES: list[tuple[str, Callable[[int], str], int, Callable[[str], object]]] = [
    (
        "filter: one event over lines that start with commas",
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


TYPES = {f"{letter}{number}": "S" for letter in "abc" for number in range(200)}
FIVE = {f"a{number}": [f"VALUE{value}" for value in range(5)] for number in range(200)}


def any_of_three(n: int) -> Condition:
    """All of several conditions, each any of three."""
    each = [
        combine(AnyOf, ddb.changed(f"a{i}"), ddb.became(f"b{i}", "X"), ddb.new(f"c{i}").equals("Y"))
        for i in range(n)
    ]
    return combine(AllOf, *each)


def all_changed(n: int) -> Condition:
    """All of several attributes changed."""
    return ddb.all_changed(*(f"a{i}" for i in range(n)))


def none_changed(n: int) -> Condition:
    """None of several attributes changed."""
    return ~ddb.any_changed(*(f"a{i}" for i in range(n)))


def typed(condition: Condition) -> object:
    """Narrowed with types known."""
    return ddb.narrow(condition, types=TYPES)


def with_values(condition: Condition) -> object:
    """Narrowed with types and values known."""
    return ddb.narrow(condition, types=TYPES, values=FIVE)


NARROWINGS: list[tuple[str, Callable[[int], Condition], int, Callable[[Condition], object]]] = [
    ("narrow: all of n any-of-three", any_of_three, 64, typed),
    ("narrow: all of n changed, 5 values", all_changed, 64, with_values),
    ("narrow: not any of n changed", none_changed, 80, typed),
]
"""Beyond a budget of steps, patterns become wider, and the work stops growing."""


def merge_chain(n: int) -> str:
    """YAML in which each mapping merges the one before."""
    return (
        "M:\n  a0: &a0 {k0: 1}\n"
        + "".join(f"  a{i}: &a{i}\n    <<: *a{i - 1}\n    k{i}: 1\n" for i in range(1, n))
        + "Resources: {R: {Type: AWS::SNS::Topic}}\n"
    )


def odd_numbers(n: int) -> str:
    """YAML with numbers that no double holds: hexadecimal, binary, and in base 60."""
    return f"a: 0x{'f' * n}\nb: 0b{'1' * n}\nc: {'1:' * (n // 2)}1\nd: {'1:' * (n // 2)}1.5\n"


def rules_of_a_template(n: int) -> str:
    """A mapping and its queue, over and over."""
    return "Resources:\n" + "".join(
        f"  Q{i}: {{Type: AWS::SQS::Queue}}\n  M{i}:\n    Type: AWS::Lambda::EventSourceMapping\n    Properties:\n"
        f"      EventSourceArn: !GetAtt Q{i}.Arn\n"
        f'      FilterCriteria: {{Filters: [{{Pattern: \'{{"body":{{"a":[{i}]}}}}\'}}]}}\n'
        for i in range(n)
    )


def unknown_numbers(n: int) -> str:
    """A pattern with values that are not known before the deployment, in place of numbers."""
    alternatives = ", ".join(f'{{numeric: [">", !Ref A{i}]}}' for i in range(n))
    return f"Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: {{source: [{alternatives}]}}\n"


def open_variables(n: int) -> str:
    """`Fn::Sub` of a string in which no variable ends."""
    return f"Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: !Sub '{'${' * n}'\n"


def each_key(n: int) -> str:
    """Terraform's `for_each`: n rules of one block."""
    keys = ", ".join(f'k{i} = "v{i}"' for i in range(n))
    return f'resource "aws_cloudwatch_event_rule" "r" {{\n  for_each = {{{keys}}}\n  event_pattern = jsonencode({{source = [each.value]}})\n}}\n'


def read_template(name: str) -> Callable[[str], object]:
    """Reads a template and parses its filters, or refuses it."""

    def read(text: str) -> object:
        try:
            template = template_file(name, text.encode())
        except TemplateFault as fault:
            return fault
        return [parse_resource(resource, template.text) for resource in template.resources]

    return read


SHAPES += [
    ("template: chain of merge keys, rejected", merge_chain, 4_000, read_template("t.yaml")),
    ("template: chain of merge keys, read", merge_chain, 200, read_template("t.yaml")),
    ("template: numbers beyond a double", odd_numbers, 50_000, read_template("t.yaml")),
    ("template: mappings with their queues", rules_of_a_template, 1_000, read_template("t.yaml")),
    ("template: unknown numbers", unknown_numbers, 200, read_template("t.yaml")),
    ("template: variables that do not end", open_variables, 20_000, read_template("t.yaml")),
    ("template: for_each", each_key, 200, read_template("t.tf")),
]


def measure(work: Callable[[T], object], value: T) -> tuple[float, int]:
    """Seconds of the processor (best of three), so that other work does not show; and peak bytes."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work(value)
        best = min(best, time.process_time() - start)
    tracemalloc.start()
    work(value)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return best, peak


_FIRST_CALLS = 20
"""Some work takes a shorter way after the first events."""


def ratios(
    name: str, make: Callable[[int], T], full: int, work: Callable[[T], object], part: int
) -> tuple[str, ...]:
    """Measure one shape, with an n that is smaller by the factor `part`."""
    n = max(4, full // part)
    for _ in range(_FIRST_CALLS):
        work(make(4))
    once, peak_once = measure(work, make(n))
    twice, peak_twice = measure(work, make(2 * n))
    return name, f"{n:,}", f"{twice / once:.1f}", f"{peak_twice / peak_once:.1f}", f"{1000 * once:,.1f}"


TABLES = (
    Table(
        "growth",
        "Growth",
        ("Shape", "n", "Time 2n/n", "Memory 2n/n", "ms at n"),
        (
            *((shape[0],) for shape in [*SHAPES, *TRAFFIC_SHAPES, *short_cut_shapes.TEXTS]),
            *((shape[0],) for shape in short_cut_shapes.DICTS),
            *((shape[0],) for shape in short_cut_shapes.FILES),
            *((shape[0],) for shape in NARROWINGS),
        ),
    ),
)


def figures(sizes: Sizes) -> Iterator[Figures]:
    """The table, measured."""
    part = sizes.growth_part
    rows = [ratios(*shape, part) for shape in [*SHAPES, *TRAFFIC_SHAPES, *short_cut_shapes.TEXTS]]
    rows += [ratios(*dict_shape, part) for dict_shape in short_cut_shapes.DICTS]
    rows += [ratios(*file_shape, part) for file_shape in short_cut_shapes.FILES]
    yield Figures(TABLES[0], rows + [ratios(*narrowing, part) for narrowing in NARROWINGS])
