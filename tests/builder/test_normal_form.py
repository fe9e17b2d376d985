"""The terms of a condition, and what is left to check where there are too many of them or too much work."""

from __future__ import annotations

import pytest

from pipefilter.builder.budget import MIN_SHARE, Budget, OutOfSteps
from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition, combine
from pipefilter.builder.narrowing.attribute_facts import AttributeFacts
from pipefilter.builder.narrowing.lowering import Lowering
from pipefilter.builder.narrowing.normal_form import MAX_TERMS, Factor, to_dnf, to_factors
from pipefilter.builder.narrowing.supported_operators import SupportedOperators
from pipefilter.builder.narrowing.term import UNKNOWN
from pipefilter.builder.narrowing.value_alternatives import ValueAlternatives
from pipefilter.dynamodb_stream import changed, event, narrow, new
from pipefilter.services import service_named

LITERALS = Lowering(ValueAlternatives(AttributeFacts(), "text", SupportedOperators(service_named("pipe"))))


def two_ways(name: str) -> Condition:
    """A condition that a pattern expresses exactly, in two terms."""
    return new(name).in_("x", 5)


def all_of_two_ways(count: int) -> Condition:
    return combine(AllOf, *(two_ways(f"a{number}") for number in range(count)))


def test_limit_of_disjuncts() -> None:
    terms = to_dnf(all_of_two_ways(9), LITERALS, Budget(100_000))
    assert len(terms) == 2**9 <= MAX_TERMS
    assert all(term.exact and len(term.fields) == 9 for term in terms)


def test_of_too_many_disjuncts_some_conditions_are_left() -> None:
    """What is left out makes each term inexact, also where the whole is negated or joined with others."""
    terms = to_dnf(all_of_two_ways(10), LITERALS, Budget(100_000))
    assert len(terms) == 2**9
    assert not any(term.exact for term in terms)
    turned = to_dnf(~combine(AnyOf, *(~two_ways(f"a{n}") for n in range(10))), LITERALS, Budget(100_000))
    assert turned == terms
    either = to_dnf(all_of_two_ways(10) | event("INSERT"), LITERALS, Budget(100_000))
    assert [term.exact for term in either] == [False] * 2**9 + [True]


@pytest.mark.slow
@pytest.mark.parametrize("service", ["pipe", "lambda"])
def test_too_many_disjuncts_are_not_exact(service: str) -> None:
    narrowed = narrow(event("MODIFY") & (all_of_two_ways(12) | new("b").equals("x")), service=service)
    assert not narrowed.exact
    record = {"eventName": "MODIFY", "dynamodb": {"NewImage": {"b": {"S": "x"}}}}
    assert narrowed.passes(record)


def half(name: str) -> Condition:
    """A condition of 32 terms, with a field in common with each other one."""
    terms = [new(f"{name}{number}").equals("x") & new("c").equals(number) for number in range(32)]
    return combine(AnyOf, *(term | new(f"{name}{n}").equals("y") for n, term in enumerate(terms)))


@pytest.mark.slow
@pytest.mark.parametrize("may_drop", [False, True])
def test_parts_that_would_have_too_many_disjuncts(may_drop: bool) -> None:
    """The smaller one is kept, the other is left to check."""
    few, many = half("a"), combine(AnyOf, half("b"), new("d").equals("x"))
    for condition in (few & many, many & few):
        (part,) = to_factors(condition, LITERALS, Budget(1_000_000), may_drop=may_drop)
        assert part.left == (many,)
        assert part.terms == tuple(term.inexact() for term in to_dnf(few, LITERALS, Budget(1_000_000)))
        assert set(part.conditions) == {few, many}


def test_parts_have_no_field_in_common() -> None:
    """Each condition joins those before it with which it shares a field, and only those."""
    a, b, c, both = (
        new("a").prefix("x"),
        new("b").prefix("x"),
        new("c").prefix("x"),
        new("a").equals("xy") | new("c").equals("xy"),
    )
    parts = to_factors(combine(AllOf, a, b, c, both), LITERALS, Budget(1_000_000), may_drop=False)
    assert [part.conditions for part in parts] == [(b,), (c, a, both)]


def large(name: str) -> Condition:
    return combine(AnyOf, *(new(name).prefix(f"{number}-") for number in range(300)))


def test_too_much_work_fails_unless_dropping_is_allowed() -> None:
    for condition in (large("a"), event("MODIFY") & large("a")):
        with pytest.raises(OutOfSteps):
            to_factors(condition, LITERALS, Budget(10_000), may_drop=False)
    with pytest.raises(OutOfSteps):
        to_factors(half("a") & half("b"), LITERALS, Budget(7_000), may_drop=False)


def test_droppable_conditions_share_the_work() -> None:
    """The others are expressed in the pattern."""
    budget = Budget(20_000)
    parts = to_factors(large("a") & new("b").equals("x"), LITERALS, budget, may_drop=True)
    assert parts[0] == Factor((large("a"),), (UNKNOWN,), (large("a"),))
    assert parts[1].left == ()
    assert budget.exceeded
    assert 20_000 - 20_000 // 4 >= budget.left > 0


def test_parts_that_are_too_much_work_to_join() -> None:
    """They are treated as if they had too many terms."""
    few, many = half("a"), combine(AnyOf, half("b"), new("d").equals("x"))
    budget = Budget(14_000)
    (part,) = to_factors(few & many, LITERALS, budget, may_drop=True)
    assert budget.exceeded
    assert part.left == (many,)
    assert not any(term.exact for term in part.terms)


def test_conjuncts_where_some_may_be_dropped() -> None:
    """A negated disjunction is a conjunction of negations: each can be dropped separately."""
    none = event("MODIFY") & ~(changed("a") | ~new("b").equals("x") | (new("c").exists() & changed("c")))
    assert len(to_factors(none, LITERALS, Budget(10_000), may_drop=False)) == 2
    parts = to_factors(none, LITERALS, Budget(10_000), may_drop=True)
    assert [part.conditions for part in parts] == [
        (event("MODIFY"),),
        (~changed("a"),),
        (new("b").equals("x"),),
        (~(new("c").exists() & changed("c")),),
    ]


def test_a_share_is_enough_for_a_small_pattern() -> None:
    budget = Budget(8_000)
    with budget.share(4) as steps:
        assert steps.left == MIN_SHARE
        steps.spend(3_000)
    assert (budget.left, budget.exceeded) == (5_000, False)
    with pytest.raises(OutOfSteps), budget.share(2) as steps:
        steps.spend(6_000)
    assert (budget.left, budget.exceeded) == (0, True)
    with budget.share(2) as steps:
        assert steps.left == 0
    budget = Budget(100_000)
    with budget.share(4) as steps:
        assert steps.left == 25_000
        steps.spend(25_000)
    assert (budget.left, budget.exceeded) == (75_000, False)


def test_only_inexact_conditions_of_joined_parts_are_left() -> None:
    """Of two conditions on one attribute the inexact one; both, if joining them made the pattern wider."""
    sure, unsure = new("a").in_("x", "xz"), new("a").wildcard("x*z")
    for condition in (sure & unsure, unsure & sure):
        (part,) = to_factors(condition, LITERALS, Budget(10_000), may_drop=False)
        assert part.left == (unsure,)
    both = new("a").prefix("x") & new("a").suffix("z")
    (part,) = to_factors(both, LITERALS, Budget(10_000), may_drop=False)
    assert isinstance(both, AllOf)
    assert part.left == both.conditions
    (part,) = to_factors(both & unsure, LITERALS, Budget(10_000), may_drop=False)
    assert set(part.left) == {*both.conditions, unsure}
