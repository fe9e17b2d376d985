"""Large patterns, and how much work they are: a step of the budget is about a microsecond."""

from __future__ import annotations

import json
from string import ascii_lowercase

import pytest

from pipefilter import EventPattern, parse
from pipefilter.comparing.comparison import Relation, compare_patterns

LETTERS = ascii_lowercase + "01234"
ABSENT = '"x": ' + json.dumps({f"f{number}": [{"exists": False}] for number in range(60)})


def grid(keyword: str, further: str = "") -> EventPattern:
    """A pattern with nearly as many branches as AWS accepts: 31 choices for each of two fields."""
    either = []
    for name in "ab":
        choices = [{name: [{keyword: letter} if keyword else letter]} for letter in LETTERS]
        either.append(f'"$or": {json.dumps(choices)}')
    return parse("{" + ", ".join([*either, *([further] if further else [])]) + "}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        (grid(""), grid("exactly"), "equal"),
        (grid(""), grid("prefix"), "narrower"),
        (grid("", ABSENT), grid("exactly", ABSENT), "equal"),
        (grid("", '"z": [{"exists": false}]'), grid("exactly", '"z": [{"exists": true}]'), "disjoint"),
    ],
    ids=["equal", "narrower", "equal with absent fields", "disjoint"],
)
def test_many_branches(first: EventPattern, second: EventPattern, relation: Relation) -> None:
    assert compare_patterns([first], [second], max_steps=1_000_000).relation == relation


@pytest.mark.slow
def test_many_addresses() -> None:
    blocks = [{"cidr": f"{number}.{number * 2}.0.0/16"} for number in range(60)]
    texts = [f"{number:x}" for number in range(16, 216)]
    first = parse(json.dumps({"a": [*texts, *blocks]}))
    second = parse(json.dumps({"a": [*({"prefix": text} for text in texts), *blocks[:20]]}))
    comparison = compare_patterns([first], [second])
    assert comparison.forward.holds is False
    assert comparison.backward.holds is False


def test_many_blocks() -> None:
    """Each address is read once, and compared with each block; the digits of a number, only with those that they leave open."""
    wide, narrow = (
        parse(json.dumps({"a": [{"cidr": block.format(number, number)} for number in range(150)]}))
        for block in ("10.{}.0.0/16", "10.{}.{}.0/24")
    )
    assert compare_patterns([wide], [narrow], max_steps=1_500_000).relation == "wider"


@pytest.mark.parametrize("text", ["a", "ab", "aab", "abcdefgh"])
def test_long_suffix(text: str) -> None:
    """A suffix that repeats itself, or not: the work grows with its length."""
    suffix = (text * 3_000)[:3_000]
    first, second = (parse(json.dumps({"x": [{"suffix": each}]})) for each in (f"x{suffix}", suffix))
    assert compare_patterns([first], [second], max_steps=200_000).relation == "narrower"


def test_many_long_values_against_any_value() -> None:
    """Whatever a field must be, it has a value: that needs no search."""
    values = [f"{number:03}" * 20 for number in range(50)]
    first = parse(json.dumps({"a": values, "b": [{"prefix": "x"}]}))
    second = parse('{"a": [{"exists": true}]}')
    assert compare_patterns([first], [second], max_steps=0).forward.holds is True
    with_absence = parse(json.dumps({"a": [*values, {"exists": False}], "b": [{"prefix": "x"}]}))
    assert compare_patterns([with_absence], [second], max_steps=0).forward.holds is None
    assert compare_patterns([with_absence], [second], max_steps=1_000_000).forward.holds is False
