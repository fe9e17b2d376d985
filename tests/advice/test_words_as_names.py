"""Words that are no operators: what the hint says to write is valid, and is not reported again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pattern_problems import pattern_problems

from pipefilter import parse

WORDS = [
    "not",
    "$not",
    "NOT",
    "$ne",
    "not_equals",
    "notEquals",
    "equals",
    "$in",
    "or",
    "startsWith",
    "ends-with",
    "$nin",
]


def is_copied(hint: str) -> bool:
    """Whether the hint is a field to copy."""
    return hint.startswith("write ") and "..." not in hint and "with a list" not in hint


@pytest.mark.parametrize("word", [*WORDS, ">", "$gte", "!="])
def test_hint_for_a_comparison_is_a_field(word: str) -> None:
    """The list in the hint can be copied, and means the comparison."""
    value = 5 if word in {">", "$gte"} else "x"
    (problem,) = pattern_problems(parse(json.dumps({"detail": {"state": {word: [value]}}})))
    assert problem.code == "PF462"
    assert is_copied(problem.hint)
    copied = f'{{"detail": {{{problem.hint.removeprefix("write ")}}}}}'
    assert not pattern_problems(parse(copied))


@given(
    st.sampled_from(["not", "$not", "and", "$and", "or", "$OR", "Not"]),
    st.dictionaries(
        st.sampled_from("ab"), st.lists(st.sampled_from("xy"), min_size=1, max_size=2, unique=True), min_size=1
    ),
)
def test_hint_for_a_connective_is_valid(word: str, members: dict[str, list[str]]) -> None:
    """The hint for a word around fields can be copied, and is not reported again."""
    problems = pattern_problems(parse(json.dumps({"detail": {word: members}})))
    (problem,) = [each for each in problems if each.code == "PF462"]
    if is_copied(problem.hint):
        copied = parse(f'{{"detail": {{{problem.hint.removeprefix("write ")}}}}}')
        assert "PF462" not in {each.code for each in pattern_problems(copied)}


@pytest.mark.parametrize(
    "pattern",
    [
        {"detail": {"requestParameters": {"filter": {"not": {"a": ["x"]}}}}},
        {"dynamodb": {"NewImage": {"not": {"S": ["x"]}}}},
        {"dynamodb": {"NewImage": {"a": {"M": {"or": {"S": ["x"]}}}}}},
        {"detail": {"notes": ["x"], "order": {"land": ["x"]}}},
        {"detail": {"state": {"equals": ["x"], "name": ["y"]}}},
        {"detail": {"not": ["x"]}},
    ],
)
def test_fields_that_may_have_such_a_name(pattern: dict[str, object]) -> None:
    """Where any name is possible, nothing is reported."""
    assert "PF462" not in {problem.code for problem in pattern_problems(parse(json.dumps(pattern)))}
