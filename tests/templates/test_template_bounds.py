"""Unknown values in templates: no event is reported to match, or not to match, if a value could change that."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipefilter import matches, render
from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.json_text.writer import written
from pipefilter.language.unknown_value import MARK_ANY, MARK_END, MARK_START
from pipefilter.strategies import event_patterns, events_near
from pipefilter.templates.bounds import over_approximation, under_approximation

MARK = f"{MARK_START}0{MARK_END}"
ANY = MARK + MARK_ANY


def with_holes(draw: st.DrawFn, tree: Json) -> Json:
    """A pattern in which some parts of its strings, names, alternatives and values are unknown."""
    assert isinstance(tree, tuple)
    members: list[tuple[str, Json]] = []
    for name, value in tree:
        if not draw(st.integers(0, 9)):
            members.append((hole(draw, name), ANY))
        elif isinstance(value, tuple):
            members.append((hole(draw, name), with_holes(draw, value)))
        elif name == "$or" and isinstance(value, list):
            members.append((name, [with_holes(draw, branch) for branch in value]))
        else:
            assert isinstance(value, list)
            members.append((hole(draw, name), [alternative(draw, item) for item in value]))
    return tuple(members)


def alternative(draw: st.DrawFn, item: Json) -> Json:
    """One of a field's alternatives, with some parts unknown."""
    if not draw(st.integers(0, 9)):
        return ANY
    if isinstance(item, tuple):
        return tuple((word, alternative(draw, value)) for word, value in item)
    if isinstance(item, list):
        return [alternative(draw, branch) for branch in item]
    return hole(draw, item) if isinstance(item, str) else item


def hole(draw: st.DrawFn, text: str) -> str:
    """A string with a part replaced by a mark, or unchanged."""
    if draw(st.integers(0, 2)):
        return text
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    return text[:start] + MARK + text[end:]


@st.composite
def uncertain(draw: st.DrawFn) -> tuple[str, str, str]:
    """A pattern, the same with holes, and an event."""
    pattern = draw(event_patterns())
    marked = written(with_holes(draw, strict_tree(render(pattern))))
    return render(pattern), marked, draw(events_near(pattern))


@pytest.mark.slow
@given(uncertain())
def test_bounds(case: tuple[str, str, str]) -> None:
    pattern, marked, event = case
    try:
        lower, upper = under_approximation(marked), over_approximation(marked)
    except InvalidEventPattern:  # a hole in an impossible place
        assume(condition=False)
    taken = matches(pattern, event)
    if matches(lower, event):
        assert taken, lower
    if taken:
        assert matches(upper, event), upper


@pytest.mark.parametrize(
    ("marked", "lower", "upper"),
    [
        ('{"a": ["x{}"]}', ["x{}"], [{"wildcard": "x*"}]),
        ('{"a": ["{}any", "b"]}', ["{}", "b"], [{"exists": True}, {"exists": False}]),
        ('{"a": "{}any"}', ["{}"], [{"exists": True}, {"exists": False}]),
        ('{"a": [{"numeric": [">", "{}any"]}]}', ["{}"], [{"exists": True}, {"exists": False}]),
        ('{"a": [{"anything-but": ["{}"]}]}', ["{}"], [{"exists": True}]),
    ],
)
def test_how_narrow_the_bounds_are(marked: str, lower: list[object], upper: list[object]) -> None:
    text = marked.replace("{}any", MARK + MARK_ANY).replace("{}", MARK)
    expected = json.loads(json.dumps(lower).replace("{}", "MARK"))
    bound = json.loads(under_approximation(text).replace(MARK, "MARK").replace(MARK_START, "MARK"))["a"]
    assert bound == expected
    assert json.loads(over_approximation(text))["a"] == upper
