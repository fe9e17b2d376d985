"""All small fields: one to three alternatives of each kind, and events with each kind of value at their places."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pipefilter
from pipefilter.language.event_pattern import EventPattern

__all__ = ["ALTERNATIVES", "patterns_with", "small_events", "small_fields"]

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


def small_fields(first: str, more: int) -> Iterator[tuple[str, ...]]:
    """The first alternative with this many others that come after it in order."""
    others = [each for each in ALTERNATIVES if each > first]
    return ((first, *some) for some in combinations(others, more))


def patterns_with(alternatives: tuple[str, ...]) -> list[EventPattern]:
    """Patterns with a field that has these alternatives: at the root, below a name, and there beside another field."""
    field = f'"f":[{",".join(alternatives)}]'
    texts = (f"{{{field}}}", f'{{"o":{{{field}}}}}', f'{{"g":["s"],"o":{{{field}}}}}')
    return [pipefilter.parse(text) for text in texts]


def small_events() -> list[str]:
    """Events with each kind of value at the places of the field, or without one."""
    outer = [f'{{"g":"s","f":{value}}}' for value in VALUES]
    inner = [f'{{"g":"s","o":{{"f":{value},"x":1}}}}' for value in VALUES]
    elements = [f'{{"o":[{{"f":{value}}},{{"f":"t"}}]}}' for value in VALUES]
    return [*outer, *inner, *elements, *ABSENT]
