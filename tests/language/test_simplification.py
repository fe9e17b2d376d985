"""Disjuncts that are multiplied and merged match the same records as before."""

from __future__ import annotations

from itertools import combinations
from itertools import product as pairs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipefilter.builder.budget import Budget, OutOfSteps
from pipefilter.builder.narrowing.alternatives import ABSENT, PRESENT, Alternatives, complement
from pipefilter.builder.narrowing.product import product
from pipefilter.builder.narrowing.simplification import simplify
from pipefilter.builder.narrowing.term import ANYTHING, UNKNOWN, Term
from pipefilter.builder.records.attribute_path import attribute_path
from pipefilter.builder.records.record_field import RecordField, record_field
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists

FIELDS = [record_field("new", attribute_path(name), "S") for name in "abc"]
IN_LIST = [record_field("new", attribute_path("l[].x"), "S"), record_field("new", attribute_path("l[].y"), "S")]
TEXTS = ["x", "y", "z", None]
X, Y, NOT_X = (Exact("x"),), (Exact("y"),), (complement(["x"]), ABSENT)
GIVEN: list[Alternatives] = [X, Y, (*X, *Y), NOT_X, (PRESENT,), (ABSENT,)]
WAYS = st.lists(
    st.builds(
        lambda fields, exact: Term.of(*fields.items(), exact=exact),
        st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(GIVEN), max_size=3),
        st.booleans(),
    ),
    max_size=6,
)
Record = tuple[str | None, ...]
RECORDS: list[Record] = list(pairs(TEXTS, repeat=3))


def has(record: Record, field: RecordField, alternatives: Alternatives) -> bool:
    text = record[FIELDS.index(field)]
    return any(
        alternative.present is (text is not None)
        if isinstance(alternative, Exists)
        else text is not None and alternative.holds(text)
        for alternative in alternatives
    )


def matching(ways: list[Term], *, exact: bool = False) -> set[Record]:
    """The records that match a term, or one that is exact."""
    return {
        record
        for record in RECORDS
        if any(
            (way.exact or not exact) and all(has(record, *field) for field in way.fields.values())
            for way in ways
        )
    }


@given(WAYS)
def test_simplified(ways: list[Term]) -> None:
    """Fewer terms match the same records; none becomes exact by being merged."""
    fewer = simplify(ways, Budget(100_000))
    assert matching(fewer) == matching(ways)
    assert matching(fewer, exact=True) <= matching(ways, exact=True)
    assert len(fewer) <= len(ways)
    if not any(not way.fields for way in ways):
        for first, second in combinations(fewer, 2):
            assert first.fields.keys() != second.fields.keys() or (
                sum(alternatives != second.fields[path][1] for path, (_, alternatives) in first.fields.items())
                > 1
            )


@given(WAYS, WAYS)
def test_product(ours: list[Term], theirs: list[Term]) -> None:
    """The product matches what both match."""
    joined = product(ours, theirs, 1000, Budget(1_000_000))
    assert joined is not None
    ways, no_wider = joined
    assert no_wider
    assert matching(ways) == matching(ours) & matching(theirs)
    assert matching(ways, exact=True) <= matching(ours, exact=True) & matching(theirs, exact=True)
    for limit in range(len(ways) + 1):
        bounded = product(ours, theirs, limit, Budget(1_000_000))
        assert bounded is None or (len(bounded[0]) <= limit and matching(bounded[0]) == matching(ways))


def way(*fields: tuple[RecordField, Alternatives], exact: bool = True) -> Term:
    return Term.of(*fields, exact=exact)


A, B, C = FIELDS


@pytest.mark.parametrize(
    ("ways", "fewer"),
    [
        ([way((A, X)), way((A, X))], [way((A, X))]),
        ([way((A, X)), way((A, X), exact=False)], [way((A, X))]),
        ([way((A, X), exact=False), way((A, X))], [way((A, X))]),
        ([way((A, X)), way((A, Y))], [way((A, (*X, *Y)))]),
        ([way((A, X)), way((A, Y), exact=False)], [way((A, (*X, *Y)), exact=False)]),
        ([way((A, X), (B, X)), way((A, Y), (B, X))], [way((A, (*X, *Y)), (B, X))]),
        ([way((A, X), (B, X)), way((A, Y), (B, Y))], [way((A, X), (B, X)), way((A, Y), (B, Y))]),
        ([way((A, X)), way((A, X), (B, X))], [way((A, X))]),
        ([way((A, X), (B, X)), way((A, X))], [way((A, X))]),
        ([way((A, X)), way((B, X))], [way((A, X)), way((B, X))]),
        ([way((A, (PRESENT,))), way((A, (ABSENT,)))], [ANYTHING]),
        ([way((A, (PRESENT,))), way((A, (ABSENT,)), exact=False)], [UNKNOWN]),
        ([way((A, X)), ANYTHING], [ANYTHING]),
        ([way((A, X)), UNKNOWN], [UNKNOWN]),
        ([UNKNOWN, ANYTHING], [ANYTHING]),
        # two elements of a list may match: they stay apart
        ([way((IN_LIST[0], X)), way((IN_LIST[0], Y))], [way((IN_LIST[0], X)), way((IN_LIST[0], Y))]),
        ([way((IN_LIST[0], X)), way((IN_LIST[0], X))], [way((IN_LIST[0], X))]),
        ([], []),
    ],
)
def test_merged_disjuncts(ways: list[Term], fewer: list[Term]) -> None:
    assert simplify(ways, Budget(1000)) == fewer


@pytest.mark.parametrize(
    ("ours", "theirs", "ways", "no_wider"),
    [
        (way((IN_LIST[0], X)), way((IN_LIST[1], X)), way((IN_LIST[0], X), exact=False), False),
        (way((IN_LIST[0], X)), way((IN_LIST[0], Y)), way((IN_LIST[0], X), exact=False), False),
        (way((IN_LIST[0], X)), way((IN_LIST[0], X)), way((IN_LIST[0], X)), True),
        (way((A, X)), way((IN_LIST[0], X)), way((A, X), (IN_LIST[0], X)), True),
        (way((A, X)), way((IN_LIST[0], X), (IN_LIST[1], X)), way((A, X), (IN_LIST[0], X), exact=False), False),
        (way((A, X)), way((B, X), exact=False), way((A, X), (B, X), exact=False), True),
        (way((A, X), exact=False), way((B, X)), way((A, X), (B, X), exact=False), True),
        (ANYTHING, way((B, X)), way((B, X)), True),
        (UNKNOWN, way((B, X)), way((B, X), exact=False), True),
    ],
)
def test_intersections(ours: Term, theirs: Term, ways: Term, no_wider: bool) -> None:
    assert product([ours], [theirs], 1000, Budget(1000)) == ([ways], no_wider)


def test_disjuncts_without_a_common_field() -> None:
    """Too many terms without a field in common are detected without building them."""
    ours = [way((RecordField(("a", str(n))), X)) for n in range(50)]
    theirs = [way((RecordField(("b", str(n))), X)) for n in range(50)]
    budget = Budget(1_000)
    assert product(ours, theirs, 2499, budget) is None
    joined = product(ours, theirs, 2500, Budget(10_000))
    assert joined is not None
    assert len(joined[0]) == 2500
    with pytest.raises(OutOfSteps):
        product(ours, theirs, 2500, Budget(2_000))


def test_many_disjuncts_are_not_compared_with_each_other() -> None:
    """Redundant terms stay where there are more than 300."""
    few = [way((RecordField(("a", str(n))), X)) for n in range(299)]
    covered = way((RecordField(("a", "0")), X), (B, X))
    assert len(simplify([*few, covered], Budget(100_000))) == 299
    assert len(simplify([*few, way((C, X)), covered], Budget(100_000))) == 301


def test_work_on_disjuncts_is_counted() -> None:
    ways = [way((A, (Exact(str(n)),)), (B, (Exact(str(n)),))) for n in range(1000)]
    with pytest.raises(OutOfSteps):
        simplify(ways, Budget(3_000))
    with pytest.raises(OutOfSteps):
        product(ways, ways, 1000, Budget(20_000))
