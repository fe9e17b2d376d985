"""The law of the short cuts: on text and on dicts, a matcher has the reference matcher's verdict, however often it is used."""

from __future__ import annotations

import json
import random
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_patterns import RandomPatterns
from rare_events import RARE, rare
from small_fields import ALTERNATIVES, patterns_with, small_events, small_fields
from thoroughness import NIGHTLY

import pipefilter
from pipefilter.errors import InvalidEvent
from pipefilter.language.event_pattern import EventPattern
from pipefilter.matching.dict_matcher import dict_matcher
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.strategies import event_patterns, events_near

_Item = TypeVar("_Item")


def batched(items: Iterator[_Item], size: int) -> Iterator[tuple[_Item, ...]]:
    """As `itertools.batched` of Python 3.12."""
    while batch := tuple(islice(items, size)):
        yield batch


FEW = 6
"""More events than it takes until the short cuts are prepared."""

Matches = Callable[[object], bool]


def verdict(matches: Callable[..., bool], event: object) -> bool | str:
    """The verdict, or the code of the error."""
    try:
        return matches(event)
    except InvalidEvent as error:
        return error.problem.code


def ready(pattern: EventPattern) -> Matcher:
    """A matcher whose short cuts are prepared."""
    matcher = Matcher(pattern)
    for _ in range(FEW):
        matcher.matches("{}")
    return matcher


def check(pattern: EventPattern, events: Iterable[str | bytes]) -> None:
    """Compare the verdicts on events as text, bytes and dict, twice: fields of one array are joined after some events."""
    matcher, reference = ready(pattern), ReferenceMatcher(pattern)
    events = list(events)
    for event in (*events, *events):
        expected = verdict(reference.matches, event)
        assert verdict(matcher.matches, event) == expected, (str(pattern), event)
        try:
            other = event.decode() if isinstance(event, bytes) else event.encode()
        except UnicodeError:
            continue
        assert verdict(matcher.matches, other) == verdict(reference.matches, other), (str(pattern), event)
        try:
            value = json.loads(event)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            of_dict = verdict(reference.matches, value)
            # where the pattern does not look, a value without JSON form, such as infinity, is no error
            assert of_dict in ("PF131", verdict(matcher.matches, value)), (str(pattern), event)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pairs", "seed"), [(150, 1), *(pytest.param(1_500, seed, marks=NIGHTLY) for seed in range(2, 5))]
)
def test_law_on_random_patterns(pairs: int, seed: int) -> None:
    drawn, chance = RandomPatterns(seed), random.Random(seed)
    names = [name for name in RARE if "nested" not in name and "long" not in name and "1,000" not in name]
    for patterns in islice(drawn.pairs(), pairs):
        events: list[str | bytes] = list(islice(drawn.events(patterns), 40))
        events += [rare(chance.choice(names), chance, str(event)) for event in events[:10]]
        for pattern in patterns:
            check(pattern, events)


@pytest.mark.slow
@given(st.data())
def test_law_on_generated_events(data: st.DataObject) -> None:
    pattern = data.draw(event_patterns())
    events = data.draw(st.lists(events_near(pattern), min_size=1, max_size=6))
    chance = random.Random(data.draw(st.integers(0, 2**32)))
    name = data.draw(st.sampled_from(sorted(RARE)))
    check(
        pattern, [*events, *(rare(name, chance, event.encode("utf-8", "replace").decode()) for event in events)]
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sets", "seed"), [(40, 1), *(pytest.param(500, seed, marks=NIGHTLY) for seed in range(2, 5))]
)
def test_law_on_sets_of_rules(sets: int, seed: int) -> None:
    """Also after patterns were added, replaced and removed."""
    drawn = RandomPatterns(seed)
    for pairs in islice(batched(drawn.pairs(), 3), sets):
        patterns = {
            f"{number}{letter}": each
            for number, pair in enumerate(pairs)
            for letter, each in zip("ab", pair, strict=True)
        }
        rules = pipefilter.RuleSet()
        for change in (dict(list(patterns.items())[:4]), dict(list(patterns.items())[2:]), {"0a": pairs[1][0]}):
            for name, pattern in change.items():
                rules.add(name, pattern)
            references = {name: ReferenceMatcher(rules[name]) for name in rules}
            events = [event for pair in pairs for event in islice(drawn.events(pair), 6)]
            for event in events:
                expected = [name for name, each in references.items() if each.matches(event)]
                assert rules.matching(event) == rules.matching(event.encode()) == expected, (event, patterns)
                try:
                    value = json.loads(event)
                    expected = [name for name, each in references.items() if each.matches(value)]
                except InvalidEvent:  # it has a number that is infinity for Python
                    continue
                assert rules.matching(value) == expected, (event, patterns)
        rules.remove("0a")
        assert "0a" not in rules.matching(events[0])


@pytest.mark.slow
@pytest.mark.parametrize("more", [0, 1, pytest.param(2, marks=NIGHTLY)])
@pytest.mark.parametrize("first", ALTERNATIVES)
def test_law_on_small_fields(first: str, more: int) -> None:
    """Also for the same pattern among others."""
    events = small_events()
    for alternatives in small_fields(first, more):
        patterns = patterns_with(alternatives)
        rules = pipefilter.RuleSet({str(number): pattern for number, pattern in enumerate(patterns)})
        references = [ReferenceMatcher(pattern) for pattern in patterns]
        for pattern in patterns:
            check(pattern, events)
        for event in events:
            expected = [str(number) for number, each in enumerate(references) if each.matches(event)]
            assert rules.matching(event) == rules.matching(json.loads(event)) == expected, (alternatives, event)


class Status(str, Enum):  # noqa: UP042 - a string whose `str()` is not its value
    """A string whose text is not its value."""

    PAID = "PAID"


STATUS = '{"detail": {"status": ["PAID"], "total": [{"numeric": [">", 5]}]}}'
ELEMENT = '{"detail": {"lines": {"sku": ["a"], "count": [2, {"numeric": [">", 5]}]}}}'
ABSENT = '{"detail": {"lines": {"sku": [{"exists": false}]}, "note": [{"exists": false}]}}'
LONGER = '{"a": {"b": {"c": ["x"]}}}'
EVENTS: list[tuple[str, dict[str, object], bool | str]] = [
    (STATUS, {"detail": {"status": "PAID", "total": 6}}, True),
    (STATUS, {"detail": {"status": Status.PAID, "total": Decimal("6.5")}}, True),
    (STATUS, OrderedDict(detail=defaultdict(None, {"status": "PAID", "total": 6})), True),
    (STATUS, {"detail": defaultdict(None, {"status": "PAID"})}, False),
    (STATUS, {"detail": {"status": ("NEW", "PAID"), "total": [1, [7]]}}, True),
    (STATUS, {"detail": {"status": "PAID", "total": True}}, False),
    (STATUS, {"detail": {"status": "PAID", "total": "6"}}, False),
    (STATUS, {"detail": {"status": "PAID", "total": float("nan")}}, "PF131"),
    (STATUS, {"detail": {"status": "PAID", "total": float("inf")}}, "PF131"),
    (STATUS, {"detail": {"status": "PAID", "total": 10**400}}, False),
    (STATUS, {"detail": {"status": {1, 2}, "total": 6}}, "PF131"),
    (STATUS, {"detail": {"status": b"PAID", "total": 6}}, "PF131"),
    (STATUS, {"detail.status": "PAID", "detail": {"total": 6}}, True),
    (STATUS, {"detail": "PAID"}, False),
    (STATUS, {"detail": {"status": [*"abc" * 50, "PAID"], "total": 6}}, True),
    (STATUS, {"detail": {"status": ["a", Status.PAID, {"status": "x"}], "total": 6}}, True),
    (STATUS, {"detail": {"status": ["a", "PAID"], "total": [Decimal(5), "x", None]}}, False),
    (STATUS, {}, False),
    (ELEMENT, {"detail": {"lines": [{"sku": "a", "count": 1}, {"sku": "b", "count": 2}]}}, False),
    (ELEMENT, {"detail": {"lines": [{"sku": "b"}, "a", [{"sku": "a", "count": 2}]]}}, True),
    (ELEMENT, {"detail": {"lines": [[{"sku": "a"}], [{"count": 2}]]}}, False),
    (ELEMENT, {"detail": [{"lines": {"sku": "a"}}, {"lines": {"count": 2}}]}, False),
    (ELEMENT, {"detail": {"lines": {"sku": ["a"], "count": [1, 9]}}}, True),
    (ELEMENT, {"detail": {"lines": []}}, False),
    (ABSENT, {"detail": {"lines": {}}}, True),
    (ABSENT, {"detail": {"lines": []}}, True),
    (ABSENT, {"detail": {"lines": {"sku": []}, "note": {}}}, True),
    (ABSENT, {"detail": {"lines": {"sku": [1]}}}, False),
    (ABSENT, {"detail": {"lines": {"sku": [[[]], 1]}}}, False),
    (ABSENT, {"detail": {"lines": {"sku": [[[]], {}]}}}, True),
    (ABSENT, {"detail": {"lines": [{"sku": "a"}, {"other": 1}]}}, False),
    (ABSENT, {"other": 1}, True),
    (LONGER, {"a.b": {"c": "x"}}, True),
    (LONGER, {"a.b.c": "x"}, True),
    (LONGER, {"a": {"b.c": "x", "b": 1}}, True),
    (LONGER, {"a": {"b": {"c.d": "x"}}}, False),
    ('{"\\ud83d\\ude00": ["\\ud83d\\ude00"]}', {"\ud83d\ude00": "\ud83d\ude00"}, True),
    ('{"a": ["\\ud83d\\ude00"]}', {"a": "\ud83d\ude00"}, True),
    ('{"a": [{"b": ["x"]}]}'.replace("[{", "{").replace("}]", "}"), {"a": {"b": "x" * 20_000}}, False),
    ('{"a": ["x"], "b": [null, true]}', {"a": "x", "b": None}, True),
    ('{"a": [1]}', {"a": True}, False),
    ('{"a": [1]}', {"a": 1.0}, True),
    ('{"a": [true]}', {"a": 1}, False),
]
"""Pattern, event, and the verdict or the code of the error."""


@pytest.mark.parametrize(("pattern", "event", "expected"), EVENTS)
def test_dicts(pattern: str, event: dict[str, object], expected: bool | str) -> None:
    parsed = pipefilter.parse(pattern)
    assert verdict(ReferenceMatcher(parsed).matches, event) == expected
    matcher = ready(parsed)
    rules = pipefilter.RuleSet({"own": parsed, "other": STATUS, "third": '{"detail": {"status": ["HELD"]}}'})
    for _ in range(2):  # verdicts on values are kept
        assert verdict(matcher.matches, event) == expected
        assert verdict(lambda event: "own" in rules.matching(event), event) == expected


def test_a_list_that_contains_itself() -> None:
    endless: list[object] = []
    endless += [endless, endless]
    assert verdict(ready(pipefilter.parse(STATUS)).matches, {"detail": {"status": endless}}) == "PF131"
    assert verdict(ready(pipefilter.parse(STATUS)).matches, {"detail": endless}) == "PF131"


def test_patterns_that_dicts_are_converted_for() -> None:
    """A field with others below it, empty names, many names, and many branches."""
    deep = "a." * 40 + "z"
    for pattern in ('{"a": ["x"], "a": {"b": ["y"]}}', '{"": ["x"]}', json.dumps({deep: ["x"]})):
        assert dict_matcher(pipefilter.parse(pattern)) is None
    branches = ", ".join(f'{{"a": ["{number}"]}}' for number in range(50))
    assert dict_matcher(pipefilter.parse(f'{{"$or": [{branches}]}}')) is None


def test_threads_share_a_matcher() -> None:
    """Each thread gets the right verdicts while others evaluate events that put the fields in another order."""
    matcher = ready(pipefilter.parse('{"kind": ["a", "b"], "x": {"p": [1, 2], "q": ["y"]}}'))
    reference = ReferenceMatcher(matcher.pattern)
    chance = random.Random(1)
    events = [
        json.dumps(
            {
                "kind": chance.choice("abc"),
                "x": [
                    {"p": chance.randint(1, 3), "q": chance.choice("xyz")} for _ in range(chance.randint(0, 3))
                ],
            }
        )
        for _ in range(300)
    ]
    expected = [reference.matches(event) for event in events]
    wrong: list[str] = []

    def evaluate(start: int) -> None:
        for _ in range(5):
            for event, matches in [*zip(events, expected, strict=True)][start:]:
                if (
                    matcher.matches(event.encode()) is not matches
                    or matcher.matches(json.loads(event)) is not matches
                ):
                    wrong.append(event)

    threads = [threading.Thread(target=evaluate, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
