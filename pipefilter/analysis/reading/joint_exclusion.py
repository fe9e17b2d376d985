"""What the alternatives of a field exclude together, if some are `anything-but`: alternatives are joined by OR."""

from __future__ import annotations

from itertools import combinations

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.dataclass import dataclass
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.language.comparable import byte_text
from pipefilter.language.event_pattern import Field
from pipefilter.language.exclusion_hint import exclusion_hint
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.equals_ignore_case import EqualsIgnoreCase
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.operators.suffix import Suffix
from pipefilter.language.operators.wildcard import Wildcard, pieces_of
from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["JointExclusion", "are_disjoint", "joint_exclusion", "single_exclusion"]

_MAX_WORK = 20_000
"""Tests of a value by an alternative; longer lists are not checked."""


@dataclass(frozen=True, slots=True)
class JointExclusion:
    """What one or more `anything-but` exclude, together with the other alternatives of their list.

    Args:
        exclusions: the different `anything-but`.
        remaining: the values that no alternative matches; None if they are not known.
    """

    exclusions: tuple[AnythingBut, ...]
    remaining: tuple[str | Number, ...] | None

    @property
    def is_smaller(self) -> bool:
        """Whether another alternative matches some of what an `anything-but` excludes, as far as that is known."""
        if self.remaining is None:
            return len(self.exclusions) > 1
        remaining = len(self.remaining)
        return any(each.excluded_operators or len(set(each.excluded)) > remaining for each in self.exclusions)


def joint_exclusion(field: Field) -> JointExclusion | None:
    """What the field's `anything-but` exclude together; None if it has none, or too many to check."""
    exclusions = tuple(
        dict.fromkeys(operator for operator in field.alternatives if isinstance(operator, AnythingBut))
    )
    predicate = FieldPredicate(field.alternatives)
    if (
        not exclusions
        or predicate.weight * max(each.weight + len(each.excluded) for each in exclusions) > _MAX_WORK
    ):
        return None
    finite = [each for each in exclusions if not each.excluded_operators]
    if finite:
        values = [value for value in finite[0].excluded if isinstance(value, str | Number)]
        remaining = dict.fromkeys(value for value in values if not predicate.holds(value))
        return JointExclusion(exclusions, tuple(remaining))
    if any(_exclude_nothing(first, second) for first, second in combinations(exclusions, 2)):
        return JointExclusion(exclusions, ())
    is_undone = any(_is_matched(each, field.alternatives) for each in exclusions)
    return JointExclusion(exclusions, () if is_undone else None)


def are_disjoint(operator: Operator, exclusion: AnythingBut) -> bool:
    """Whether an operator certainly matches no value that `anything-but` excludes."""
    if exclusion.excluded_operators:
        return all(_never_both(operator, excluded) for excluded in exclusion.excluded_operators)
    predicate = FieldPredicate((operator, exclusion))
    values = [value for value in exclusion.excluded if isinstance(value, str | Number)]
    return not any(predicate.holds(value) for value in values)


def _exclude_nothing(first: AnythingBut, second: AnythingBut) -> bool:
    """Whether no value is excluded by both."""
    return all(
        _never_both(excluded, other)
        for excluded in first.excluded_operators
        for other in second.excluded_operators
    )


def _is_matched(exclusion: AnythingBut, alternatives: tuple[Operator, ...]) -> bool:
    """Whether the other alternatives certainly match everything that `anything-but` excludes."""
    return all(
        any(_is_wider(operator, excluded) for operator in alternatives)
        for excluded in exclusion.excluded_operators
    )


def _is_wider(operator: Operator, excluded: Operator) -> bool:
    """Whether an operator certainly matches everything that another one does."""
    if operator == excluded:
        return True
    if isinstance(excluded, EqualsIgnoreCase):
        return False
    (start, end), (narrow_start, narrow_end) = _ends(operator), _ends(excluded)
    if isinstance(operator, Prefix):
        return bool(start) and narrow_start.startswith(start)
    return isinstance(operator, Suffix) and bool(end) and narrow_end.endswith(end)


def _never_both(first: Operator, second: Operator) -> bool:
    """Whether no string matches both."""
    (start, end), (other_start, other_end) = _ends(first), _ends(second)
    if isinstance(first, EqualsIgnoreCase) or isinstance(second, EqualsIgnoreCase):
        if not (start + end + other_start + other_end).isascii():
            return False  # AWS folds the case of other characters in its own way
        start, end, other_start, other_end = (text.lower() for text in (start, end, other_start, other_end))
        if isinstance(first, EqualsIgnoreCase) and isinstance(second, EqualsIgnoreCase):
            return start != other_start
    return not (_agree(start, other_start) and _agree(end[::-1], other_end[::-1]))


def _agree(first: str, second: str) -> bool:
    return first.startswith(second) or second.startswith(first)


def _ends(operator: Operator) -> tuple[str, str]:
    """What every string that the operator matches starts and ends with, as far as that is certain."""
    operand = operator.operand()
    if not isinstance(operand, str) or '"' in operand:
        return "", ""  # AWS compares prefixes and suffixes with the quotes of the string
    operand = byte_text(operand)
    if isinstance(operator, Prefix):
        return operand, ""
    if isinstance(operator, Suffix):
        return "", operand
    if isinstance(operator, Wildcard):
        pieces = pieces_of(operand)
        return pieces[0], pieces[-1]
    return (operand, operand) if isinstance(operator, EqualsIgnoreCase) else ("", "")


def single_exclusion(field: Field, exclusion: JointExclusion) -> str:
    """What to write instead of several `anything-but`."""
    excluded = dict.fromkeys(value for each in exclusion.exclusions for value in each.excluded)
    if all(isinstance(value, Number) for value in excluded) or all(
        isinstance(value, str) for value in excluded
    ):
        by_value = {getattr(value, "comparable", value): value for value in reversed(excluded)}
        plain: list[Json] = [value for value in reversed(by_value.values()) if isinstance(value, str | Number)]
        return f"put all excluded values into one list: {hint_text((('anything-but', plain),))}"
    if any(isinstance(value, Number) for value in excluded):
        return "keep the type that the events contain: one list can have strings or numbers, but not both"
    elements: list[Json] = [value.element() if isinstance(value, Operator) else value for value in excluded]
    return exclusion_hint(elements, [*field.steps, "0"])
