"""Every answer on random pairs of patterns is attacked with events."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import islice, product

import pytest
from compared_verdicts import assert_true
from random_patterns import RandomPatterns
from thoroughness import NIGHTLY

from pipefilter import EventPattern, parse
from pipefilter.comparing.comparison import compare_patterns


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pairs", "events", "seed"),
    [
        pytest.param(80, 40, 1, id="few"),
        *(pytest.param(10_000, 40, seed, id=f"many-{seed}", marks=NIGHTLY) for seed in range(2, 12)),
    ],
)
def test_random_pairs(pairs: int, events: int, seed: int) -> None:
    drawn = RandomPatterns(seed)
    for patterns in islice(drawn.pairs(), pairs):
        comparison = compare_patterns([patterns[0]], [patterns[1]])
        assert_true(comparison, patterns, islice(drawn.events(patterns), events))


VALUES = ('"p"', '"q"', "1", "null")
ALTERNATIVES = (
    '"p"', '"q"', "1", "null", '{"exists": true}', '{"exists": false}', '{"exists": false}, "p"',
    '{"anything-but": "p"}', '{"numeric": [">", 0]}, "q"', '{"prefix": "p"}, {"exists": false}',
)  # fmt: skip


def universe() -> Iterator[str]:
    """Every event with the fields x.a, x.b and c: of few values, absent, in objects and in lists of up to two of them."""
    inner = ("", *VALUES, '["p", "q"]')
    objects = [
        "{" + ", ".join(f'"{name}": {value}' for name, value in (("a", a), ("b", b)) if value) + "}"
        for a, b in product(inner, inner)
    ]
    places = ["", *objects, "[]", *(f"[{element}]" for element in objects)]
    places += [f"[{first}, {second}]" for first, second in product(objects, [*objects, '"p"'])]
    for place, c in product(places, ("", '"p"', '"q"')):
        yield "{" + ", ".join(f'"{name}": {value}' for name, value in (("x", place), ("c", c)) if value) + "}"


UNIVERSE = tuple(universe())


def small_patterns(seed: int) -> Iterator[EventPattern]:
    """Patterns on the three fields of the universe, with one or two branches."""
    chance = random.Random(seed)
    while True:
        branches = []
        for _ in range(chance.choice((1, 1, 2))):
            lists = {
                name: f"[{chance.choice(ALTERNATIVES)}]" for name in ("a", "b", "c") if chance.random() < 0.65
            }
            inside = ", ".join(f'"{name}": {text}' for name, text in lists.items() if name != "c")
            members = [f'"x": {{{inside}}}'] if inside else []
            members += [f'"c": {lists["c"]}'] if "c" in lists else []
            if members:
                branches.append("{" + ", ".join(members) + "}")
        if branches:
            yield parse(branches[0] if len(branches) == 1 else f'{{"$or": [{", ".join(branches)}]}}')


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pairs", "step", "seed"),
    [
        pytest.param(40, 7, 1, id="few"),
        *(pytest.param(300, 1, seed, id=f"many-{seed}", marks=NIGHTLY) for seed in range(2, 6)),
    ],
)
def test_every_event_of_a_small_universe(pairs: int, step: int, seed: int) -> None:
    patterns = small_patterns(seed)
    for first, second in islice(zip(patterns, patterns, strict=False), pairs):
        assert_true(compare_patterns([first], [second]), (first, second), UNIVERSE[seed % step :: step])


def test_the_universe() -> None:
    assert len(UNIVERSE) == len(set(UNIVERSE))
    assert all(isinstance(json.loads(event), dict) for event in UNIVERSE[::50])
