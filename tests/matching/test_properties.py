"""The laws of the language, on generated patterns and on events that match, do not match, or nearly match."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import assume, find, given, settings
from hypothesis import strategies as st
from thoroughness import FEWER, NIGHTLY

import pipefilter
from pipefilter import strategies as public
from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, Scalar, strict_tree
from pipefilter.json_text.writer import written
from pipefilter.language.branches import branch_count, branches_of, every_field
from pipefilter.language.comparable import byte_text
from pipefilter.language.event_pattern import EventPattern, Field, Or, render
from pipefilter.language.operators import OPERATORS
from pipefilter.language.operators.exists import Exists
from pipefilter.language.parse import parse
from pipefilter.language.prefilter import Requirement
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.strategies import (
    event_patterns,
    events_matching,
    events_near,
    events_not_matching,
)
from pipefilter.strategies.event_patterns import SCALARS


@st.composite
def pairs(draw: st.DrawFn) -> tuple[EventPattern, str]:
    """A pattern, and an event that matches or nearly matches."""
    pattern = draw(event_patterns())
    return pattern, draw(events_near(pattern))


@given(pairs())
def test_compiled_matcher_is_the_reference(pair: tuple[EventPattern, str]) -> None:
    """The compiled matcher gives the reference matcher's verdict."""
    pattern, event = pair
    assert Matcher(pattern).matches(event) is ReferenceMatcher(pattern).matches(event)


@pytest.mark.slow
@given(event_patterns(), event_patterns().flatmap(events_near))
def test_compiled_matcher_is_the_reference_on_foreign_events(pattern: EventPattern, event: str) -> None:
    """The same on events that were generated for another pattern."""
    assert Matcher(pattern).matches(event) is ReferenceMatcher(pattern).matches(event)


@given(pairs())
def test_explanation_agrees_with_the_verdict(pair: tuple[EventPattern, str]) -> None:
    """The explanation agrees with the matcher, as a whole and field by field."""
    pattern, event = pair
    explanation = pipefilter.explain(pattern, event)
    assert explanation.matches is ReferenceMatcher(pattern).matches(event)
    assert explanation.branch.matches is explanation.matches
    without_arrays = "[" not in event
    if explanation.matches and without_arrays:
        assert all(field.holds for field in explanation.fields)
    if not explanation.matches and without_arrays:
        assert not all(field.holds for field in explanation.fields)
    for field in explanation.fields:
        assert bool(field.held) is any(value.right for value in field.values)
    assert json.loads(json.dumps(explanation.as_json()))["matches"] is explanation.matches
    assert str(explanation).startswith("match" if explanation.matches else "no match")


@given(event_patterns())
def test_parse_after_render_is_identity(pattern: EventPattern) -> None:
    """A pattern printed and parsed again is equal, whatever its text was."""
    assert parse(render(pattern)) == pattern
    assert render(parse(render(pattern))) == render(pattern)


@pytest.mark.slow
@given(event_patterns())
def test_branch_count(pattern: EventPattern) -> None:
    """Branches are counted without being built, and each field of each branch is one of the pattern's."""
    branches = branches_of(pattern)
    assert len(branches) == branch_count(pattern.members)
    fields = {id(field) for field in every_field(pattern.members)}
    assert all(id(field) in fields for branch in branches for field in branch.fields.values())


@pytest.mark.slow
@given(st.data())
def test_generated_matching_events_match(data: st.DataObject) -> None:
    """Events from `events_matching` match, by the reference matcher."""
    pattern = data.draw(event_patterns())
    event = data.draw(events_matching(pattern))
    assert ReferenceMatcher(pattern).matches(event)


@pytest.mark.slow
@FEWER
@given(st.data())
def test_generated_not_matching_events_do_not_match(data: st.DataObject) -> None:
    """Events from `events_not_matching` do not match, by the reference matcher."""
    pattern = data.draw(event_patterns())
    event = data.draw(events_not_matching(pattern))
    assert not ReferenceMatcher(pattern).matches(event)


def shuffled(data: st.DataObject, tree: Json) -> Json:
    """The tree with the members of its objects in another order."""
    if isinstance(tree, tuple):
        members = [(name, shuffled(data, value)) for name, value in tree]
        return tuple(data.draw(st.permutations(members)))
    return [shuffled(data, value) for value in tree] if isinstance(tree, list) else tree


@pytest.mark.slow
@FEWER
@given(pairs(), st.data())
def test_order_of_an_events_members_does_not_matter(
    pair: tuple[EventPattern, str], data: st.DataObject
) -> None:
    """An event with its members in another order has the same verdict."""
    pattern, event = pair
    other = written(shuffled(data, strict_tree(event)))
    assert Matcher(pattern).matches(event) is Matcher(pattern).matches(other)


def reversed_arrays(tree: Json) -> Json:
    if isinstance(tree, tuple):
        return tuple((name, reversed_arrays(value)) for name, value in tree)
    return [reversed_arrays(value) for value in reversed(tree)] if isinstance(tree, list) else tree


@pytest.mark.slow
@FEWER
@given(pairs())
def test_order_of_array_elements_does_not_matter(pair: tuple[EventPattern, str]) -> None:
    """An event with its arrays reversed has the same verdict."""
    pattern, event = pair
    other = written(reversed_arrays(strict_tree(event)))
    assert Matcher(pattern).matches(event) is Matcher(pattern).matches(other)


@pytest.mark.slow
@FEWER
@given(pairs(), st.data())
def test_order_of_alternatives_does_not_matter(pair: tuple[EventPattern, str], data: st.DataObject) -> None:
    """A field's alternatives in another order give the same verdict."""
    pattern, event = pair

    def reordered(members: tuple[Field | Or, ...]) -> tuple[Field | Or, ...]:
        return tuple(
            Field(member.steps, tuple(data.draw(st.permutations(member.alternatives))))
            if isinstance(member, Field)
            else Or(member.steps, tuple(reordered(choice) for choice in member.choices))
            for member in members
        )

    other = EventPattern(reordered(pattern.members))
    assert Matcher(pattern).matches(event) is Matcher(other).matches(event)


@pytest.mark.slow
@FEWER
@given(pairs(), st.data())
def test_order_of_a_patterns_members_does_not_matter(
    pair: tuple[EventPattern, str], data: st.DataObject
) -> None:
    """Members in another order give the same verdict if no path is repeated."""
    pattern, event = pair
    paths = Counter(field.path for field in every_field(pattern.members))
    assume(max(paths.values()) == 1)
    other = EventPattern(tuple(data.draw(st.permutations(pattern.members))))
    assert Matcher(pattern).matches(event) is Matcher(other).matches(event)


@pytest.mark.slow
@FEWER
@given(pairs())
def test_more_fields_never_match_more(pair: tuple[EventPattern, str]) -> None:
    """An event that matches a branch matches each of its fields alone, except for `exists: false` in arrays."""
    pattern, event = pair
    for branch in branches_of(pattern):
        fields = tuple(branch.fields.values())
        if not Matcher(EventPattern(fields)).matches(event):
            continue
        for field in fields:
            absent = any(isinstance(o, Exists) and not o.present for o in field.alternatives)
            if not (absent and "[" in event):
                assert Matcher(EventPattern((field,))).matches(event)


@pytest.mark.slow
@FEWER
@given(pairs())
def test_or_is_one_of_its_branches(pair: tuple[EventPattern, str]) -> None:
    """A pattern matches exactly if one of its branches matches as a pattern of its own."""
    pattern, event = pair
    alone = [EventPattern(tuple(branch.fields.values())) for branch in branches_of(pattern)]
    assert Matcher(pattern).matches(event) is any(Matcher(branch).matches(event) for branch in alone)


@pytest.mark.slow
@given(pairs())
def test_rule_set_is_each_pattern_alone(pair: tuple[EventPattern, str]) -> None:
    """A rule set gives the verdict of each of its patterns."""
    pattern, event = pair
    other = parse('{"a": [{"exists": true}]}')
    rules = pipefilter.RuleSet({"x": pattern, "a": other})
    expected = [name for name, rule in (("x", pattern), ("a", other)) if Matcher(rule).matches(event)]
    assert rules.matching(event) == expected


@pytest.mark.slow
@given(pairs())
def test_dicts_have_the_verdict_of_their_json(pair: tuple[EventPattern, str]) -> None:
    """A dict as an event has the verdict of its JSON."""
    pattern, event = pair
    value = json.loads(event)
    assume("e400" not in event)  # json.loads turns it into an infinity, which has no JSON form
    assert Matcher(pattern).matches(value) is Matcher(pattern).matches(json.dumps(value))


def meets(value: Scalar, requirement: Requirement) -> bool:
    """Whether a value meets the necessary condition of an operator."""
    if isinstance(value, str):
        text = byte_text(value)
        text_demand = requirement.text
        return text_demand is not None and (
            (text == text_demand.starts or (not text_demand.whole and text.startswith(text_demand.starts)))
            and text.endswith(text_demand.ends)
            and all(part in text for part in text_demand.holds)
        )
    if isinstance(value, Number):
        numbers = requirement.numbers
        return numbers is not None and numbers[0] <= float(value.text) <= numbers[1]
    return requirement.constants


@pytest.mark.slow
@FEWER
@given(event_patterns(), SCALARS, st.text(max_size=3), st.lists(st.sampled_from(["\ud800", "\udfff", "?"])))
def test_matching_values_meet_the_demand(
    pattern: EventPattern, value: Scalar, filler: str, surrogates: list[str]
) -> None:
    """A value that matches an operator meets its requirement; likewise for a field with several alternatives."""
    values: list[Scalar] = [value, "".join(surrogates)]
    for field in every_field(pattern.members):
        near = [candidate for operator in field.alternatives for candidate in operator.boundary_values(filler)]
        test = FieldPredicate(field.alternatives)
        requirements = [operator.requirement() for operator in field.alternatives]
        for candidate in values + near:
            if test.holds(candidate):
                assert any(meets(candidate, requirement) for requirement in requirements), (
                    field.alternatives,
                    candidate,
                )


@pytest.mark.parametrize("text", ["\ud800", "?", "a\udfff", 'ab"', '"', '"ab'])
def test_demands_of_strings_with_lone_surrogates_or_quotes(text: str) -> None:
    """Lone surrogates are equal where bytes decide, and the quotes around a string are compared too."""
    body = json.dumps(text)
    for operator in (body, f'{{"prefix": {body}}}', f'{{"suffix": {body}}}', f'{{"wildcard": {body}}}'):
        (field,) = every_field(parse(f'{{"a": [{operator}, "\\udbff", "?"]}}').members)
        requirements = [operator.requirement() for operator in field.alternatives]
        for value in (text, "?", "\ud800", "a?", "ab", "a", "", '"', "a\ud801", text + "x", "x" + text):
            if FieldPredicate(field.alternatives).holds(value):
                assert any(meets(value, requirement) for requirement in requirements), (operator, value)


@NIGHTLY
@pytest.mark.slow
@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.keyword or "exact")
def test_strategies_reach_every_operator(operator: type) -> None:
    """Every operator occurs in generated patterns, with events of both verdicts."""

    def uses(pattern: EventPattern) -> bool:
        fields = list(every_field(pattern.members))
        return any(isinstance(o, operator) for field in fields for o in field.alternatives)

    quick = settings(max_examples=5000, database=None, derandomize=True)
    pattern = find(event_patterns(), uses, settings=quick)
    matcher = Matcher(pattern)
    find(events_near(pattern), matcher.matches, settings=quick)
    find(events_near(pattern), lambda event: not matcher.matches(event), settings=quick)


def test_strategies_reject_invalid_patterns() -> None:
    """The strategies for a given pattern reject it at once if it is invalid."""
    for strategy in (public.events_matching, public.events_near, public.events_not_matching):
        with pytest.raises(InvalidEventPattern):
            strategy('{"a": 1}')
