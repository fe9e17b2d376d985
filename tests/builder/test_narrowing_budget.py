"""Narrowing takes a bounded number of steps, counted and not timed; beyond it patterns are wider, and no event is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stream_conditions import cases, types_in, values_in
from thoroughness import mostly_nightly

from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition, combine
from pipefilter.builder.conditions.image_comparison import from_extended_pattern
from pipefilter.builder.narrowing.attribute_facts import attribute_facts
from pipefilter.builder.narrowing.narrow import MAX_STEPS, narrow_with_facts
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.residual.code import LANGUAGES, residual_code
from pipefilter.dynamodb_stream import (
    InvalidCondition,
    all_changed,
    any_changed,
    became,
    changed,
    event,
    narrow,
    new,
)

TOO_MUCH_WORK = (
    "the condition is too large to be expressed completely: the pattern may match more than necessary"
)
NAMES = [f"{letter}{number}" for letter in "abc" for number in range(50)]
TYPES = dict.fromkeys(NAMES, "S")
VALUES = {name: [f"VALUE{number}" for number in range(20)] for name in NAMES}


def any_of_three(count: int) -> Condition:
    return combine(
        AllOf,
        *(
            combine(AnyOf, changed(f"a{n}"), became(f"b{n}", "X"), new(f"c{n}").equals("Y"))
            for n in range(count)
        ),
    )


def changes(count: int) -> list[str]:
    return [f"a{number}" for number in range(count)]


def calls_of(condition: Condition, **options: Any) -> int:  # noqa: ANN401 - of narrow
    """The number of function calls, which does not depend on the load of the machine."""
    count = 0

    def counted(frame: FrameType, event_: str, argument: object) -> None:
        del frame, argument
        nonlocal count
        count += event_ == "call"

    sys.setprofile(counted)
    try:
        narrow(condition, **options)
    finally:
        sys.setprofile(None)
    return count


@given(cases(), st.sampled_from([0, 30, 100, 300, 1000, 3000]), st.booleans())
def test_no_matching_record_is_lost_with_few_steps(
    case: tuple[list[dict[str, Any]], Condition, dict[str, list[Any]]], max_steps: int, with_types: bool
) -> None:
    """Whatever the budget is; and a pattern that is wider because of it has a note."""
    records, condition, values = case
    types, only = (types_in(records), values_in(records, "text")) if with_types else (None, None)
    known = attribute_facts(types, values, only)
    try:
        narrowed = narrow_with_facts(condition, known, max_steps=max_steps)
    except InvalidCondition:
        assert not any(condition.holds(record) for record in records)
        return
    for record in records:
        is_match, passes = condition.holds(record), narrowed.passes(record)
        assert passes or not is_match
        if narrowed.residual is None:
            assert is_match or not passes
        elif passes:
            assert narrowed.residual.holds(record) is is_match
    if TOO_MUCH_WORK not in narrowed.notes:
        try:
            full = narrow_with_facts(condition, known)
        except InvalidCondition:
            pytest.fail("with more steps no record can meet this condition")
        assert [filter_.text for filter_ in narrowed.filters] == [filter_.text for filter_ in full.filters]
        assert narrowed.notes == full.notes


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make_condition", "options"),
    mostly_nightly(
        [
            pytest.param(lambda: any_of_three(32), {"types": TYPES}),
            pytest.param(
                lambda: all_changed(*changes(16)), {"types": TYPES, "values": VALUES, "service": "lambda"}
            ),
            pytest.param(lambda: ~any_changed(*changes(40)), {"types": TYPES}),
            pytest.param(lambda: event("MODIFY") & any_changed(*changes(50)), {"only": VALUES}),
            pytest.param(lambda: combine(AnyOf, *(new("a").prefix(f"{n}-") for n in range(3000))), {}),
            pytest.param(lambda: combine(AllOf, *(new(f"n{n}").equals("x" * 5000) for n in range(300))), {}),
        ],
        3,
    ),
)
def test_work_is_bounded(make_condition: Callable[[], Condition], options: dict[str, Any]) -> None:
    """It is not a product of all terms, and no part is written repeatedly."""
    assert calls_of(make_condition(), **options) < 3 * MAX_STEPS


@pytest.mark.slow
@pytest.mark.parametrize("count", [8, 32, 50])
def test_large_conditions_still_filter(count: int) -> None:
    """As many conditions as fit are in the pattern, and the others are left to check."""
    for condition in (any_of_three(count), all_changed(*changes(count)), ~any_changed(*changes(count))):
        narrowed = narrow(event("MODIFY") & condition, types=TYPES, service="lambda")
        assert all('"eventName":["MODIFY"]' in filter_.text for filter_ in narrowed.filters)
        assert sum(f'"{name}":' in narrowed.filters[0].text for name in changes(count)) >= 4
        assert not narrowed.exact


def test_the_same_pattern_each_time() -> None:
    """Also where the budget is exhausted."""
    known = attribute_facts(TYPES, VALUES)
    first, second = (narrow_with_facts(any_of_three(12), known, max_steps=20_000) for _ in range(2))
    assert first == second
    assert TOO_MUCH_WORK in first.notes


def test_only_the_expensive_condition_is_left_to_check() -> None:
    """A condition that exhausts the steps does not affect the others."""
    large = combine(AnyOf, *(new("b").prefix(f"{n}-") for n in range(2000)))
    narrowed = narrow(event("MODIFY") & new("a").equals("x") & large)
    assert narrowed.pattern.text == '{"eventName":["MODIFY"],"dynamodb":{"NewImage":{"a":{"S":["x"]}}}}'
    assert narrowed.residual == large
    assert narrowed.notes[-1] == TOO_MUCH_WORK


def nested(depth: int) -> Condition:
    condition = new("a").equals("x")
    for number in range(depth):
        other = new(f"b{number % 7}").equals("y")
        condition = condition | other if number % 2 else condition & other
    return condition


def test_depth() -> None:
    """As deep as the printed code can be nested, and no deeper."""
    condition = nested(150)
    assert narrow(condition).filters
    image = {name: {"S": "y"} for name in ("b0", "b1", "b2", "b3", "b4", "b5", "b6")}
    assert condition.holds({"eventName": "MODIFY", "dynamodb": {"NewImage": image}})
    for language in LANGUAGES:
        code = residual_code(condition, language)
        if language == "python":
            compile(code, "handler.py", "exec")
    with pytest.raises(InvalidCondition, match="nested more than 150 levels deep"):
        nested(151)
    with pytest.raises(InvalidCondition, match="nested more than 150 levels deep"):
        _ = ~condition


def test_deep_paths() -> None:
    """DynamoDB nests 32 levels; a pattern with thousands could not be written."""
    narrow(new(AttributePath(("a",) * 40)).exists())
    with pytest.raises(InvalidCondition, match="more than 40 names"):
        new(".".join("a" * 41))


def test_deep_extended_patterns() -> None:
    """Nested `$or` does not nest deeper in the record, and is rejected at the same limit."""
    text = '{"eventName": ["MODIFY"]}'
    for _ in range(300):
        text = f'{{"$or": [{text}, {{"eventName": ["INSERT"]}}]}}'
    with pytest.raises(InvalidCondition, match="nested more deeply than any record can be"):
        from_extended_pattern(text)


def test_long_values_in_notes() -> None:
    """Assumptions are named in notes, and long values are shortened."""
    notes = narrow(changed("a"), only={"a": ["x" * 100_000]}).notes
    assert notes[0] == f'assuming a is always "{"x" * 999}...'


def test_an_error_is_shorter_than_a_long_condition() -> None:
    """The error for a condition that no record can match quotes a part of it, if it is long."""
    condition = new("a").in_(*(f"v{number}" for number in range(3000))) & new("a").equals("x")
    with pytest.raises(
        InvalidCondition, match=r'^no record can meet this condition: the new a is "v0", .*\.\.\.$'
    ) as caught:
        narrow(condition)
    assert len(str(caught.value)) < 1_100


def test_a_repeated_condition_takes_no_more_work() -> None:
    """Fifty copies have the pattern and the residual of one."""
    once = changed("a0")
    repeated = narrow(combine(AllOf, *[once] * 50), types=TYPES, values=VALUES)
    lone = narrow(once, types=TYPES, values=VALUES)
    assert (repeated.filters, repeated.residual, repeated.notes) == (lone.filters, lone.residual, lone.notes)
