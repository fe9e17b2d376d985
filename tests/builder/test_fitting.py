"""Parts are fitted into patterns that a service accepts: the limits themselves, and what is widened or left beyond them."""

from __future__ import annotations

import json

import pytest

from pipefilter.builder.budget import Budget, OutOfSteps
from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.narrowing.alternatives import ABSENT, PRESENT, Alternatives, none_of
from pipefilter.builder.narrowing.fitting import written_parts, written_parts_or_wider
from pipefilter.builder.narrowing.normal_form import Part
from pipefilter.builder.narrowing.pattern_choice import EVERYTHING
from pipefilter.builder.narrowing.pattern_size import PatternSizes
from pipefilter.builder.narrowing.pattern_text import pattern_texts
from pipefilter.builder.narrowing.remaining_parts import RemainingParts
from pipefilter.builder.narrowing.term import UNKNOWN, Disjunct
from pipefilter.builder.records.attribute_path import attribute_path
from pipefilter.builder.records.record_field import record_field
from pipefilter.dynamodb_stream import new
from pipefilter.language.operators.exact import Exact
from pipefilter.services import service_named

PIPE = service_named("pipe")
LIMIT = PIPE.pattern_length.most
STEPS = 1_000_000


def way(**fields: Alternatives) -> Disjunct:
    return Disjunct.of(
        *(
            (record_field("new", attribute_path(name), "S"), alternatives)
            for name, alternatives in fields.items()
        )
    )


def part(*ways: Disjunct) -> Part:
    """A part that expresses a condition exactly."""
    condition = new(next(iter(ways[0].fields.values()))[0].steps[2]).exists()
    return Part((condition,), ways, ())


def value(length: int = 1) -> Alternatives:
    return (Exact("x" * length),)


def text_of(*parts: Part, dotted: bool = False) -> str:
    text = pattern_texts([part_.ways for part_ in parts], dotted=dotted)
    assert text is not None
    return text


def wider(parts: list[Part], steps: int = STEPS) -> tuple[list[str], list[Condition]]:
    result = written_parts_or_wider(parts, PIPE, Budget(steps))
    assert result is not None
    return result


def test_length_limit() -> None:
    """To the character; beyond it, other conditions stay, and `exists` replaces the longest."""
    around = len(text_of(part(way(a=value(0))), part(way(b=value()))))
    fits, too_long = [[part(way(a=value(LIMIT - around + more))), part(way(b=value()))] for more in (0, 1)]
    assert written_parts(fits, PIPE, Budget(STEPS)) == [text_of(*fits)]
    assert len(text_of(*fits)) == LIMIT
    assert written_parts(too_long, PIPE, Budget(STEPS)) is None
    texts, left = wider(too_long)
    assert texts == [text_of(too_long[1], part(way(a=(PRESENT,))))]
    assert left == list(too_long[0].conditions)


def test_dotted_paths_where_nested_ones_are_too_long() -> None:
    """Only inside `$or`, where they are shorter."""
    ways = [way(**{f"n{number}": value(), f"m{number}": value()}) for number in range(60)]
    either = part(*ways)
    assert len(text_of(either, dotted=False)) > len(text_of(either, dotted=True))
    for length, dotted in (
        (0, False),
        (
            LIMIT
            - len(
                text_of(
                    either,
                    part(
                        way(z=value(0)),
                    ),
                    dotted=False,
                )
            )
            + 1,
            True,
        ),
    ):
        parts = [either, part(way(z=value(length)))]
        assert written_parts(parts, PIPE, Budget(STEPS)) == [text_of(*parts, dotted=dotted)]


def test_limit_of_fields() -> None:
    """The engine builds up to 256 of them."""
    parts = [part(way(**{f"{number:03}": value()})) for number in range(201)]
    assert written_parts(parts[:200], PIPE, Budget(STEPS)) == [text_of(*parts[:200])]
    assert len(text_of(*parts)) < LIMIT
    assert written_parts(parts, PIPE, Budget(STEPS)) is None
    texts, left = wider(parts)
    assert texts == [text_of(*parts[1:])]
    assert left == list(parts[0].conditions)


def either_of(name: str, count: int) -> Part:
    return part(*(way(**{f"{name}{number}": value()}) for number in range(count)))


def test_limit_of_combinations() -> None:
    """1,000 in one pattern; more if they are divided among several filters."""
    parts = [either_of("a", 25), either_of("b", 40)]
    assert written_parts(parts, PIPE, Budget(STEPS)) == [text_of(*parts)]
    parts = [either_of("a", 26), either_of("b", 39)]
    texts = written_parts(parts, PIPE, Budget(STEPS))
    assert texts == [
        text_of(parts[0], Part(parts[1].conditions, parts[1].ways[start::2], ())) for start in range(2)
    ]


def test_the_longest_is_widened_first_and_then_left() -> None:
    """Residual conditions are in the order of the condition; no part that fits is dropped."""
    large = way(a=value(9000), b=value(9000))
    parts = [part(way(c=value())), part(large, way(a=(ABSENT,), b=value(3))), part(way(d=value(9000)))]
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
    parts = [part(way(a=few, b=values, c=few)), part(way(d=value()))]
    texts = written_parts(parts, PIPE, Budget(STEPS))
    assert texts == [text_of(parts[1], part(way(a=few, b=values[start::2], c=few))) for start in range(2)]


def test_an_absent_field_stays_absent() -> None:
    """Where its other alternatives are widened."""
    long, present = way(a=value(9000), b=value()), way(a=(PRESENT,), b=value())
    absent = way(a=(ABSENT,), c=value())
    assert wider([part(long, absent)])[0] == [text_of(part(present, absent))]


@pytest.mark.slow
def test_no_condition_that_can_be_expressed() -> None:
    """Disjuncts that exclude nothing are written as a pattern that each record matches."""
    condition = new("a").exists()
    unknown = Part((condition,), (UNKNOWN,), (condition,))
    assert written_parts([unknown], PIPE, Budget(STEPS)) == [EVERYTHING]
    assert wider([unknown]) == ([EVERYTHING], [condition])
    huge = either_of("a", 6000)
    assert written_parts_or_wider([huge], PIPE, Budget(STEPS)) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    "steps", [0, 1, 20, 60, 100, 150, 200, 300, 400, 600, 1000, 2000, 4000, 8000, 20_000, 60_000]
)
def test_with_few_steps_unwritten_conditions_are_left(steps: int) -> None:
    """Each condition is in the pattern exactly, or left to check; the shorter ones stay longer."""
    parts = [
        part(way(a=value())),
        *(either_of(name, 40) for name in "bcde"),
        part(way(f=value(5000))),
        part(way(g=none_of_many())),
    ]
    texts, left = wider(parts, steps)
    for part_ in parts:
        names = {field.steps[2] for way_ in part_.ways for field, _ in way_.fields.values()}
        assert part_.conditions[0] in left or all(any(name in text for text in texts) for name in names)
    assert [condition for part_ in parts for condition in part_.conditions if condition in left] == left
    assert all(len(text) <= LIMIT for text in texts)
    if steps >= 300:
        assert all('"a":{"S":["x"]}' in text for text in texts)
    assert wider(parts, steps) == (texts, left)


def none_of_many() -> Alternatives:
    return (none_of(str(number) for number in range(3000)), ABSENT)


def test_too_much_work_fails_unless_widening_is_allowed() -> None:
    with pytest.raises(OutOfSteps):
        written_parts([either_of("a", 40), either_of("b", 25)], PIPE, Budget(500))


def test_the_same_condition_is_left_once() -> None:
    """Though two parts contain it."""
    condition = new("a").exists()
    parts = [
        Part((condition,), (way(a=value(9000)),), (condition,)),
        Part((new("b").exists(),), (way(b=value(9000)),), ()),
        Part((condition,), (way(c=value()),), ()),
    ]
    assert wider(parts)[1] == [new("b").exists(), condition]


def remaining(*parts: Part) -> RemainingParts:
    result = RemainingParts(PIPE, PatternSizes())
    for part_ in parts:
        result.add(part_, Budget(STEPS))
    return result


def test_parts_that_cannot_fit_are_detected() -> None:
    """Before a pattern is written."""
    assert remaining().can_fit()
    assert remaining(*(either_of(name, 10) for name in "abc")).can_fit()
    assert remaining(*(either_of(name, 10) for name in "abc"), either_of("d", 5)).can_fit()
    assert not remaining(*(either_of(name, 10) for name in "abc"), either_of("d", 6)).can_fit()
    assert remaining(*(part(way(**{f"n{n}": value()})) for n in range(200))).can_fit()
    assert not remaining(*(part(way(**{f"n{n}": value()})) for n in range(201))).can_fit()
    long, longer = part(way(a=value(LIMIT - 6))), part(way(b=value(9000)))
    assert remaining(long).can_fit()
    assert remaining(longer).can_fit()
    assert not remaining(part(way(a=value(LIMIT))), longer).can_fit()


def test_the_longest_is_removed_first() -> None:
    """Of several, the first; the rest is measured as if it had not been there."""
    short, long, as_long = part(way(a=value())), part(way(b=value(50))), part(way(c=value(50)))
    parts = remaining(short, long, as_long, *(either_of(name, 30) for name in "def"))
    assert not parts.can_fit()
    assert [parts.take_longest() for _ in range(2)] == [either_of("d", 30), either_of("e", 30)]
    assert parts.can_fit()
    parts.take_longest()
    assert list(parts) == [short, long, as_long]
    assert [parts.take_longest() for _ in range(3)] == [long, as_long, short]
    assert len(parts) == 0
