"""Hypothesis strategies for event patterns and events, so that you can property-test your own filters.

`@given(events_matching(pattern))` gives events that the pattern takes. Needs `pip install pipefilter[hypothesis]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from hypothesis import assume
from hypothesis import strategies as st

from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, Scalar, written
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operator import InnerText, Operator
from pipefilter.language.operators import BY_KEYWORD, OPERATORS
from pipefilter.language.parse import parse
from pipefilter.matching.compile import Matcher
from pipefilter.matching.field_test import FieldTest

__all__ = [
    "event_patterns",
    "events_matching",
    "events_near",
    "events_not_matching",
]

Pattern: TypeAlias = EventPattern | str | bytes | Mapping[str, object]

_NAMES = ("a", "b", "c", "detail", "S", "a.b", "é", "")
_ALPHABET = "abAB01*\\/.:-\"éßſ日 \U0001f600"
_TEXTS = st.one_of(
    st.text(_ALPHABET, max_size=4),
    st.sampled_from(("10.0.0.1", "::1", "order#1", "PAID", "null", "5", "2001:db8::7", "file.PNG")),
)
_NUMBERS = st.one_of(
    st.integers(-1000, 1000).map(lambda n: Number(str(n))),
    st.sampled_from(
        ("0", "-0", "1.0", "1e0", "0.1", "1e400", "9007199254740993", "5e-324", "300", "3.0e2")
    ).map(Number),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda f: Number(repr(f))),
)
_SCALARS: st.SearchStrategy[Scalar] = st.one_of(
    _TEXTS, _NUMBERS, st.sampled_from((True, False, None))
)
_BLOCKS = st.sampled_from(
    ("10.0.0.0/24", "0.0.0.0/0", "2001:db8::/32", "::/0", "192.168.1.7/31", "::1/127", "16.0.0.0/8")
)
_MOST_MEMBERS = 3
_MOST_DEPTH = 3


def _operand(keyword: str) -> st.SearchStrategy[Json]:
    """Operands for an operator that needs others than a text."""
    bounds = st.lists(st.integers(-50, 50), min_size=2, max_size=2, unique=True).map(sorted)
    special: dict[str, st.SearchStrategy[Json]] = {
        "exists": st.booleans(),
        "cidr": _BLOCKS,
        "numeric": st.one_of(
            st.tuples(st.sampled_from(("=", "<", "<=", ">", ">=")), st.integers(-50, 50)).map(
                lambda term: [term[0], Number(str(term[1]))]
            ),
            st.tuples(st.sampled_from((">", ">=")), st.sampled_from(("<", "<=")), bounds).map(
                lambda t: [t[0], Number(str(t[2][0])), t[1], Number(str(t[2][1]))]
            ),
        ),
        "anything-but": st.one_of(
            _TEXTS,
            st.integers(-9, 9).map(lambda n: Number(str(n))),
            st.lists(_TEXTS, min_size=1, max_size=3).map(list),
            st.lists(st.integers(-9, 9).map(lambda n: Number(str(n))), min_size=1, max_size=3).map(list),
        ),
    }
    return special.get(keyword, _TEXTS)


def _nested(outer: str) -> st.SearchStrategy[Json]:
    """Operators that may stand inside another, as the other's operand."""
    inner = [
        operator.keyword
        for operator in OPERATORS
        if issubclass(operator, InnerText) and outer in operator.inside
    ]
    one: st.SearchStrategy[Json] = _TEXTS
    if outer == "anything-but":
        one = st.one_of(_TEXTS, st.lists(_TEXTS, min_size=1, max_size=3).map(list))
    return st.tuples(st.sampled_from(inner), one).map(lambda pair: (pair,))


@st.composite
def _elements(draw: st.DrawFn) -> Json:
    """One element of a field's list that AWS takes."""
    keyword = draw(st.sampled_from(("", *BY_KEYWORD)))
    if not keyword:
        return draw(_SCALARS)
    has_inner = any(
        issubclass(operator, InnerText) and keyword in operator.inside for operator in OPERATORS
    )
    nested = has_inner and draw(st.booleans())
    element: Json = ((keyword, draw(_nested(keyword) if nested else _operand(keyword))),)
    try:
        parse(written((("x", [element]),)))
    except InvalidEventPattern:  # an empty prefix in anything-but, a bad wildcard: rare
        return draw(_SCALARS)
    return element


@st.composite
def _objects(draw: st.DrawFn, depth: int, *, inside_or: bool) -> Json:
    """An object of a pattern."""
    members: list[tuple[str, Json]] = []
    for _ in range(draw(st.integers(1, _MOST_MEMBERS))):
        kind = draw(st.sampled_from(("leaf", "leaf", "object", "or"))) if depth else "leaf"
        if kind == "or":
            choice = _objects(depth - 1, inside_or=True)
            members.append(("$or", draw(st.lists(choice, min_size=2, max_size=3))))
            continue
        name = draw(st.sampled_from(_NAMES))
        if kind == "object":
            members.append((name, draw(_objects(depth - 1, inside_or=inside_or))))
        else:
            members.append((name, draw(st.lists(_elements(), min_size=1, max_size=3))))
    return tuple(members)


@st.composite
def event_patterns(draw: st.DrawFn) -> EventPattern:
    """Event patterns that AWS takes: every operator, nesting, `$or`, dotted and repeated names.

    Returns:
        A strategy of `EventPattern`; `str()` of one gives its text.
    """
    text = written(draw(_objects(_MOST_DEPTH, inside_or=False)))
    try:
        return parse(text)
    except InvalidEventPattern:
        assume(False)  # noqa: FBT003 - too many combinations, or wildcards too complex
        raise


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
        test = FieldTest(field.alternatives)
        if test.takes_absence and draw(st.booleans()):
            continue
        if not right and draw(st.integers(0, 5)) == 0:
            continue
        value = draw(_right_values(field, test) if right else _values(field))
        if value is _NOTHING:
            continue
        placed.append((_steps(draw, path, field), value))
    if draw(st.booleans()):
        placed.append((("zz",), draw(_SCALARS)))
    tree = _tree(placed)
    return written(tree if right else draw(_shaken(tree)))


_NOTHING = ("nothing",)


@st.composite
def _right_values(draw: st.DrawFn, field: Field, test: FieldTest) -> Json:
    """A value for which the field holds, alone or in a list; `_NOTHING` if only absence will do."""
    near = [value for value in _near(draw, field) if test.holds(value)]
    if not near:
        filler = draw(_SCALARS)
        if not test.holds(filler):
            return _NOTHING  # type: ignore[return-value]
        near = [filler]
    value = draw(st.sampled_from(near))
    if draw(st.integers(0, 3)) == 0:
        return draw(st.permutations([value, draw(_SCALARS)]).map(list))
    return value


@st.composite
def _values(draw: st.DrawFn, field: Field) -> Json:
    """A value that the field takes or just misses."""
    near = list(_near(draw, field))
    one = st.one_of(st.sampled_from(near), _SCALARS) if near else _SCALARS
    shape = draw(st.integers(0, 7))
    if shape == 0:
        return draw(st.lists(one, max_size=3).map(list))
    if shape == 1:
        return draw(st.sampled_from(((), [], [[]], (("a", Number("1")),))))
    return draw(one)


def _near(draw: st.DrawFn, field: Field) -> list[Scalar]:
    operator: Operator = draw(st.sampled_from(field.alternatives))
    return list(operator.near(draw(_TEXTS)))


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
            inner = [inner, draw(_SCALARS)]
        elif how == 3:  # noqa: PLR2004 - one of ten
            members.append((name, draw(_SCALARS)))
        elif how == 4 and isinstance(inner, tuple):  # noqa: PLR2004 - one of ten
            inner = [[inner], inner]
        members.append((name, inner))
    return tuple(members)

