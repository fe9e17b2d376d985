"""Pairs of patterns that have much in common, and events near them, drawn with a seed."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator

from pipefilter import EventPattern, InvalidEventPattern, parse
from pipefilter.json_text.writer import written
from pipefilter.language.branches import every_field

__all__ = ["RandomPatterns"]

_TEXTS = (
    "",
    "a",
    "b",
    "ab",
    "ba",
    "aB",
    "A",
    "?",
    "10.0.0.1",
    "10.0.0.2",
    "010.0.0.1",
    "::1",
    "ß",
    "SS",
    '"',
    'a"',
    "1",
    "true",
)
_NUMBERS = ("0", "1", "2", "1.0", "1.5", "-1", "1e400", "101", "9007199254740993")
_WILDCARDS = ("*", "a*", "*b", "a*b", "*a*", "?", "*?", "", "10.*", "ab")
_RANGES = ('["=",1]', '["<",1]', '["<=",1]', '[">",1]', '[">=",1]', '[">",0,"<",2]', '[">=",1,"<=",2]')
_BLOCKS = ("10.0.0.0/8", "10.0.0.0/31", "::/64", "16.0.0.0/8")
_EXCLUDED = (
    '"a"', '["a","b"]', "1", "[1,2]", '""', '"10.0.0.1"', '{"prefix":"a"}', '{"suffix":["b","ab"]}',
    '{"wildcard":"a*"}', '{"equals-ignore-case":"AB"}', '{"wildcard":"*"}',
)  # fmt: skip
_NAMES = "abc"
_LISTS = re.compile(r"\[(?:[^\[\]{}]|\{[^{}\[\]]*\})*\]")


class RandomPatterns:
    """Patterns and events over three names and two levels."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def pairs(self) -> Iterator[tuple[EventPattern, EventPattern]]:
        """Pairs without end: unlike ones, and ones of which the second is a change of the first."""
        while True:
            first = self._object(1)
            second = self._object(1) if self._random.random() < 0.3 else self._changed(first)
            if self._random.random() < 0.2:
                second = f'{{"$or":[{first},{second}]}}'
            elif self._random.random() < 0.2:
                second = f'{{"$or":[{self._changed(first)},{self._changed(first)}]}}'
            try:
                yield parse(first), parse(second)
            except InvalidEventPattern:
                continue  # too many combinations

    def events(self, patterns: tuple[EventPattern, EventPattern]) -> Iterator[str]:
        """Events without end, whose values are near those of two patterns."""
        near = [
            written(value)
            for pattern in patterns
            for field in every_field(pattern.members)
            for operator in field.alternatives
            for value, _ in zip(operator.boundary_values("x"), range(4), strict=False)
        ]
        while True:
            yield self._event(1, near)

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def _text(self) -> str:
        return json.dumps(self._random.choice(_TEXTS))

    def _alternative(self) -> str:
        choose = self._random.choice
        texts = {
            "number": choose(_NUMBERS),
            "literal": choose(("true", "false", "null")),
            "exists": f'{{"exists":{choose(("true", "false", "false"))}}}',
            "caseless": f'{{"{choose(("prefix", "suffix"))}":{{"equals-ignore-case":{self._text()}}}}}',
            "wildcard": f'{{"wildcard":{json.dumps(choose(_WILDCARDS))}}}',
            "numeric": f'{{"numeric":{choose(_RANGES)}}}',
            "cidr": f'{{"cidr":"{choose(_BLOCKS)}"}}',
            "anything-but": f'{{"anything-but":{choose(_EXCLUDED)}}}',
            "on a string": f'{{"{choose(("prefix", "suffix", "equals-ignore-case"))}":{self._text()}}}',
        }
        if self._chance(0.25):
            return self._text()
        return texts[choose((*texts, "on a string", "anything-but"))]

    def _list(self) -> str:
        return f"[{','.join(self._alternative() for _ in range(self._random.choice((1, 1, 1, 2, 2, 3))))}]"

    def _object(self, level: int) -> str:
        members = []
        for name in self._random.sample(_NAMES, self._random.choice((1, 1, 2, 2, 3))):
            if level < 2 and self._chance(0.45):
                members.append(f'"{name}":{self._object(level + 1)}')
            elif level == 1 and self._chance(0.1):
                members.append(f'"{name}.{self._random.choice(_NAMES)}":{self._list()}')
            else:
                members.append(f'"{name}":{self._list()}')
        if self._chance(0.2):
            choices = ",".join(self._object(level) for _ in range(self._random.choice((2, 2, 3))))
            members.insert(self._random.randrange(len(members) + 1), f'"$or":[{choices}]')
        return f"{{{','.join(members)}}}"

    def _changed(self, pattern: str) -> str:
        """A pattern with another list somewhere."""
        spans = [match.span() for match in _LISTS.finditer(pattern)]
        if not spans:
            return self._object(1)
        start, end = self._random.choice(spans)
        return pattern[:start] + self._list() + pattern[end:]

    def _scalar(self, near: list[str]) -> str:
        choose = self._random.choice
        if near and self._chance(0.5):
            return choose(near)
        return choose((self._text(), choose(_NUMBERS), "true", "null", "false", '"c"', '"other"'))

    def _value(self, level: int, near: list[str]) -> str:
        kind = self._random.random()
        if kind < 0.35 or level == 3:
            return self._scalar(near)
        if kind < 0.6:
            return self._event(level + 1, near)
        if kind < 0.9:
            return f"[{','.join(self._element(level, near) for _ in range(self._random.choice((0, 1, 2, 2))))}]"
        return "null"

    def _element(self, level: int, near: list[str]) -> str:
        kind = self._random.random()
        if kind < 0.3:
            return self._value(level, near)
        return self._event(level + 1, near) if kind < 0.7 else self._scalar(near)

    def _event(self, level: int, near: list[str]) -> str:
        members = [f'"{name}":{self._value(level, near)}' for name in _NAMES if self._chance(0.6)]
        if self._chance(0.05):
            members.append(f'"a.b":{self._value(3, near)}')
        return f"{{{','.join(members)}}}"
