"""Does the work grow with the input, or faster? `python benchmarks/growth.py [PART]` measures at n and at 2n.

Prints, for each shape of input, the time at n, and time and peak memory at 2n as ratios to those at n: about 2 is
linear. All figures of a line are from one run of one process. With a PART, n is so many times
smaller: a quick look.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable

import pipefilter
from pipefilter.language.parse import parse
from pipefilter.matching.compile import Matcher
from pipefilter.matching.matcher import ReferenceMatcher
from pipefilter.templates.node import TemplateFault
from pipefilter.templates.read_resource import read_resource
from pipefilter.templates.template_file import template_file

THREE = parse('{"a": {"k": ["x"], "v": [1], "w": [{"exists": true}]}}')
WILD = parse('{"x": [{"wildcard": "*aa*bb*c"}]}')
CASELESS = parse('{"x": [{"suffix": {"equals-ignore-case": "ŉß"}}]}')
NESTED = parse('{"a": {"b": {"c": [1], "d": [2]}, "e": [3]}}')
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
]


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
    """A pattern with values that only the deployment knows, where numbers have to stand."""
    listed = ", ".join(f'{{numeric: [">", !Ref A{i}]}}' for i in range(n))
    return f"Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: {{source: [{listed}]}}\n"


def open_variables(n: int) -> str:
    """`Fn::Sub` of a string in which no variable ends."""
    return f"Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: !Sub '{'${' * n}'\n"


def each_key(n: int) -> str:
    """Terraform's `for_each`: so many rules of one block."""
    keys = ", ".join(f'k{i} = "v{i}"' for i in range(n))
    return f'resource "aws_cloudwatch_event_rule" "r" {{\n  for_each = {{{keys}}}\n  event_pattern = jsonencode({{source = [each.value]}})\n}}\n'


def read_template(name: str) -> Callable[[str], object]:
    """Reads a template and parses what is in it, or refuses it."""

    def read(text: str) -> object:
        try:
            template = template_file(name, text.encode())
        except TemplateFault as fault:
            return fault
        return [read_resource(one, template.text) for one in template.found]

    return read


SHAPES += [
    ("template: chain of merge keys, refused", merge_chain, 4_000, read_template("t.yaml")),
    ("template: chain of merge keys, read", merge_chain, 200, read_template("t.yaml")),
    ("template: numbers beyond a double", odd_numbers, 50_000, read_template("t.yaml")),
    ("template: mappings with their queues", rules_of_a_template, 1_000, read_template("t.yaml")),
    ("template: numbers that are not known", unknown_numbers, 200, read_template("t.yaml")),
    ("template: variables that do not end", open_variables, 20_000, read_template("t.yaml")),
    ("template: for_each", each_key, 200, read_template("t.tf")),
]


def measured(work: Callable[[str], object], text: str) -> tuple[float, int]:
    """Seconds (best of three) and peak bytes."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        work(text)
        best = min(best, time.perf_counter() - start)
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
    for name, make, full, work in SHAPES:
        n = max(4, full // part)
        once, peak_once = measured(work, make(n))
        twice, peak_twice = measured(work, make(2 * n))
        print(f"{name:42} {n:8} {1000 * once:8.1f} {twice / once:10.2f} {peak_twice / peak_once:12.2f}")


if __name__ == "__main__":
    main()
