"""Events for a given pattern: ones that it takes, ones that it leaves, and ones near the border."""

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
from pipefilter.strategies.scalars import SCALARS, TEXTS

__all__ = ["events_matching", "events_near", "events_not_matching"]

Pattern: TypeAlias = EventPattern | str | bytes | Mapping[str, object]


def _pattern(pattern: Pattern) -> EventPattern:
    return pattern if isinstance(pattern, EventPattern) else parse(pattern)


def events_matching(pattern: Pattern) -> st.SearchStrategy[str]:
    """Events that the pattern takes.

    Args:
        pattern: an `EventPattern`, or its JSON text, UTF-8 bytes, or a dict.

    Returns:
        A strategy of JSON texts; `json.loads` makes dicts of them. A pattern that nothing can match gives a
        strategy that Hypothesis reports as unsatisfiable.

    Raises:
        InvalidEventPattern: AWS refuses the pattern.
    """
    read = _pattern(pattern)
    matcher = Matcher(read)
    return _events(read, right=True).filter(matcher.matches)


def events_not_matching(pattern: Pattern) -> st.SearchStrategy[str]:
    """Events that the pattern does not take; most of them miss it narrowly.

    Args:
        pattern: as for `events_matching`.

    Raises:
        InvalidEventPattern: AWS refuses the pattern.
    """
    read = _pattern(pattern)
    matcher = Matcher(read)
    return events_near(read).filter(lambda event: not matcher.matches(event))


def events_near(pattern: Pattern) -> st.SearchStrategy[str]:
    """Events that the pattern takes or just misses: its own fields, with values about what it wants.

    Args:
        pattern: as for `events_matching`.

    Raises:
        InvalidEventPattern: AWS refuses the pattern.
    """
    read = _pattern(pattern)
    return st.one_of(_events(read, right=True), _events(read, right=False), _events(read, right=False))


@st.composite
def _events(draw: st.DrawFn, pattern: EventPattern, *, right: bool) -> str:
    """An event with the fields of one branch; right ones only, or anything near."""
    branch = draw(st.sampled_from(branches_of(pattern)))
    placed: list[tuple[tuple[str, ...], Json]] = []
    for path, field in branch.fields.items():
        test = FieldPredicate(field.alternatives)
        if test.matches_absence and draw(st.booleans()):
            continue
        if not right and draw(st.integers(0, 5)) == 0:
            continue
        value = draw(_right_values(field, test) if right else _values(field))
        if isinstance(value, _Nothing):
            continue
        placed.append((_steps(draw, path, field), value))
    if draw(st.booleans()):
        placed.append((("zz",), draw(SCALARS)))
    tree = _tree(placed)
    return written(tree if right else draw(_shaken(tree)))


class _Nothing(enum.Enum):
    """No value at all."""

    NOTHING = enum.auto()


@st.composite
def _right_values(draw: st.DrawFn, field: Field, test: FieldPredicate) -> Json | _Nothing:
    """A value for which the field holds, alone or in a list; `NOTHING` if only absence will do."""
    near = [value for value in _near(draw, field) if test.holds(value)]
    if not near:
        filler = draw(SCALARS)
        if not test.holds(filler):
            return _Nothing.NOTHING
        near = [filler]
    value = draw(st.sampled_from(near))
    if draw(st.integers(0, 3)) == 0:
        both: list[Json] = [value, draw(SCALARS)]
        return list(draw(st.permutations(both)))
    return value


@st.composite
def _values(draw: st.DrawFn, field: Field) -> Json:
    """A value that the field takes or just misses."""
    near = list(_near(draw, field))
    one = st.one_of(st.sampled_from(near), SCALARS) if near else SCALARS
    shape = draw(st.integers(0, 7))
    if shape == 0:
        some: list[Json] = []
        return some + draw(st.lists(one, max_size=3))
    if shape == 1:
        odd: list[Json] = [(), [], [[]], (("a", Number("1")),)]
        return draw(st.sampled_from(odd))
    return draw(one)


def _near(draw: st.DrawFn, field: Field) -> list[Scalar]:
    operator: Operator = draw(st.sampled_from(field.alternatives))
    return list(operator.boundary_values(draw(TEXTS)))


def _steps(draw: st.DrawFn, path: str, field: Field) -> tuple[str, ...]:
    """Names that lead to the path: nested as in the pattern where that gives the same path, or with dots."""
    nested = ".".join(field.steps) == path and "" not in field.steps
    return field.steps if nested and draw(st.integers(0, 4)) else (path,)


def _tree(placed: list[tuple[tuple[str, ...], Json]]) -> Json:
    """An object with these values at these places; what cannot be nested gets a dotted name at the root."""
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
    """A value in a tree that is still being made."""

    def __init__(self, value: Json) -> None:
        self.value = value


def _frozen(node: dict[str, object]) -> tuple[tuple[str, Json], ...]:
    return tuple(
        (name, _frozen(value) if isinstance(value, dict) else value.value)
        for name, value in node.items()
        if isinstance(value, dict | _Leaf)
    )


@st.composite
def _shaken(draw: st.DrawFn, tree: Json) -> Json:
    """The event with objects put into arrays, split over elements, repeated, or renamed."""
    if not isinstance(tree, tuple):
        return tree
    members: list[tuple[str, Json]] = []
    for name, value in tree:
        inner = draw(_shaken(value)) if isinstance(value, tuple) else value
        how = draw(st.integers(0, 9))
        if how == 0 and isinstance(inner, tuple):
            inner = [inner]
        elif how == 1 and isinstance(inner, tuple):
            cut = draw(st.integers(0, len(inner)))
            inner = [inner[:cut], inner[cut:]]
        elif how == 2:  # noqa: PLR2004 - one of ten
            inner = [inner, draw(SCALARS)]
        elif how == 3:  # noqa: PLR2004 - one of ten
            members.append((name, draw(SCALARS)))
        elif how == 4 and isinstance(inner, tuple):  # noqa: PLR2004 - one of ten
            inner = [[inner], inner]
        members.append((name, inner))
    return tuple(members)
