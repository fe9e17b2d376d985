"""Intersections and unions of the alternatives of one field, compared with what each alternative matches alone."""

from __future__ import annotations

from itertools import product

import pytest

from pipefilter.builder.budget import Budget
from pipefilter.builder.narrowing.alternatives import (
    ABSENT,
    PRESENT,
    Alternatives,
    complement,
    intersect,
    is_anything,
    unite,
)
from pipefilter.builder.narrowing.value_alternatives import number_prefixes
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.equals_ignore_case import EqualsIgnoreCase
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.operators.suffix import Suffix

X, Y, XY = Exact("x"), Exact("y"), Exact("xy")
IP, OTHER_IP = Exact("10.0.0.1"), Exact("010.0.0.1")
NOT_X, NOT_XY, NOT_BOTH = complement(["x"]), complement(["xy"]), complement(["x", "y"])
NOT_PREFIX = AnythingBut((Prefix("x"),), listed=False)
BEGINS_X, BEGINS_XY, BEGINS_Y = Prefix("x"), Prefix("xy"), Prefix("y")
ENDS_Y, ENDS_XY = Suffix("y"), Suffix("xy")
ANY_CASE, BEGINS_ANY_CASE = EqualsIgnoreCase("XY"), Prefix(EqualsIgnoreCase("X"))
OPERATORS: list[Operator] = [
    PRESENT,
    ABSENT,
    X,
    Y,
    XY,
    IP,
    OTHER_IP,
    NOT_X,
    NOT_XY,
    NOT_BOTH,
    NOT_PREFIX,
    BEGINS_X,
    BEGINS_XY,
    BEGINS_Y,
    ENDS_Y,
    ENDS_XY,
    ANY_CASE,
    BEGINS_ANY_CASE,
]
PROBES = [None, "", "x", "X", "y", "xy", "Xy", "XY", "xyy", "xx", "yx", "yxy", "z", "10.0.0.1", "010.0.0.1"]
LISTS: list[Alternatives] = [
    *((operator,) for operator in OPERATORS),
    *((operator, ABSENT) for operator in OPERATORS if not isinstance(operator, Exists)),
    (X, Y),
    (X, BEGINS_Y),
    (BEGINS_X, ENDS_Y),
    (XY, IP, BEGINS_Y),
]


def matching(alternatives: Alternatives) -> set[str | None]:
    """The probes that match one of the alternatives; None is an absent field."""
    return {
        probe
        for probe in PROBES
        if any(
            alternative.present is (probe is not None)
            if isinstance(alternative, Exists)
            else probe is not None and alternative.holds(probe)
            for alternative in alternatives
        )
    }


@pytest.mark.slow
@pytest.mark.parametrize("ours", LISTS, ids=str)
def test_intersection(ours: Alternatives) -> None:
    """No value that both match is lost; an exact intersection matches nothing else."""
    for theirs in LISTS:
        met, exact = intersect(ours, theirs, Budget(1000))
        both = matching(ours) & matching(theirs)
        assert matching(met) >= both
        assert not exact or matching(met) == both
        assert matching(met) <= matching(ours) | matching(theirs)


@pytest.mark.parametrize("ours", LISTS, ids=str)
def test_union(ours: Alternatives) -> None:
    """A union matches what one of both matches, and nothing else; no alternative is redundant."""
    for theirs in LISTS:
        joined = unite(ours, theirs, Budget(1000))
        assert matching(joined) == matching(ours) | matching(theirs)
        assert is_anything(joined) is (PRESENT in joined and ABSENT in joined)
        assert not any(
            isinstance(first, Exact) and isinstance(second, Prefix | Suffix) and second.holds(first.value)
            for first, second in product(joined, joined)
            if isinstance(first, Exact) and isinstance(first.value, str)
        )


@pytest.mark.parametrize(
    ("ours", "theirs", "met", "exact"),
    [
        ((PRESENT,), (BEGINS_X,), (BEGINS_X,), True),
        ((BEGINS_X,), (PRESENT,), (BEGINS_X,), True),
        ((ABSENT,), (BEGINS_X,), (), True),
        ((PRESENT, ABSENT), (ABSENT,), (ABSENT,), True),
        ((PRESENT,), (PRESENT,), (PRESENT,), True),
        ((X,), (Y,), (), True),
        ((X, Y), (Y, X), (X, Y), True),
        ((X,), (BEGINS_X,), (X,), True),
        ((BEGINS_X,), (X,), (X,), True),
        ((BEGINS_Y,), (X,), (), True),
        ((IP,), (OTHER_IP,), (IP,), True),
        ((NOT_X,), (NOT_XY,), (complement(["x", "xy"]),), True),
        ((NOT_X,), (BEGINS_Y,), (BEGINS_Y,), True),
        ((BEGINS_Y,), (NOT_X,), (BEGINS_Y,), True),
        ((NOT_X,), (BEGINS_X,), (BEGINS_X,), False),
        ((BEGINS_X,), (NOT_X,), (BEGINS_X,), False),
        ((BEGINS_X,), (NOT_BOTH,), (BEGINS_X,), False),
        ((BEGINS_X,), (BEGINS_XY,), (BEGINS_XY,), True),
        ((BEGINS_XY,), (BEGINS_X,), (BEGINS_XY,), True),
        ((BEGINS_X,), (BEGINS_Y,), (), True),
        ((ENDS_Y,), (ENDS_XY,), (ENDS_XY,), True),
        ((ENDS_XY,), (ENDS_Y,), (ENDS_XY,), True),
        ((BEGINS_X,), (ENDS_Y,), (BEGINS_X,), False),
        ((BEGINS_X,), (BEGINS_ANY_CASE,), (BEGINS_X,), False),
        ((BEGINS_ANY_CASE,), (BEGINS_X,), (BEGINS_ANY_CASE,), False),
        ((NOT_PREFIX,), (BEGINS_Y,), (NOT_PREFIX,), False),
    ],
    ids=str,
)
def test_text_of_intersections(
    ours: Alternatives, theirs: Alternatives, met: Alternatives, exact: bool
) -> None:
    """As narrow as can be written."""
    assert intersect(ours, theirs, Budget(1000)) == (met, exact)


@pytest.mark.parametrize(
    ("ours", "theirs", "joined"),
    [
        ((X,), (Y,), (X, Y)),
        ((X,), (X, ABSENT), (X, ABSENT)),
        ((X,), (BEGINS_X,), (BEGINS_X,)),
        ((XY, ABSENT), (BEGINS_Y,), (XY, ABSENT, BEGINS_Y)),
        ((NOT_BOTH,), (X,), (complement(["y"]),)),
        ((NOT_BOTH, ABSENT), (X,), (complement(["y"]), ABSENT)),
        ((NOT_BOTH,), (BEGINS_Y,), (NOT_X,)),
        ((NOT_BOTH,), (NOT_X,), (NOT_X,)),
        ((NOT_X,), (X,), (PRESENT,)),
        ((NOT_X,), (Y,), (NOT_X,)),
        ((PRESENT,), (X,), (PRESENT,)),
        ((ABSENT, X), (PRESENT,), (PRESENT, ABSENT)),
    ],
    ids=str,
)
def test_text_of_unions(ours: Alternatives, theirs: Alternatives, joined: Alternatives) -> None:
    """As short as can be written."""
    assert unite(ours, theirs, Budget(1000)) == joined


@pytest.mark.parametrize(
    ("text", "begins", "spellings"),
    [
        ("5", "0+.5", ["5", "05", "+5", ".5e1", "5.0", "0.5E1"]),
        ("0.05e2", "0+.5", ["5", "+5.0"]),
        ("1E+2", "0+.1", ["100", "+100", ".1e3"]),
        ("-5", "-", ["-5", "-05", "-.5e1"]),
        ("0", "0+.-", ["0", "+0", ".0", "-0", "0e5"]),
        ("-0", "0+.-", ["0", "+0", ".0", "-0.0", "0e5"]),
        ("0e7", "0+.-", ["0", "-0"]),
        ("+7e-1", "0+.7", ["0.7", ".7", "7e-1"]),
    ],
)
def test_notations_of_a_number(text: str, begins: str, spellings: list[str]) -> None:
    """Each begins with one of the prefixes."""
    prefixes = number_prefixes(text)
    assert "".join(str(prefix.operand()) for prefix in prefixes) == begins
    assert all(any(prefix.holds(spelling) for prefix in prefixes) for spelling in spellings)
