"""Strategies for events that match a pattern, that do not match it, or that nearly match it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import TypeAlias

from hypothesis import strategies as st

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.json_text.writer import written
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operator import Operator
from pipefilter.language.parse import parse
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.matcher import Matcher
from pipefilter.strategies.event_patterns import SCALARS, TEXTS

__all__ = ["events_matching", "events_near", "events_not_matching"]

Pattern: TypeAlias = EventPattern | str | bytes | Mapping[str, object]


def events_matching(pattern: Pattern) -> st.SearchStrategy[str]:
    """Events that match the pattern.

    Args:
        pattern: an `EventPattern`, or its JSON text, UTF-8 bytes, or a dict.

    Returns:
        A strategy that generates JSON strings; `json.loads` turns them into dicts. Hypothesis reports the strategy as unsatisfiable if no
        event can match the pattern.

    Raises:
        InvalidEventPattern: AWS rejects the pattern.
    """
    read = parse(pattern)
    matcher = Matcher(read)
    return _events(read, matching=True).filter(matcher.matches)


def events_not_matching(pattern: Pattern) -> st.SearchStrategy[str]:
    """Events that do not match the pattern; most of them nearly match it.

    Args:
        pattern: as for `events_matching`.

    Raises:
        InvalidEventPattern: AWS rejects the pattern.
    """
    read = parse(pattern)
    matcher = Matcher(read)
    return events_near(read).filter(lambda event: not matcher.matches(event))


def events_near(pattern: Pattern) -> st.SearchStrategy[str]:
    """Events that match the pattern or nearly match it: with its fields, and values at the boundaries of its conditions.

    Args:
        pattern: as for `events_matching`.

    Raises:
        InvalidEventPattern: AWS rejects the pattern.
    """
    read = parse(pattern)
    return st.one_of(_events(read, matching=True), _events(read, matching=False), _events(read, matching=False))


@st.composite
def _events(draw: st.DrawFn, pattern: EventPattern, *, matching: bool) -> str:
    """An event with the fields of one branch, and values that match or nearly match."""
    branch = draw(st.sampled_from(branches_of(pattern)))
    placed: list[tuple[tuple[str, ...], Json]] = []
    for path, field in branch.fields.items():
        predicate = FieldPredicate(field.alternatives)
        if predicate.matches_absence and draw(st.booleans()):
            continue
        if not matching and draw(st.integers(0, 5)) == 0:
            continue
        value = draw(_matching_values(field, predicate) if matching else _values(field))
        if isinstance(value, _Nothing):
            continue
        placed.append((_steps(draw, path, field), value))
    if draw(st.booleans()):
        placed.append((("zz",), draw(SCALARS)))
    tree = _tree(placed)
    return written(tree if matching else draw(_rearranged(tree)))


class _Nothing(enum.Enum):
    """No value at all."""

    NOTHING = enum.auto()


@st.composite
def _matching_values(draw: st.DrawFn, field: Field, predicate: FieldPredicate) -> Json | _Nothing:
    """A value that the field matches, on its own or in an array; `NOTHING` if only absence matches."""
    near = [value for value in _near(draw, field) if predicate.holds(value)]
    if not near:
        filler = draw(SCALARS)
        if not predicate.holds(filler):
            return _Nothing.NOTHING
        near = [filler]
    value = draw(st.sampled_from(near))
    if draw(st.integers(0, 3)) == 0:
        both: list[Json] = [value, draw(SCALARS)]
        return list(draw(st.permutations(both)))
    return value


@st.composite
def _values(draw: st.DrawFn, field: Field) -> Json:
    """A value that matches or nearly matches the field."""
    near = list(_near(draw, field))
    scalar = st.one_of(st.sampled_from(near), SCALARS) if near else SCALARS
    shape = draw(st.integers(0, 7))
    if shape == 0:
        some: list[Json] = []
        return some + draw(st.lists(scalar, max_size=3))
    if shape == 1:
        odd: list[Json] = [(), [], [[]], (("a", Number("1")),)]
        return draw(st.sampled_from(odd))
    return draw(scalar)


def _near(draw: st.DrawFn, field: Field) -> list[Scalar]:
    operator: Operator = draw(st.sampled_from(field.alternatives))
    return list(operator.boundary_values(draw(TEXTS)))


def _steps(draw: st.DrawFn, path: str, field: Field) -> tuple[str, ...]:
    """Names that make up the path: nested as in the pattern if that results in the same path, or one with dots."""
    nested = ".".join(field.steps) == path and "" not in field.steps
    return field.steps if nested and draw(st.integers(0, 4)) else (path,)


def _tree(placed: list[tuple[tuple[str, ...], Json]]) -> Json:
    """An object with these values at these places; those that cannot be nested get dotted names at the root."""
    root: dict[str, object] = {}
    dotted: list[tuple[str, Json]] = []
    for steps, value in placed:
        node = root
        for step in steps[:-1]:
            below = node.setdefault(step, {})
            if not isinstance(below, dict):
                dotted.append((".".join(steps), value))
                break
            node = below
        else:
            if steps[-1] in node:
                dotted.append((".".join(steps), value))
            else:
                node[steps[-1]] = _Leaf(value)
    return (*_frozen(root), *dotted)


class _Leaf:
    """A value in a tree under construction."""

    def __init__(self, value: Json) -> None:
        self.value = value


def _frozen(node: dict[str, object]) -> tuple[tuple[str, Json], ...]:
    return tuple(
        (name, _frozen(value) if isinstance(value, dict) else value.value)
        for name, value in node.items()
        if isinstance(value, dict | _Leaf)
    )


@st.composite
def _rearranged(draw: st.DrawFn, tree: Json) -> Json:
    """The event with objects put into arrays, split over elements, repeated, or renamed."""
    if not isinstance(tree, tuple):
        return tree
    members: list[tuple[str, Json]] = []
    for name, value in tree:
        inner = draw(_rearranged(value)) if isinstance(value, tuple) else value
        how = draw(st.integers(0, 9))
        if how == 0 and isinstance(inner, tuple):
            inner = [inner]
        elif how == 1 and isinstance(inner, tuple):
            cut = draw(st.integers(0, len(inner)))
            inner = [inner[:cut], inner[cut:]]
        elif how == 2:
            inner = [inner, draw(SCALARS)]
        elif how == 3:
            members.append((name, draw(SCALARS)))
        elif how == 4 and isinstance(inner, tuple):
            inner = [[inner], inner]
        members.append((name, inner))
    return tuple(members)
