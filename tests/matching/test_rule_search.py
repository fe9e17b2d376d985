"""The search of many patterns: on every combination of values and repeated names, it finds what the reference matcher finds."""

from __future__ import annotations

import itertools
import json
import random

import pytest
from thoroughness import NIGHTLY

import pipefilter
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.matching.rule_set import RuleSet
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.scanner_for import scanner_for_rules

FEW = 6
"""More events than it takes until the short cuts are prepared."""

PAIRS = [
    ("x", "y"),
    ("x", "z"),
    ("x", "?"),
    ("y", "y"),
    ("y", "z"),
    ("é", "y"),
    ("é", "é"),
    ("?", "x"),
    ("z", "x"),
]
WHOLE: dict[str, dict[str, object]] = {f"whole {a} {b}": {"p": {"a": [a], "b": [b]}} for a, b in PAIRS}
PLAIN = {name: pattern for name, pattern in WHOLE.items() if "?" not in name}
SETS: dict[str, dict[str, dict[str, object]]] = {
    "whole strings in two fields": PLAIN,
    "and question marks": WHOLE,
    "in one field": {f"one {a} {b}": {"p": {"a": [a, b]}} for a, b in PAIRS},
    "at the root": {f"root {a} {b}": {"a": [a], "b": [b]} for a, b in PAIRS},
    "deeper": {f"deep {a} {b}": {"p": {"q": {"a": [a], "b": [b]}}} for a, b in PAIRS},
    "prefixes too": {**PLAIN, "prefix": {"p": {"a": [{"prefix": "x"}], "b": ["y"]}}},
    "numbers too": {
        **WHOLE,
        "number": {"p": {"a": [1], "b": [2, "y"]}},
        "constant": {"p": {"a": [None, True]}},
    },
    "absence": {**PLAIN, "absent": {"p": {"a": ["x"], "b": [{"exists": False}]}}},
    "negation": {**PLAIN, "not": {"p": {"a": ["x", "y"], "b": [{"anything-but": ["y"]}]}}},
    "three fields": {f"three {a} {b}": {"p": {"a": [a], "b": [b]}, "c": ["x", "y"]} for a, b in PAIRS},
}
VALUES = (
    '"x"',
    '"y"',
    '"é"',
    r'"\u00e9"',
    '"?"',
    '""',
    "1",
    "1.0",
    "null",
    "true",
    '["x"]',
    '["x", "y"]',
    '["z", 1]',
)
MEMBERS = (
    *(f'"a": {value}' for value in VALUES),
    *(
        '"a": {"a": "x"}',
        '"a": [{"a": "x"}]',
        '"a": "y", "a": "x"',
        r'"a": "y", "\u0061": "x"',
        '"a.b": "x"',
        '"c": "x"',
    ),
)
OTHERS = (
    '"b": "y"',
    '"b": "z"',
    '"b": ["y", "?"]',
    '"b": 2',
    '"n": "a"',
    '"b": "x", "b": "y"',
    r'"\u0062": "y"',
)
AROUND = (
    "{{{}}}",
    '{{"p": {{{}}}, "c": "x"}}',
    '{{"p": {{"q": {{{}}}}}}}',
    '{{"p": {{}}, "p": {{{}}}}}',
    '{{"p": {{"a": "y", "b": "y"}}, "p": {{{}}}}}',
    '{{"p": [{{{}}}]}}',
    '{{"p": {{{}}}, "n": {{"p": 1, "a": "x"}}}}',
    r'{{"p": {{{}}}, "\u0070": {{"a": "x", "b": "y"}}}}',
    '{{"p": {{{}}}, "p.a": "x", "c": ["y"]}}',
    '{{"p": "a", "n": {{{}}}}}',
)


def events() -> list[str]:
    return [
        around.format(", ".join(members)) for around in AROUND for members in itertools.product(MEMBERS, OTHERS)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("share", [0.2, pytest.param(1, marks=NIGHTLY)])
def test_all_ways_of_evaluating_agree(name: str, share: float) -> None:
    patterns = {key: pipefilter.parse(json.dumps(pattern)) for key, pattern in SETS[name].items()}
    references = {key: ReferenceMatcher(pattern) for key, pattern in patterns.items()}
    rules, scanner = RuleSet(patterns), scanner_for_rules(patterns)
    for _ in range(FEW):
        rules.matching("{}")
    every = events()
    lines = random.Random(name).sample(every, int(share * len(every)))
    scanned = scanner.scan(Lines("".join(f"{line}\n" for line in lines).encode()))
    names = list(patterns)
    for index, line in enumerate(lines):
        expected = [key for key, each in references.items() if each.matches(line)]
        assert rules.matching(line.encode()) == expected, line
        if index not in scanned.undecided:
            assert [names[number] for number in scanned.rules.get(index, ())] == expected, line
        value = json.loads(line)
        expected = [key for key, each in references.items() if each.matches(value)]
        assert rules.matching(value) == expected, value


def test_a_lone_surrogate_is_a_question_mark_for_the_index() -> None:
    rules, plain = RuleSet(WHOLE), RuleSet(PLAIN)
    reference = {key: ReferenceMatcher(pipefilter.parse(json.dumps(pattern))) for key, pattern in WHOLE.items()}
    for a, b in itertools.product(("x", "?", "\ud800", "x\ud800"), ("y", "?", "\udc00")):
        event = {"p": {"a": a, "b": b}}
        expected = [key for key, each in reference.items() if each.matches(event)]
        assert rules.matching(event) == expected
        assert plain.matching(event) == [key for key in expected if key in PLAIN]
