"""Alternatives that undo exclusions: what is reported is what the matcher does."""

from __future__ import annotations

import itertools
import json

from hypothesis import given
from hypothesis import strategies as st
from pattern_problems import pattern_problems

import pipefilter
from pipefilter.errors import Problem

STRINGS = st.text("ab", min_size=1, max_size=2)
UNIVERSE: list[object] = [
    *("".join(letters) for length in range(5) for letters in itertools.product("abAB", repeat=length)),
    *(0, 1, 1.5, 2, None, True),
]
"""Every way in which short strings of two letters, with and without capitals, can start and end."""
FIRST = "The alternatives of a are joined by OR, so together they exclude only "


def affix(keyword: str) -> st.SearchStrategy[object]:
    return STRINGS.map(lambda text: {keyword: text})


def exclusions() -> st.SearchStrategy[object]:
    """An `anything-but` of each kind."""
    kinds = st.sampled_from(["prefix", "suffix", "equals-ignore-case"])
    operators = st.builds(lambda kind, texts: {kind: texts}, kinds, st.lists(STRINGS, min_size=1, max_size=2))
    wildcards = st.builds(lambda start, end: {"wildcard": f"{start}*{end}"}, STRINGS, STRINGS)
    values = st.lists(STRINGS, min_size=1, max_size=3) | st.lists(st.integers(0, 2), min_size=1, max_size=2)
    return (operators | wildcards | values).map(lambda excluded: {"anything-but": excluded})


POSITIVE = (
    affix("prefix") | affix("suffix") | affix("equals-ignore-case") | STRINGS | st.just({"numeric": [">", 1]})
)


def not_matched(text: str) -> list[object]:
    """The values that do not match."""
    matcher = pipefilter.compile(text)
    return [value for value in UNIVERSE if not matcher.matches({"a": value})]


def reported(text: str) -> list[Problem]:
    """What the checks of exclusions report."""
    return [
        problem
        for problem in pattern_problems(pipefilter.parse(text))
        if problem.code in {"PF413", "PF463", "PF464"}
    ]


@given(st.lists(exclusions(), min_size=1, max_size=3), st.lists(POSITIVE, max_size=2))
def test_reported_exclusions_are_true(excluded: list[object], others: list[object]) -> None:
    """PF413 means that every value matches; PF463 names what does not; PF464 is a condition without effect."""
    text = json.dumps({"a": [*others, *excluded]})
    left = not_matched(text)
    problems = reported(text)
    codes = {problem.code for problem in problems}
    assert len(codes) <= 1
    if "PF413" in codes:
        assert not left
    elif not left:
        assert all(isinstance(each, dict) and isinstance(each["anything-but"], dict) for each in excluded)
    for problem in problems:
        if problem.code == "PF463" and "values that" not in problem.message:
            named = problem.message.removeprefix(FIRST).removesuffix(" and so on").split(", ")
            assert {json.dumps(value) for value in left} >= set(named)
            assert len(left) == len(named) or "and so on" in problem.message
        if problem.code == "PF464" and problem.severity == "warning":
            number = int(problem.pointer.rpartition("/")[2])
            without = json.dumps(
                {"a": [each for index, each in enumerate([*others, *excluded]) if index != number]}
            )
            assert left == not_matched(without)
