"""Finds a value of one field that meets conditions: some must match, others must not."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence

from pipefilter.dataclass import dataclass
from pipefilter.events.shape import Kind
from pipefilter.events.value_kinds import matched_kinds
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.witnesses.operator_values import joined_strings, matching_values, near_values

__all__ = ["ABSENT", "Absence", "FieldCondition", "FieldValue", "field_values"]

_MAX_OPERATORS = 100
"""Alternatives from which values are derived; a field may have thousands."""
_REMOTE: tuple[Scalar, ...] = ("example", "other", "x", Number("1"), Number("0"), True, False, None, "")
"""Values to try after all others."""


class Absence(enum.Enum):
    """Stands for the value of a field that an event does not have."""

    ABSENT = enum.auto()


ABSENT = Absence.ABSENT
FieldValue = Scalar | Absence


@dataclass(frozen=True, slots=True)
class FieldCondition:
    """What the value of a field must meet.

    Args:
        matched: predicates that must all match.
        unmatched: predicates of which none may match.
    """

    matched: tuple[FieldPredicate, ...] = ()
    unmatched: tuple[FieldPredicate, ...] = ()

    def holds(self, value: FieldValue) -> bool:
        """Whether a value, or the absence of one, meets the condition."""
        if isinstance(value, Absence):
            return all(predicate.matches_absence for predicate in self.matched) and not any(
                predicate.matches_absence for predicate in self.unmatched
            )
        return all(predicate.holds(value) for predicate in self.matched) and not any(
            predicate.holds(value) for predicate in self.unmatched
        )

    def is_empty(self, kinds: frozenset[Kind]) -> bool:
        """Whether certainly no value of some kinds meets the condition, nor the absence of a value.

        An alternative matches no value if it is an empty range of numbers, or is for values of another kind.
        """
        return any(
            not any(_matches_kind(operator, kinds) for operator in predicate.alternatives)
            and not predicate.matches_absence
            for predicate in self.matched
        )

    @property
    def operators(self) -> tuple[list[Operator], list[Operator]]:
        """The operators that must match, those of the last predicate first, and those that must not."""
        matched = [
            operator for predicate in self.matched[::-1] for operator in predicate.alternatives[:_MAX_OPERATORS]
        ]
        unmatched = [
            operator for predicate in self.unmatched for operator in predicate.alternatives[:_MAX_OPERATORS]
        ]
        return matched, unmatched


def field_values(condition: FieldCondition, usual: Sequence[Scalar] = ()) -> Iterator[FieldValue]:
    """Values that meet a condition, or `ABSENT`, from the most plausible to the most remote; none if none is known.

    If only a single predicate must match, there is nearly always a value unless the condition `is_empty`.

    Args:
        condition: what they must meet.
        usual: plausible values of the field, which are tried first.
    """
    seen: set[tuple[type, FieldValue]] = set()
    for value in _candidates(condition, usual):
        key = (type(value), value)
        if key not in seen:
            seen.add(key)
            if condition.holds(value):
                yield value


def _candidates(condition: FieldCondition, usual: Sequence[Scalar]) -> Iterator[FieldValue]:
    text = next((value for value in usual if isinstance(value, str)), "example")
    matched, unmatched = condition.operators
    for operator in matched:
        if isinstance(operator, Exists) and not operator.present:
            yield ABSENT
            continue
        alone = FieldPredicate((operator,))
        yield from (value for value in usual if alone.holds(value))
        yield from matching_values(operator, text)
    for operator in unmatched:
        yield from near_values(operator, text)
    yield from usual
    yield from joined_strings([*matched, *unmatched], text)
    yield from _REMOTE
    yield ABSENT


def _matches_kind(operator: Operator, kinds: frozenset[Kind]) -> bool:
    """Whether an operator may match a value of one of some kinds."""
    is_empty = isinstance(operator, Numeric) and operator.is_empty
    return not is_empty and not kinds.isdisjoint(matched_kinds(operator))
