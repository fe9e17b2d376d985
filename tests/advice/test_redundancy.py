"""What is reported as redundant can be removed: the pattern then has the same verdict for every event."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from thoroughness import FEWER

from pipefilter.analysis.checks import subject_problems
from pipefilter.analysis.reading.subject import Subject
from pipefilter.comparing.comparison import compare_patterns
from pipefilter.language.parse import parse
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.strategies import events_near

NAMES = st.sampled_from(["a", "b"])
ALTERNATIVES = st.lists(
    st.sampled_from(
        [
            "ab",
            "a",
            5,
            None,
            "10.0.0.1",
            {"prefix": "a"},
            {"suffix": "b"},
            {"wildcard": "a*b"},
            {"equals-ignore-case": "AB"},
            {"numeric": [">", 1]},
            {"numeric": ["<=", 5]},
            {"anything-but": ["a", "b"]},
            {"anything-but": {"prefix": "a"}},
            {"cidr": "10.0.0.0/24"},
            {"exists": False},
        ]
    ),
    min_size=1,
    max_size=4,
)
OBJECTS = st.recursive(
    st.dictionaries(NAMES, ALTERNATIVES, min_size=1, max_size=2),
    lambda inner: (
        st.builds(
            lambda objects, fields: {"$or": objects, **fields},
            st.lists(inner, min_size=2, max_size=3),
            st.dictionaries(NAMES, ALTERNATIVES, max_size=1),
        )
        | st.dictionaries(NAMES, inner, min_size=1, max_size=2)
    ),
    max_leaves=4,
)


def without(tree: Any, pointer: str) -> None:  # noqa: ANN401 - JSON
    """Remove an element of a list; the other one of two objects of `$or` is then there twice."""
    *steps, last = pointer.split("/")[1:]
    for step in steps:
        tree = tree[int(step)] if isinstance(tree, list) else tree[step]
    del tree[int(last)]
    if steps[-1] == "$or" and len(tree) == 1:
        tree.append(tree[0])


@pytest.mark.slow
@FEWER
@given(st.data(), OBJECTS.map(json.dumps))
def test_what_is_redundant_can_be_removed(data: st.DataObject, text: str) -> None:
    pattern = parse(text)
    problems = subject_problems(Subject(pattern))
    pointers = [problem.pointer for problem in problems if problem.code in {"PF426", "PF468"}]
    assume(pointers)
    tree = json.loads(text)
    for pointer in sorted(pointers, key=lambda each: [step.zfill(3) for step in each.split("/")], reverse=True):
        without(tree, pointer)
    shorter = parse(json.dumps(tree))
    assert compare_patterns([pattern], [shorter]).relation in {"equal", "unknown"}
    event = data.draw(events_near(pattern))
    assert ReferenceMatcher(pattern).matches(event) is ReferenceMatcher(shorter).matches(event)
