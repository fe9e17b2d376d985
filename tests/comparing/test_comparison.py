"""What two patterns match, compared: cases, and the laws of every answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from case_files import Case, load
from compared_verdicts import assert_true
from hypothesis import given
from hypothesis import strategies as st
from thoroughness import FEWER

from pipefilter import EventPattern, parse, render
from pipefilter.comparing.comparison import Comparison, compare_patterns
from pipefilter.comparing.field_space import FieldSpace
from pipefilter.comparing.implication import implication
from pipefilter.comparing.union import union_of
from pipefilter.events.shape import Kind
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.step_budget import StepBudget
from pipefilter.strategies import event_patterns, events_near


def compare(first: EventPattern, second: EventPattern) -> Comparison:
    return compare_patterns([first], [second])


def text_of(event: Json) -> str:
    return "" if event is None else written(event)


@pytest.mark.parametrize("case", load("comparing"))
def test_cases(case: Case) -> None:
    comparison = compare(*(parse(json.dumps(case[side])) for side in ("first", "second")))
    doubts = [comparison.forward.doubt, comparison.backward.doubt, comparison.overlap.doubt]
    assert {
        "relation": comparison.relation,
        "only first": text_of(comparison.forward.counterexample),
        "only second": text_of(comparison.backward.counterexample),
        "both": text_of(comparison.overlap.event),
        "several": list(comparison.overlap.several),
        "doubts": [[each.path, each.reason] for each in doubts if each is not None],
    } == {key: case[key] for key in case if key not in ("first", "second", "why")}


@pytest.mark.parametrize(
    ("kinds", "is_proven"), [({}, False), ({"a": ["boolean"]}, True), ({"a": ["boolean", "string"]}, False)]
)
def test_kinds_of_values(kinds: dict[str, list[Kind]], is_proven: bool) -> None:
    """If a field is known to be a boolean, `true` and `false` are all its values."""
    first, second = (union_of([parse(text)]) for text in ('{"a": [{"exists": true}]}', '{"a": [true, false]}'))
    assert first.branches
    assert second.branches
    space = FieldSpace([*first.branches, *second.branches], StepBudget(10_000), kinds=kinds)
    assert implication(first, second, space).holds is is_proven


@pytest.mark.slow
@FEWER
@given(st.data())
def test_every_answer_is_true(data: st.DataObject) -> None:
    first = data.draw(event_patterns())
    second = data.draw(st.one_of(event_patterns(), wider_patterns(first)))
    events = [data.draw(events_near(pattern)) for pattern in (first, second) for _ in range(3)]
    assert_true(compare(first, second), (first, second), events)


@st.composite
def wider_patterns(draw: st.DrawFn, pattern: EventPattern) -> EventPattern:
    """A pattern or another one."""
    other = draw(event_patterns())
    return parse(f'{{"$or": [{render(pattern)}, {render(other)}]}}')


@pytest.mark.slow
@FEWER
@given(event_patterns())
def test_a_pattern_equals_itself(pattern: EventPattern) -> None:
    assert compare(pattern, parse(render(pattern))).relation == "equal"


def test_cases_are_where_the_test_looks() -> None:
    assert load("comparing")
    assert Path(__file__).parent.name == "comparing"
