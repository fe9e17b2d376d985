"""Hints of errors: what they say to write is valid, and means what was probably intended."""

from __future__ import annotations

import json
import re

import pytest
from case_files import Case, load
from hypothesis import assume, given
from hypothesis import strategies as st

import pipefilter
from pipefilter import InvalidEventPattern

STRINGS = st.text("ab*\\", min_size=1, max_size=3)
EXCLUDED = st.one_of(
    STRINGS, st.builds(lambda name, text: {name: text}, st.sampled_from(["prefix", "suffix"]), STRINGS)
)


def hint_of(text: str) -> str:
    """The hint of the first problem."""
    with pytest.raises(InvalidEventPattern) as caught:
        pipefilter.parse(text)
    return caught.value.hint


def element_in(hint: str) -> object:
    """The first object in a hint."""
    return value_at(hint, hint.index("{"))


def value_at(hint: str, start: int) -> object:
    """The JSON value at an offset."""
    value, _ = json.JSONDecoder().raw_decode(hint, start)
    return value


@given(st.lists(EXCLUDED, min_size=1, max_size=3), st.text("ab*\\", max_size=4))
def test_exclusion_in_a_hint_excludes_the_same_values(excluded: list[object], value: str) -> None:
    """Operators in the list of `anything-but` become one that excludes what each of them matches."""
    assume(any(isinstance(each, dict) for each in excluded))
    hint = hint_of(json.dumps({"a": [{"anything-but": excluded}]}))
    event = json.dumps({"a": value})
    is_excluded = any(pipefilter.matches(json.dumps({"a": [each]}), event) for each in excluded)
    assert pipefilter.matches(json.dumps({"a": [element_in(hint)]}), event) is not is_excluded


@given(STRINGS, STRINGS, st.text("ab*\\", max_size=6))
def test_wildcard_in_a_hint_requires_both_affixes(prefix: str, suffix: str, value: str) -> None:
    """The wildcard instead of a prefix and a suffix matches strings that have both and in which they do not overlap."""
    hint = hint_of(json.dumps({"a": [{"prefix": prefix, "suffix": suffix}]}))
    has_both = len(value) >= len(prefix + suffix) and value.startswith(prefix) and value.endswith(suffix)
    assert pipefilter.matches(json.dumps({"a": [element_in(hint)]}), json.dumps({"a": value})) is has_both


OPERATOR = re.compile(r'(?:write|instead:) (?=\{"(?:prefix|suffix|wildcard|anything-but|numeric|exists)")')
FIELD = re.compile(r'(?:remove the \[ \]|write(?: it as a list:)?):? ("[^"]*"): (?=[\[{])')


@pytest.mark.parametrize("case", load("errors"))
def test_json_in_hints_is_valid(case: Case) -> None:
    """An operator or a field in a hint can be copied into a pattern."""
    for problem in case["problems"]:
        hint = problem["hint"]
        if "..." in hint or "extended pattern" in hint or "--from FILE" in hint:
            continue
        if copied := OPERATOR.search(hint):
            pipefilter.parse(json.dumps({"a": [value_at(hint, copied.end())]}))
        elif (copied := FIELD.search(hint)) and len(case["problems"]) == 1:
            pipefilter.parse(json.dumps({"f": {json.loads(copied[1]): value_at(hint, copied.end())}}))
