"""Parts are fitted into patterns that a service accepts: the limits themselves, and what is widened or left beyond them."""

from __future__ import annotations

import json

import pytest

from pipefilter.builder.budget import Budget, OutOfSteps
from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.narrowing.alternatives import ABSENT, PRESENT, Alternatives, complement
from pipefilter.builder.narrowing.fit_to_service import fit_factors, fit_or_widen
from pipefilter.builder.narrowing.normal_form import Factor
from pipefilter.builder.narrowing.pattern_choice import EVERYTHING
from pipefilter.builder.narrowing.pattern_size import PatternSizes
from pipefilter.builder.narrowing.pattern_text import pattern_text
from pipefilter.builder.narrowing.remaining_factors import RemainingFactors
from pipefilter.builder.narrowing.term import UNKNOWN, Term
from pipefilter.builder.records.attribute_path import attribute_path
from pipefilter.builder.records.record_field import record_field
from pipefilter.dynamodb_stream import new
from pipefilter.language.operators.exact import Exact
from pipefilter.services import service_named

PIPE = service_named("pipe")
LIMIT = PIPE.pattern_length.maximum
STEPS = 1_000_000


def term(**fields: Alternatives) -> Term:
    return Term.of(
        *(
            (record_field("new", attribute_path(name), "S"), alternatives)
            for name, alternatives in fields.items()
        )
    )


def part(*terms: Term) -> Factor:
    """A part that expresses a condition exactly."""
    condition = new(next(iter(terms[0].fields.values()))[0].steps[2]).exists()
    return Factor((condition,), terms, ())


def value(length: int = 1) -> Alternatives:
    return (Exact("x" * length),)


def text_of(*parts: Factor, dotted: bool = False) -> str:
    text = pattern_text([part_.terms for part_ in parts], dotted=dotted)
    assert text is not None
    return text


def wider(parts: list[Factor], steps: int = STEPS) -> tuple[list[str], list[Condition]]:
    result = fit_or_widen(parts, PIPE, Budget(steps))
    assert result is not None
    return result


def test_length_limit() -> None:
    """To the character; beyond it, other conditions stay, and `exists` replaces the longest."""
    around = len(text_of(part(term(a=value(0))), part(term(b=value()))))
    fits, too_long = [[part(term(a=value(LIMIT - around + more))), part(term(b=value()))] for more in (0, 1)]
    assert fit_factors(fits, PIPE, Budget(STEPS)) == [text_of(*fits)]
    assert len(text_of(*fits)) == LIMIT
    assert fit_factors(too_long, PIPE, Budget(STEPS)) is None
    texts, left = wider(too_long)
    assert texts == [text_of(too_long[1], part(term(a=(PRESENT,))))]
    assert left == list(too_long[0].conditions)


def test_dotted_paths_where_nested_ones_are_too_long() -> None:
    """Only inside `$or`, where they are shorter."""
    terms = [term(**{f"n{number}": value(), f"m{number}": value()}) for number in range(60)]
    either = part(*terms)
    assert len(text_of(either, dotted=False)) > len(text_of(either, dotted=True))
    for length, dotted in (
        (0, False),
        (
            LIMIT
            - len(
                text_of(
                    either,
                    part(
                        term(z=value(0)),
                    ),
                    dotted=False,
                )
            )
            + 1,
            True,
        ),
    ):
        parts = [either, part(term(z=value(length)))]
        assert fit_factors(parts, PIPE, Budget(STEPS)) == [text_of(*parts, dotted=dotted)]


def test_limit_of_fields() -> None:
    """The engine builds up to 256 of them."""
    parts = [part(term(**{f"{number:03}": value()})) for number in range(201)]
    assert fit_factors(parts[:200], PIPE, Budget(STEPS)) == [text_of(*parts[:200])]
    assert len(text_of(*parts)) < LIMIT
    assert fit_factors(parts, PIPE, Budget(STEPS)) is None
    texts, left = wider(parts)
    assert texts == [text_of(*parts[1:])]
    assert left == list(parts[0].conditions)


def either_of(name: str, count: int) -> Factor:
    return part(*(term(**{f"{name}{number}": value()}) for number in range(count)))


def test_limit_of_combinations() -> None:
    """1,000 in one pattern; more if they are divided among several filters."""
    parts = [either_of("a", 25), either_of("b", 40)]
    assert fit_factors(parts, PIPE, Budget(STEPS)) == [text_of(*parts)]
    parts = [either_of("a", 26), either_of("b", 39)]
    texts = fit_factors(parts, PIPE, Budget(STEPS))
    assert texts == [
        text_of(parts[0], Factor(parts[1].conditions, parts[1].terms[start::2], ())) for start in range(2)
    ]


def test_the_longest_is_widened_first_and_then_left() -> None:
    """Residual conditions are in the order of the condition; no part that fits is dropped."""
    large = term(a=value(9000), b=value(9000))
    parts = [part(term(c=value())), part(large, term(a=(ABSENT,), b=value(3))), part(term(d=value(9000)))]
    texts, left = wider(parts)
    assert [json.loads(text)["dynamodb"]["NewImage"] for text in texts] == [
        {
            "c": {"S": ["x"]},
            "d": {"S": [{"exists": True}]},
            "b": {"S": [{"exists": True}]},
        }
    ]
    assert left == [*parts[1].conditions, *parts[2].conditions]


def test_the_longest_list_is_divided() -> None:
    """Among as few filters as possible."""
    values = tuple(Exact(f"{number:03}{'x' * 27}") for number in range(200))
    few = (Exact("x"), Exact("y"))
    parts = [part(term(a=few, b=values, c=few)), part(term(d=value()))]
    texts = fit_factors(parts, PIPE, Budget(STEPS))
    assert texts == [text_of(parts[1], part(term(a=few, b=values[start::2], c=few))) for start in range(2)]


def test_an_absent_field_stays_absent() -> None:
    """Where its other alternatives are widened."""
    long, present = term(a=value(9000), b=value()), term(a=(PRESENT,), b=value())
    absent = term(a=(ABSENT,), c=value())
    assert wider([part(long, absent)])[0] == [text_of(part(present, absent))]


@pytest.mark.nightly
def test_no_condition_that_can_be_expressed() -> None:
    """Disjuncts that exclude nothing are written as a pattern that each record matches."""
    condition = new("a").exists()
    unknown = Factor((condition,), (UNKNOWN,), (condition,))
    assert fit_factors([unknown], PIPE, Budget(STEPS)) == [EVERYTHING]
    assert wider([unknown]) == ([EVERYTHING], [condition])
    huge = either_of("a", 6000)
    assert fit_or_widen([huge], PIPE, Budget(STEPS)) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    "steps", [0, 1, 20, 60, 100, 150, 200, 300, 400, 600, 1000, 2000, 4000, 8000, 20_000, 60_000]
)
def test_with_few_steps_unwritten_conditions_are_left(steps: int) -> None:
    """Each condition is in the pattern exactly, or left to check; the shorter ones stay longer."""
    parts = [
        part(term(a=value())),
        *(either_of(name, 40) for name in "bcde"),
        part(term(f=value(5000))),
        part(term(g=none_of_many())),
    ]
    texts, left = wider(parts, steps)
    for part_ in parts:
        names = {field.steps[2] for way_ in part_.terms for field, _ in way_.fields.values()}
        assert part_.conditions[0] in left or all(any(name in text for text in texts) for name in names)
    assert [condition for part_ in parts for condition in part_.conditions if condition in left] == left
    assert all(len(text) <= LIMIT for text in texts)
    if steps >= 300:
        assert all('"a":{"S":["x"]}' in text for text in texts)
    assert wider(parts, steps) == (texts, left)


def none_of_many() -> Alternatives:
    return (complement(str(number) for number in range(3000)), ABSENT)


def test_too_much_work_fails_unless_widening_is_allowed() -> None:
    with pytest.raises(OutOfSteps):
        fit_factors([either_of("a", 40), either_of("b", 25)], PIPE, Budget(500))


def test_the_same_condition_is_left_once() -> None:
    """Though two parts contain it."""
    condition = new("a").exists()
    parts = [
        Factor((condition,), (term(a=value(9000)),), (condition,)),
        Factor((new("b").exists(),), (term(b=value(9000)),), ()),
        Factor((condition,), (term(c=value()),), ()),
    ]
    assert wider(parts)[1] == [new("b").exists(), condition]


def remaining(*parts: Factor) -> RemainingFactors:
    result = RemainingFactors(PIPE, PatternSizes())
    for part_ in parts:
        result.add(part_, Budget(STEPS))
    return result


def test_parts_that_cannot_fit_are_detected() -> None:
    """Before a pattern is written."""
    assert remaining().can_fit()
    assert remaining(*(either_of(name, 10) for name in "abc")).can_fit()
    assert remaining(*(either_of(name, 10) for name in "abc"), either_of("d", 5)).can_fit()
    assert not remaining(*(either_of(name, 10) for name in "abc"), either_of("d", 6)).can_fit()
    assert remaining(*(part(term(**{f"n{n}": value()})) for n in range(200))).can_fit()
    assert not remaining(*(part(term(**{f"n{n}": value()})) for n in range(201))).can_fit()
    long, longer = part(term(a=value(LIMIT - 6))), part(term(b=value(9000)))
    assert remaining(long).can_fit()
    assert remaining(longer).can_fit()
    assert not remaining(part(term(a=value(LIMIT))), longer).can_fit()


def test_the_longest_is_removed_first() -> None:
    """Of several, the first; the rest is measured as if it had not been there."""
    short, long, as_long = part(term(a=value())), part(term(b=value(50))), part(term(c=value(50)))
    parts = remaining(short, long, as_long, *(either_of(name, 30) for name in "def"))
    assert not parts.can_fit()
    assert [parts.remove_longest() for _ in range(2)] == [either_of("d", 30), either_of("e", 30)]
    assert parts.can_fit()
    parts.remove_longest()
    assert list(parts) == [short, long, as_long]
    assert [parts.remove_longest() for _ in range(3)] == [long, as_long, short]
    assert len(parts) == 0
