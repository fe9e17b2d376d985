"""Filters that must all match, put together: the patterns that are left match the same events."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thoroughness import FEWER

from pipefilter import parse
from pipefilter.application.joined_filters import joined_patterns
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.strategies import event_patterns, events_near


@pytest.mark.slow
@FEWER
@given(st.data(), st.booleans())
def test_the_same_events_match(data: st.DataObject, are_apart: bool) -> None:
    texts = [str(data.draw(event_patterns())) for _ in range(3)]
    events = [data.draw(events_near(text)) for text in texts]
    if are_apart:
        texts = [f'{{"m{number}": {text}}}' for number, text in enumerate(texts)]
        members = [
            [f'"m{number}": {data.draw(st.sampled_from(events))}' for number in range(3)] for _ in events
        ]
        events = [f"{{{', '.join(each)}}}" for each in members]
    patterns = [parse(text) for text in texts]
    joined = joined_patterns(patterns)
    for event in [*events, "{}"]:
        each, together = (
            [ReferenceMatcher(pattern).matches(event) for pattern in several] for several in (patterns, joined)
        )
        assert all(each) == all(together), event


def test_patterns_on_other_members_are_one() -> None:
    patterns = [
        parse('{"a": [1], "$or": [{"b": [1]}, {"c": [1]}]}'),
        parse('{"d": {"a": [{"exists": false}]}}'),
    ]
    assert len(joined_patterns(patterns)) == 1
    assert len(joined_patterns([*patterns, parse('{"d": [1]}')])) == 3
