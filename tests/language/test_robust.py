"""Untrusted input: random bytes, mutated patterns, depth, length. It causes only our own errors, in bounded work."""

from __future__ import annotations

import json
import random
import tracemalloc

import pytest
from pattern_problems import pattern_problems
from repository import CONFORMANCE

import pipefilter
from pipefilter.errors import InvalidEvent, InvalidEventPattern, PipefilterError
from pipefilter.explaining.pattern_in_words import pattern_in_words
from pipefilter.language import complexity
from pipefilter.language.complexity import complexities_of
from pipefilter.language.parse import parse
from pipefilter.language.step_budget import StepBudget
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.reference_matcher import ReferenceMatcher

DATA = CONFORMANCE / "general.jsonl"
ROUNDS = 10_000
SEED = 20261123


def everything(pattern: str | bytes, event: str | bytes) -> None:
    """Every operation on a pattern and an event."""
    try:
        read = parse(pattern)
    except InvalidEventPattern as error:
        assert error.problems  # noqa: PT017 - an error without a problem would be our bug
        str(error)
        return
    pattern_in_words(read)
    pattern_problems(read)
    try:
        verdict = Matcher(read).matches(event)
    except InvalidEvent:
        with pytest.raises(InvalidEvent):
            ReferenceMatcher(read).matches(event)
        return
    assert ReferenceMatcher(read).matches(event) is verdict
    explanation = pipefilter.explain(read, event)
    assert explanation.matches is verdict
    str(explanation)


@pytest.mark.nightly
def test_random_bytes() -> None:
    """Random bytes as a pattern and as an event raise only our own errors."""
    chance = random.Random(SEED)
    alphabet = b'{}[]":,\\ \n\t0123456789.-+eEtrufalsn$orxispw*\x00\xff\xc3\xa9\xed\xa0\x80'
    for _ in range(ROUNDS):
        pick = chance.choice((alphabet, bytes(range(256))))
        pattern = bytes(chance.choice(pick) for _ in range(chance.randrange(40)))
        event = bytes(chance.choice(pick) for _ in range(chance.randrange(40)))
        everything(pattern, event)
        with pytest.raises(PipefilterError):
            pipefilter.matches('{"a": [1]}', b"[" + event)


def mutated(chance: random.Random, text: str) -> str:
    """The string with a few characters removed, doubled, replaced or moved."""
    characters = list(text)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(characters) + 1)
        how = chance.randrange(4)
        if how == 0:
            del characters[at : at + chance.randint(1, 3)]
        elif how == 1:
            characters[at:at] = characters[at : at + chance.randint(1, 12)]
        elif how == 2:
            characters[at:at] = [chance.choice('{}[]":,\\0e.-*$\ud83d\ude00\x01é😀')]
        else:
            other = chance.randrange(len(characters) + 1)
            characters[at:at] = characters[other : other + 8]
    return "".join(characters)


@pytest.mark.nightly
def test_mutated_patterns() -> None:
    """Valid patterns and events with small mutations raise only our own errors."""
    chance = random.Random(SEED)
    cases = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
    cases = [case for case in cases if len(case["pattern"]) < 600]
    for _ in range(ROUNDS):
        case = chance.choice(cases)
        everything(mutated(chance, case["pattern"]), mutated(chance, case["event"]))


@pytest.mark.slow
@pytest.mark.parametrize("depth", [999, 1000, 1001, 10_000])
def test_depth(depth: int) -> None:
    """A thousand levels are read, more are rejected, and no depth causes recursion."""
    nested = '{"a":' * (depth - 1) + "[1]" + "}" * (depth - 1)
    if depth <= 1000:
        pattern = parse(nested)
        assert Matcher(pattern).matches(nested)
        assert ReferenceMatcher(pattern).matches(nested)
        assert pipefilter.explain(pattern, nested).matches
        assert parse(pipefilter.render(pattern)) == pattern
        assert pattern_problems(pattern) == []
        assert "is 1" in pattern_in_words(pattern)
        assert not pipefilter.matches(pattern, nested.replace("1", "2"))
        assert not pipefilter.explain(pattern, nested.replace('"a":[1]', '"b":[1]')).matches
    else:
        with pytest.raises(InvalidEventPattern):
            parse(nested)
        with pytest.raises(InvalidEvent):
            pipefilter.matches('{"a": [1]}', nested)


def test_deep_arrays_in_an_event() -> None:
    """Nested arrays, as deep as AWS's parser allows."""
    event = '{"a":' + "[" * 999 + "1" + "]" * 999 + "}"
    assert pipefilter.matches('{"a": [1]}', event)
    assert ReferenceMatcher(parse('{"a": [1]}')).matches(event)
    objects = '{"a":' + '[{"b":2},' * 400 + '{"b":1,"c":2}' + "]" * 400 + "}"
    assert pipefilter.matches('{"a": {"b": [1], "c": [2]}}', objects)
    assert not pipefilter.matches('{"a": {"b": [2], "c": [2]}}', objects)


@pytest.mark.slow
def test_deep_or() -> None:
    """Nested `$or`, as deep as AWS's parser and its limit of combinations allow."""
    depth = 330
    text = '{"$or":[{"b":[2]},' * depth + '{"a":[1]}' + "]}" * depth
    pattern = parse(text)
    assert Matcher(pattern).matches('{"a": 1}')
    assert not pipefilter.explain(pattern, '{"a": 2}').matches
    assert "is 1" in pattern_in_words(pattern)
    # all objects but the last two repeat the one before
    assert [problem.code for problem in pattern_problems(pattern)] == ["PF468"] * (depth - 1)
    assert pipefilter.render(parse(pipefilter.render(pattern))) == pipefilter.render(pattern)


def test_long_names_and_strings() -> None:
    """A key of a megabyte and a string of 256 KB are read; a wildcard reads the string once."""
    key = "k" * 1_000_000
    with pytest.raises(InvalidEventPattern):
        parse(f'{{"{key}": [1]}}')
    with pytest.raises(InvalidEvent):
        pipefilter.matches('{"a": [1]}', f'{{"{key}": 1}}')
    assert pipefilter.matches('{"a": [1]}', f'{{"{key[:50_000]}": 1, "a": 1}}')
    text = "ab" * 128_000
    wildcard = '{"x": [{"wildcard": "*aa*bb*c"}, {"anything-but": {"wildcard": "*ab*b"}}]}'
    for judge in (Matcher(parse(wildcard)), ReferenceMatcher(parse(wildcard))):
        assert not judge.matches(f'{{"x": "{text}"}}')
        assert judge.matches(f'{{"x": "{text}aabbc"}}')
    caseless = '{"x": [{"prefix": {"equals-ignore-case": "%s"}}]}' % ("ŉß" * 2000)
    assert pipefilter.matches(caseless, json.dumps({"x": "ŉSS" * 3000}, ensure_ascii=False))


@pytest.mark.slow
def test_many_objects() -> None:
    """Ten thousand objects against three fields are evaluated and explained."""
    count = 10_000
    objects = ",".join('{"k":"x","v":1}' for _ in range(count))
    event = f'{{"a":[{objects}]}}'
    pattern = parse('{"a": {"k": ["x"], "v": [1], "w": [{"exists": true}]}}')
    assert not Matcher(pattern).matches(event)
    with_last = event[:-2] + ',{"k":"x","v":1,"w":0}]}'
    assert Matcher(pattern).matches(with_last)
    split = event[:-2] + ',{"w":0}]}'
    assert not Matcher(pattern).matches(split)
    explanation = pipefilter.explain(pattern, split)
    assert not explanation.matches
    assert explanation.branch.conflict is not None
    assert max(len(field.values) for field in explanation.fields) <= 5


def test_repeated_keys_over_arrays() -> None:
    """An event made to be too intricate ends in a verdict or in one of our errors."""
    arrays = ",".join('"a":[' + ",".join(f'{{"f{(i * j) % 13}":1}}' for j in range(8)) + "]" for i in range(60))
    fields = ", ".join(f'"f{n}": [1]' for n in range(13)) + ', "g": [1]'
    try:
        assert not pipefilter.matches(f'{{"a": {{{fields}}}}}', f'{{{arrays},"a":[{{"g":2}}]}}')
    except pipefilter.EventTooIntricate as error:
        assert "repeated" in str(error)  # noqa: PT017 - either end is right


HARD_TO_COUNT = {
    "long pieces between stars": {"a": [{"anything-but": {"wildcard": [f"*{n:0200b}*x" for n in range(60)]}}]},
    "many stars in each": {"a": [{"anything-but": {"wildcard": [f"*{n}a" + "*a" * 12 for n in range(300)]}}]},
    "very long": {"a": [{"wildcard": "*a" * 8000}]},
    "many of them": {"a": [{"wildcard": f"x{n}*"} for n in range(700)]},
    "many branches": {"$or": [{"a": [f"{n}"], "b": [{"wildcard": "*x"}]} for n in range(350)]},
    "branches that meet and part": {
        "$or": [{f"a{n:02}": ["x", f"{branch}"] for n in range(14)} for branch in range(40)],
        "b": [{"wildcard": "*x"}],
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", HARD_TO_COUNT)
def test_wildcards_are_counted_in_bounded_work(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many and long the wildcards are, building and counting stay within the allowed steps."""
    pattern = parse(json.dumps(HARD_TO_COUNT[kind]), limits=False)
    budgets: list[StepBudget] = []

    def noted(left: int) -> StepBudget:
        budgets.append(StepBudget(left))
        return budgets[-1]

    monkeypatch.setattr(complexity, "StepBudget", noted)
    tracemalloc.start()
    counted = list(complexities_of(pattern))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert counted
    assert len(budgets) == 2
    assert all(budget.left > -20_000 for budget in budgets)  # the last step may be as long as a string
    assert peak < 50_000_000


def test_more_than_256_fields() -> None:
    """A pattern that AWS's engine cannot build gets advice, since AWS's compiler accepts it."""
    many = "{" + ", ".join(f'"f{n}": [1]' for n in range(257)) + "}"
    assert [problem.code for problem in pattern_problems(parse(many))] == ["PF424"]
    event = "{" + ", ".join(f'"f{n}": 1' for n in range(257)) + "}"
    assert pipefilter.matches(many, event)
    assert not pipefilter.matches(many, event.replace('"f256": 1', '"f256": 2'))


def test_thousand_branches() -> None:
    """A thousand combinations are evaluated and explained."""
    alternatives = ", ".join(f'{{"f{n}": [{n}]}}' for n in range(10))
    text = f'{{"$or": [{alternatives}], "x": {{"$or": [{alternatives}]}}, "y": {{"$or": [{alternatives}]}}}}'
    pattern = parse(text)
    assert Matcher(pattern).matches({"f9": 9, "x": {"f8": 8}, "y": {"f7": 7}})
    explanation = pipefilter.explain(pattern, {"f9": 9, "x": {"f8": 8}})
    assert not explanation.matches
    assert explanation.branch_count == 1000
    assert explanation.branch.choices[:2] == ("/$or/9", "/x/$or/8")


@pytest.mark.slow
def test_long_names_beside_many_branches() -> None:
    """A path is built once, however many branches share it."""
    fields = ", ".join(f'"f{n}": [1]' for n in range(100))
    ors = ", ".join('"$or": [' + ", ".join(f'{{"{c}{n}": [1]}}' for n in range(10)) + "]" for c in "abc")
    pattern = parse(f'{{"{"x" * 8000}": {{{ors}, {fields}}}}}')
    tracemalloc.start()
    assert not Matcher(pattern).matches("{}")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000


def test_many_problems() -> None:
    """Of very many problems the first hundred are reported."""
    with pytest.raises(InvalidEventPattern) as caught:
        parse('{"a":[' + "[],\n" * 4000 + "1]}")
    assert len(caught.value.problems) == 100
