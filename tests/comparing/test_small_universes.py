"""Answers on conditions on one field, attacked with every value of small universes of hostile characters, numbers and addresses."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from compared_verdicts import assert_true
from thoroughness import NIGHTLY

from pipefilter import InvalidEventPattern, parse
from pipefilter.comparing.comparison import compare_patterns
from pipefilter.json_text.number import Number

ALPHABETS = (
    'a"?', "\ud800\udc00?\U00010000", '\ud83d\ude00\U0001f600"', "kK\u212ax", "\xdfSs\u017f", "\u01c4\u01c5\u01c6",
    "\u0131iI\u0130", "\u0149\u02bcNn", "\u03c3\u03c2\u03a3", "a*\\", "10:.", "\ufb01FIf", '?"\udfff\udbff', "i\u0307\u0130",
)  # fmt: skip
NUMBERS = (
    ("0", "-0", "4.9e-324", "-4.9e-324", "1e-323", "5e-324", "1e-400"),
    ("1", "1.0000000000000002", "1.0000000000000004", "0.9999999999999999", "1.0", "10e-1", "1.0000000000000001"),
    ("1e400", "1E400", "10e399", "1.7976931348623157e308", "1.7976931348623155e308", "-1.7976931348623157e308"),
    ("9007199254740992", "9007199254740993", "9007199254740994", "9007199254740992.0", "9007199254740993.0"),
    ("100", "1e2", "1E2", "10", "1E5", "10000000", "100.5", "-10", "16", "256", "1E50", "100000000000000000000"),
)  # fmt: skip
ADDRESSES = (
    "0.0.0.1", "10.0.0.0", "10.0.0.1", "010.0.0.1", "255.255.255.255", "16.0.0.0", "10.0.0.256", "1.2.3", "::", "::1",
    "1000::", "a00::", "A00:1::", "0a00::1", "::ffff:a00:1", "::ffff:0:0", "::fffe:ffff:ffff", "::1:0:0:0", "a00:", ":",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "0:0:0:0:0:0:0:1", "00000a00::1", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:8",
)  # fmt: skip
BLOCKS = (
    "10.0.0.0/8", "10.0.0.0/31", "0.0.0.0/0", "128.0.0.0/1", "16.0.0.0/8", "255.0.0.0/8", "30.80.0.0/12", "::/0", "::/1",
    "a00::/16", "a00::/32", "::ffff:0:0/96", "::ffff:a00:0/120", "::fffe:0:0/95", "::/64", "::/127", "1000::/16",
)  # fmt: skip


class OfTexts:
    """Conditions on strings of an alphabet, and all strings of up to three characters."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._characters = chance.choice(ALPHABETS)
        texts = {"".join(each) for length in range(4) for each in product(self._characters, repeat=length)}
        self.values = (*map(json.dumps, sorted(texts)), "1", "null")

    def _text(self) -> str:
        return "".join(self._chance.choices(self._characters, k=self._chance.choice((0, 1, 1, 2, 2, 3))))

    def _wildcard(self) -> str:
        text = "".join(self._chance.choices(f"{self._characters}*", k=self._chance.choice((1, 2, 3, 4))))
        text = text.replace("\\", "\\\\").replace("**", "*").replace("**", "*")
        return text.replace("*", "\\*", 1) if self._chance.random() < 0.2 else text

    def alternative(self) -> object:
        """An alternative of the field."""
        keyword = self._chance.choice(("prefix", "suffix", "equals-ignore-case", "wildcard", "exactly", ""))
        text = self._wildcard() if keyword == "wildcard" else self._text()
        form = self._chance.random()
        if not keyword:
            return text if form < 0.7 else {"anything-but": [text, self._text()]}
        if form < 0.3 and keyword in ("prefix", "suffix"):
            return {keyword: {"equals-ignore-case": text}}
        if form < 0.5 and keyword != "exactly":
            return {"anything-but": {keyword: [text or "a"]}}
        return {keyword: text}


class OfNumbers:
    """Conditions on a few numbers, and these numbers, the doubles next to them, and numbers like addresses."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._numbers = chance.choice(NUMBERS)
        doubles = [value for each in self._numbers if (value := Number(each).comparable) is not None]
        near = [math.nextafter(value, end) for value in doubles for end in (-math.inf, math.inf)]
        texts = (
            *self._numbers,
            *(repr(value) for value in near if math.isfinite(value)),
            "1e5",
            "10000001",
            "1E4",
            "7",
        )
        self.values = (*texts, *map(json.dumps, texts), '"16.0.0.0"', '"1e50::"', "true")

    def alternative(self) -> object:
        """An alternative of the field, as a string of JSON for the sake of its numbers."""
        number, other = self._chance.choices(self._numbers, k=2)
        low, high = self._chance.choice((">", ">=")), self._chance.choice(("<", "<="))
        return Written(
            self._chance.choice(
                (
                    number,
                    json.dumps(number),
                    f'{{"numeric": ["{self._chance.choice((low, high, "="))}", {number}]}}',
                    f'{{"numeric": ["{low}", {number}, "{high}", {other}]}}',
                    f'{{"anything-but": [{number}, {other}]}}',
                    f'{{"cidr": "{self._chance.choice(BLOCKS)}"}}',
                    '{"anything-but": "x"}',
                    '{"exists": true}',
                )
            )
        )


class OfAddresses:
    """Conditions on addresses, and addresses, strings that are nearly addresses, and numbers."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        near = [
            start + text + end
            for text in ADDRESSES
            for start, end in (("", ""), ("", "q"), ("x", ""), ("", "1"), ("", ":"))
        ]
        self.values = (
            *map(json.dumps, near),
            "10",
            "10000000",
            "101",
            "16",
            "1E5",
            "0",
            "null",
            '"254.1.1.1"',
            '"7fff::"',
        )

    def alternative(self) -> object:
        """An alternative of the field."""
        text, block = self._chance.choice(ADDRESSES), self._chance.choice(BLOCKS)
        keyword = self._chance.choice(
            ("cidr", "cidr", "prefix", "suffix", "wildcard", "exactly", "", "anything-but")
        )
        start, end = text[: self._chance.randrange(5)], text[-self._chance.randrange(1, 4) :]
        part = {"prefix": start, "suffix": end, "wildcard": f"{start}*{end}"}
        if not keyword:
            return text
        if keyword == "anything-but":
            kind = self._chance.choice((*part, ""))
            return {keyword: {kind: [part[kind] or ":"]} if kind else [text, "::1"]}
        return {keyword: block if keyword == "cidr" else part.get(keyword, text)}


class Written(str):
    """JSON that is already written."""

    __slots__ = ()


def pattern_texts(universe: OfTexts | OfNumbers | OfAddresses, chance: random.Random) -> Iterator[list[str]]:
    """Two lists of alternatives, the second often with all alternatives of the first."""
    while True:
        lists = [
            [
                each if isinstance(each := universe.alternative(), Written) else json.dumps(each)
                for _ in range(chance.choice(sizes))
            ]
            for sizes in ((1, 1, 2, 3, 9), (1, 2, 3, 4, 9))
        ]
        if chance.random() < 0.3:
            lists[1] += lists[0]
        yield [f'{{"a": [{", ".join(each)}]}}' for each in lists]


@pytest.mark.slow
@pytest.mark.parametrize("area", [OfTexts, OfNumbers, OfAddresses])
@pytest.mark.parametrize(
    ("universes", "seed"),
    [
        pytest.param(6, 1, id="few"),
        *(pytest.param(400, seed, id=f"many-{seed}", marks=NIGHTLY) for seed in range(2, 5)),
    ],
)
def test_every_value(area: type[OfTexts | OfNumbers | OfAddresses], universes: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(universes):
        universe = area(chance)
        events: Sequence[str] = [f'{{"a": {value}}}' for value in universe.values]
        texts = pattern_texts(universe, chance)
        for _ in range(4):
            try:
                first, second = map(parse, next(texts))
            except InvalidEventPattern:
                continue  # too many wildcards, or a range without numbers
            assert_true(compare_patterns([first], [second]), (first, second), events)
