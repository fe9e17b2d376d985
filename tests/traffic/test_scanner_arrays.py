"""The law of the scanner on arrays of objects: fields of one array must match in the same element."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest
from rare_events import RARE, rare
from thoroughness import NIGHTLY

import pipefilter
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.scanning.events.lines import Lines

pytest.importorskip(
    "pipefilter.native_libraries.json_reader", reason="pysimdjson and stringzilla have no wheel here"
)

from pipefilter.scanning.fast.line_scanner import line_scanner

ALTERNATIVES = (
    '"p"',
    '"q"',
    '{"prefix": "p"}',
    "2",
    '{"numeric": [">", 1]}',
    "null",
    "true",
    '{"exists": true}',
)
PATHS = ("x.a", "x.b", "x.deep.c", "y.a", "x", "kind", "x.a.c")
VALUES = (
    '"p"',
    '"q"',
    '"pq"',
    "1",
    "2",
    "2.0",
    "3",
    "0",
    "-0",
    "null",
    "true",
    '["p", 2]',
    "[[2]]",
    "{}",
    '{"c": "p"}',
)


def pattern_text(chance: random.Random) -> str:
    """One branch or two, with two to four fields; some of them are wanted absent."""

    def branch() -> str:
        fields: dict[str, object] = {}
        for path in chance.sample(PATHS, chance.randint(2, 4)):
            *above, name = path.split(".")
            node = fields
            for step in above:
                inner = node.setdefault(step, {})
                if not isinstance(inner, dict):
                    break
                node = inner
            else:
                if name not in node:
                    alternatives = chance.sample(ALTERNATIVES, chance.randint(1, 3))
                    node[name] = ['{"exists": false}'] if chance.random() < 0.1 else alternatives
        return written(fields)

    branches = [branch() for _ in range(chance.choice((1, 1, 2)))]
    return branches[0] if len(branches) == 1 else f'{{"$or": [{", ".join(branches)}]}}'


def written(node: object) -> str:
    """Fields whose alternatives are JSON already, as JSON."""
    if isinstance(node, dict):
        return "{" + ", ".join(f'"{name}": {written(value)}' for name, value in node.items()) + "}"
    assert isinstance(node, list)
    return f"[{', '.join(node)}]"


def event_text(chance: random.Random) -> str:
    """An event whose lists have objects with few values: with absent and repeated names, plain values, and lists."""

    def element() -> str:
        if chance.random() < 0.1:
            return chance.choice((*VALUES, "[]", '[{"a": "p", "b": 2}]'))
        members = [f'"{name}": {chance.choice(VALUES)}' for name in ("a", "b") if chance.random() < 0.8]
        if chance.random() < 0.5:
            members.append(f'"deep": {{"c": {chance.choice(VALUES)}}}')
        if chance.random() < 0.05:
            members.append(f'"{chance.choice(("a", "b", "deep"))}": {chance.choice(VALUES)}')
        return "{" + ", ".join(members) + "}"

    def place() -> str:
        if chance.random() < 0.1:
            return element()
        return "[" + ", ".join(element() for _ in range(chance.randint(0, 4))) + "]"

    members = [f'"{name}": {place()}' for name in ("x", "y") if chance.random() < 0.9]
    members.append(f'"kind": {chance.choice(VALUES)}')
    if chance.random() < 0.03:
        members.append(f'"x": {place()}')
    return "{" + ", ".join(members) + "}"


def lines_of(chance: random.Random) -> Iterator[bytes]:
    """Events, each with a rare feature or none."""
    names = [name for name in RARE if "nested" not in name and "long" not in name and "1,000" not in name]
    while True:
        event = event_text(chance)
        yield rare(chance.choice(names), chance, event) if chance.random() < 0.15 else event.encode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("patterns", "seed"), [(60, 1), *(pytest.param(2_000, seed, marks=NIGHTLY) for seed in range(2, 6))]
)
def test_law_on_arrays_of_objects(patterns: int, seed: int) -> None:
    """Several blocks for each pattern, as later ones are evaluated by what earlier ones had."""
    chance = random.Random(seed)
    lines = lines_of(chance)
    looked_up = total = 0
    for _ in range(patterns):
        pattern = pipefilter.parse(pattern_text(chance))
        scanner = line_scanner(Matcher(pattern))
        assert scanner is not None
        reference = ReferenceMatcher(pattern)
        for _ in range(3):
            block = [next(lines) for _ in range(40)]
            scan = scanner.scan(Lines(b"".join(line + b"\n" for line in block)))
            matched, undecided = set(scan.matched), set(scan.undecided)
            for number, line in enumerate(block):
                if number not in undecided:
                    assert (number in matched) is reference.matches(line), (str(pattern), line)
            total += len(block)
            looked_up += len(block) - len(undecided) - scan.handed_over
    assert looked_up > 0.5 * total, (looked_up, total)


AGREEING = [
    (["p", 2], '{"x": [{"a": "p", "b": 1}, {"a": "q", "b": 2}]}', False),
    (["p", 2], '{"x": [{"a": "p", "b": 1}, {"a": "p", "b": 2}]}', True),
    (["p", 2], '{"x": [{"a": "p", "b": 1, "b": 2}]}', True),
    (["p", 2], '{"x": [{"a": "q", "a": "p", "b": 2}, {"b": 2}]}', True),
    (["p", 2], '{"x": [{"a": "p"}, {"a": "q", "b": 2}]}', False),
    (["p", 2], '{"x": [{"a": "p"}], "x": [{"b": 2}]}', True),
    (["p", 2], '{"x": [{"a": "p"}, {"b": 1}], "x": [{"b": 1}]}', False),
    (["p", 2], '{"x": [[{"a": "p"}], [{"b": 2}]]}', False),
    (["p", 2], '{"x": [{"a": ["q", "p"], "b": [1, 2]}]}', True),
    (["p", 2], '{"x": [{"a": "\\u0070", "b": 2}]}', True),
    (["p", 2], '{"x": [{"\\u0061": "p", "b": 2}]}', True),
    (["p", 2], '{"x": [{"a": "p", "b": 2.0}]}', True),
    (["p", 2], '{"x": [{"a": "p", "b": true}, "p", 2]}', False),
    (["p", 1], '{"x": [{"a": "p", "b": true}]}', False),
    (["p", 2], '{"x": {"a": "p", "b": 2}}', True),
]
"""Values of x.a and x.b, an event, and whether it matches."""


@pytest.mark.parametrize(("values", "event", "matches"), AGREEING)
def test_fields_agree(values: list[object], event: str, matches: bool) -> None:
    pattern = pipefilter.parse(json.dumps({"x": {"a": [values[0]], "b": [values[1]]}}))
    assert ReferenceMatcher(pattern).matches(event) is matches
    scanner = line_scanner(Matcher(pattern))
    assert scanner is not None
    before = ['{"x": [{"a": "z", "b": 9}]}', '{"x": [{"a": "p", "b": 9}, {"a": "z", "b": 2}]}']
    for _ in range(2):
        scan = scanner.scan(Lines("".join(f"{line}\n" for line in (*before, event)).encode()))
        assert not scan.undecided
        assert scan.matched == [2] * matches
