"""Strategies for valid event patterns, to test tools that handle patterns."""

from __future__ import annotations

from hypothesis import reject
from hypothesis import strategies as st

from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.json_text.writer import written
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operator import InnerText
from pipefilter.language.operators import BY_KEYWORD, OPERATORS
from pipefilter.language.parse import parse

__all__ = ["SCALARS", "TEXTS", "event_patterns"]

_NAMES = ("a", "b", "c", "detail", "S", "a.b", "é", "")
_BLOCKS = st.sampled_from(
    ("10.0.0.0/24", "0.0.0.0/0", "2001:db8::/32", "::/0", "192.168.1.7/31", "::1/127", "16.0.0.0/8")
)
_MAX_MEMBERS = 3
_MAX_DEPTH = 3
_ALPHABET = 'abAB01*\\/.:-"éßſ日 \U0001f600'

TEXTS = st.one_of(
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
SCALARS: st.SearchStrategy[Scalar] = st.one_of(TEXTS, _NUMBERS, st.sampled_from((True, False, None)))
"""Plain values of patterns and events: strings with the characters that matter to operators, numbers as written."""


def _operand(keyword: str) -> st.SearchStrategy[Json]:
    """Operands for an operator; any strings if it accepts them."""
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
            TEXTS,
            st.integers(-9, 9).map(lambda n: Number(str(n))),
            st.lists(TEXTS, min_size=1, max_size=3).map(list),
            st.lists(st.integers(-9, 9).map(lambda n: Number(str(n))), min_size=1, max_size=3).map(list),
        ),
    }
    return special.get(keyword, TEXTS)


def _nested(outer: str) -> st.SearchStrategy[Json]:
    """Operands of an operator that consist of another operator."""
    inner = [
        operator.keyword
        for operator in OPERATORS
        if issubclass(operator, InnerText) and outer in operator.inside
    ]
    operand: st.SearchStrategy[Json] = TEXTS
    if outer == "anything-but":
        operand = st.one_of(TEXTS, st.lists(TEXTS, min_size=1, max_size=3).map(list))
    return st.tuples(st.sampled_from(inner), operand).map(lambda pair: (pair,))


@st.composite
def _elements(draw: st.DrawFn) -> Json:
    """A valid element of a field's list."""
    keyword = draw(st.sampled_from(("", *BY_KEYWORD)))
    if not keyword:
        return draw(SCALARS)
    has_inner = any(issubclass(operator, InnerText) and keyword in operator.inside for operator in OPERATORS)
    nested = has_inner and draw(st.booleans())
    element: Json = ((keyword, draw(_nested(keyword) if nested else _operand(keyword))),)
    try:
        parse(written((("x", [element]),)))
    except InvalidEventPattern:  # an empty prefix in anything-but, a bad wildcard: rare
        return draw(SCALARS)
    return element


@st.composite
def _objects(draw: st.DrawFn, depth: int, *, inside_or: bool) -> Json:
    """An object of a pattern."""
    members: list[tuple[str, Json]] = []
    for _ in range(draw(st.integers(1, _MAX_MEMBERS))):
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
    """Valid event patterns, with every operator, nesting, `$or`, dotted and repeated names.

    Returns:
        A strategy of `EventPattern`; `str(pattern)` is its text.
    """
    text = written(draw(_objects(_MAX_DEPTH, inside_or=False)))
    try:
        return parse(text)
    except InvalidEventPattern:
        reject()  # too many combinations, or wildcards too complex
        raise
