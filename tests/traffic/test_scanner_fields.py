"""The law of the scanner on small fields, exhaustively: each pair of alternatives of a field, and each kind of value."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from thoroughness import NIGHTLY

import pipefilter

pytest.importorskip(
    "pipefilter.native_libraries.json_reader", reason="pysimdjson and stringzilla have no wheel here"
)

from scanner_law import check_rule_scanner, check_scanner

ALTERNATIVES = (
    '"s"',
    '""',
    "3",
    "null",
    "true",
    '{"prefix":"s"}',
    '{"suffix":"s"}',
    '{"wildcard":"s*"}',
    '{"equals-ignore-case":"S"}',
    '{"cidr":"10.0.0.0/8"}',
    '{"numeric":[">",2,"<",5]}',
    '{"numeric":["=",3]}',
    '{"anything-but":"s"}',
    '{"anything-but":[3]}',
    '{"anything-but":{"prefix":"s"}}',
    '{"exists":true}',
    '{"exists":false}',
)
SCALARS = ('"s"', '"S"', '""', '"t"', '"10.1.2.3"', '"\\u0073"', "3", "3.0", "30e-1", "-0", "7", "true", "null")
VALUES = (
    *SCALARS,
    *(f"[{value}]" for value in SCALARS),
    *("[]", "{}", "[[]]", "[{}]", "[[3]]", '[["s"]]', '{"a":3}', '{"f":"s"}', '[{"a":3}]', '[{"f":3}]'),
    *('["t","s"]', '[7,"s"]', '["t",3]', "[7,3]", "[null,3]", '[{},"s"]', "[[],3]", '[{"f":3},3]', "[[7,3]]"),
)
ABSENT = ("{}", '{"o":1}', '{"o":{}}', '{"o":[]}', '{"o":[{}]}', '{"o":null}', '{"f":"s"}', '{"g":"s","f":3}')


def check_field(alternatives: tuple[str, ...]) -> None:
    """Check a field with these alternatives: at the root, below a name, in elements of an array, and beside another."""
    field = f'"f":[{",".join(alternatives)}]'
    events = [f'{{"g":"s","f":{value}}}' for value in VALUES]
    inner = [f'{{"g":"s","o":{{"f":{value},"x":1}}}}' for value in VALUES]
    outer = [f'{{"o":[{{"f":{value}}},{{"f":"t"}}]}}' for value in VALUES]
    lines = [event.encode() for event in (*events, *inner, *outer, *ABSENT)]
    texts = (f"{{{field}}}", f'{{"o":{{{field}}}}}', f'{{"g":["s"],"o":{{{field}}}}}')
    patterns = [pipefilter.parse(text) for text in texts]
    for pattern in patterns:
        check_scanner(pattern, lines)
    check_rule_scanner(patterns, lines)


@pytest.mark.slow
@pytest.mark.parametrize("first", ALTERNATIVES)
def test_pairs(first: str) -> None:
    """Each pair of alternatives, and each alone."""
    json.loads(first)
    check_field((first,))
    for second in ALTERNATIVES:
        if first < second:
            check_field((first, second))


@NIGHTLY
@pytest.mark.slow
@pytest.mark.parametrize("first", ALTERNATIVES)
def test_triples(first: str) -> None:
    """Each three alternatives."""
    for others in combinations([each for each in ALTERNATIVES if each > first], 2):
        check_field((first, *others))
