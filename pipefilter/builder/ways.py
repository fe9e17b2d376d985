"""The ways in which a condition can be right, as far as a pattern can tell them apart."""

from __future__ import annotations

from dataclasses import dataclass

from pipefilter.builder.attribute_condition import AttributeCondition
from pipefilter.builder.changed import Changed
from pipefilter.builder.condition import AllOf, AnyOf, Condition, Not
from pipefilter.builder.disjunct import UNKNOWN, Disjunct, product, simplified
from pipefilter.builder.event_name import EventNames
from pipefilter.builder.literals import Literals

__all__ = ["MOST_WAYS", "Part", "parts_of", "ways_of"]

MOST_WAYS = 1000
"""As many combinations of `$or` as AWS takes in one pattern."""


def ways_of(  # noqa: PLR0911 - one a kind of condition
    condition: Condition, literals: Literals, *, wanted: bool = True
) -> list[Disjunct]:
    """The ways in which a condition is right, or wrong: a record for which it is so is right for one of them.

    Args:
        condition: any.
        literals: what can be said of a condition on one attribute.
        wanted: False for what the condition is not.
    """
    meaning = condition.meaning
    if isinstance(meaning, Not):
        return ways_of(meaning.inner, literals, wanted=not wanted)
    if isinstance(meaning, AllOf | AnyOf):
        each = [ways_of(one, literals, wanted=wanted) for one in meaning.conditions]
        if isinstance(meaning, AllOf) is wanted:
            return _all(each)
        return simplified(way for ways in each for way in ways)
    if isinstance(meaning, EventNames):
        return literals.event(meaning, wanted=wanted)
    if isinstance(meaning, Changed):
        return literals.changed(meaning, wanted=wanted)
    if isinstance(meaning, AttributeCondition):
        return literals.attribute(meaning, wanted=wanted)
    if meaning is not condition:
        return ways_of(meaning, literals, wanted=wanted)
    return [UNKNOWN]


def _all(each: list[list[Disjunct]]) -> list[Disjunct]:
    """All of several conditions; one that makes too many ways is left to check."""
    found = [Disjunct({})]
    for ways in sorted(each, key=len):
        joined = product(found, ways, MOST_WAYS)
        found = [one.inexact() for one in found] if joined is None else joined[0]
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """Conditions of which all must be right, and the ways in which they can be; parts have no field in common.

    Args:
        conditions: those that are joined in it.
        ways: in which they can be right.
        left: those of them that the ways do not tell for sure.
    """

    conditions: tuple[Condition, ...]
    ways: tuple[Disjunct, ...]
    left: tuple[Condition, ...]

    @property
    def exact(self) -> bool:
        """Whether nothing is left to check."""
        return not self.left


def parts_of(condition: Condition, literals: Literals) -> list[Part]:
    """The condition as parts that can be told apart each by itself.

    Args:
        condition: any.
        literals: what can be said of a condition on one attribute.
    """
    each = condition.conditions if isinstance(condition, AllOf) else (condition,)
    parts = [_part(one, ways_of(one, literals)) for one in each]
    joined: list[Part] = []
    for part in parts:
        while True:
            other = next((known for known in joined if _touch(known, part)), None)
            if other is None:
                break
            joined.remove(other)
            part = joined_parts(other, part)  # noqa: PLW2901 - it grows
        joined.append(part)
    return joined


def _part(condition: Condition, ways: list[Disjunct]) -> Part:
    exact = all(way.exact for way in ways)
    return Part((condition,), tuple(ways), () if exact else (condition,))


def joined_parts(one: Part, other: Part) -> Part:
    """Two parts as one.

    Args:
        one: a part.
        other: another.
    """
    conditions = (*one.conditions, *other.conditions)
    joined = product(one.ways, other.ways, MOST_WAYS)
    if joined is None:  # the one with fewer ways is kept
        kept, rest = sorted((one, other), key=lambda part: len(part.ways))
        return Part(conditions, tuple(way.inexact() for way in kept.ways), (*kept.left, *rest.conditions))
    ways, no_wider = joined
    left = (*one.left, *other.left) if no_wider else conditions
    return Part(conditions, tuple(ways), () if all(way.exact for way in ways) else left)


def _touch(one: Part, other: Part) -> bool:
    """Whether they have a field, or a list, in common."""
    return bool(_names(one) & _names(other))


def _names(part: Part) -> set[str]:
    return {name for way in part.ways for name in (*way.fields, *way.roots)}
