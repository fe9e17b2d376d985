"""Narrows a condition on stream records to the narrowest pattern that drops no record that meets it."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from pipefilter.builder.budget import Budget, OutOfSteps
from pipefilter.builder.conditions.attribute_conditions import attribute_conditions
from pipefilter.builder.conditions.condition import AllOf, Condition, combine, require_condition
from pipefilter.builder.conditions.value_predicate import Contains
from pipefilter.builder.faults import InvalidCondition, Unsatisfiable
from pipefilter.builder.narrowing.attribute_facts import AttributeFacts, attribute_facts
from pipefilter.builder.narrowing.contradictions import impossible_values
from pipefilter.builder.narrowing.fit_to_service import fit_factors, fit_or_widen
from pipefilter.builder.narrowing.lowering import Lowering
from pipefilter.builder.narrowing.narrowing_result import Narrowed
from pipefilter.builder.narrowing.normal_form import to_factors
from pipefilter.builder.narrowing.own_values import own_values, with_own_values
from pipefilter.builder.narrowing.pattern_choice import EVERYTHING
from pipefilter.builder.narrowing.required_values import required_old_values
from pipefilter.builder.narrowing.supported_operators import SupportedOperators
from pipefilter.builder.narrowing.value_alternatives import ValueAlternatives
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import AttributeValue, Numbers, check_numbers, is_form_certain
from pipefilter.dataclass import dataclass
from pipefilter.language.dynamodb_record import View
from pipefilter.language.parse import parse
from pipefilter.services import service_named
from pipefilter.services.service import Service
from pipefilter.sources import source_named

__all__ = ["narrow", "narrow_with_facts"]

MAX_STEPS = 700_000
"""Of work for one condition; typical conditions need a small part of it. docs/why/narrowing.md describes what happens
beyond it."""
_SHARES = {False: 4, True: 2}
"""By whether conditions may be dropped: the number of shares into which the remaining steps are divided. Each attempt
gets one share."""
_TOO_MUCH_WORK = (
    "the condition is too large to be expressed completely: the pattern may match more than necessary"
)
_MAX_SHOWN = 10
_MAX_SHOWN_LENGTH = 1_000


def narrow(  # noqa: PLR0913 - what may be known of attributes, and where the pattern runs
    condition: Condition,
    *,
    types: Mapping[str, str | Iterable[str]] | None = None,
    values: Mapping[str, Iterable[object]] | None = None,
    only: Mapping[str, Iterable[object]] | None = None,
    service: str = "pipe",
    view: View = "NEW_AND_OLD_IMAGES",
    numbers: Numbers = "text",
) -> Narrowed:
    """The narrowest pattern that drops no record that meets a condition.

    Args:
        condition: the condition that the records you want meet.
        types: by path, the only types of an attribute wherever it exists: an assumption.
        values: by path, values that an attribute may have besides others; records with other values match if in doubt.
        only: by path, the only values of an attribute wherever it exists: an assumption.
        service: `pipe` or `lambda`.
        view: the view type of the stream.
        numbers: when two numbers are equal: `text`, if they are written alike, as DynamoDB itself writes equal
            numbers, or `value`.

    Raises:
        InvalidCondition: types or values are not valid, or no record can meet the condition.
        MissingImage: a stream with this view does not have an image that the condition needs.
    """
    facts = attribute_facts(types, values, only)
    return narrow_with_facts(condition, facts, service=service, view=view, numbers=numbers)


def narrow_with_facts(  # noqa: PLR0913 - as for `narrow`
    condition: Condition,
    facts: AttributeFacts,
    *,
    service: str = "pipe",
    view: View = "NEW_AND_OLD_IMAGES",
    numbers: Numbers = "text",
    max_steps: int = MAX_STEPS,
) -> Narrowed:
    """The same with facts of attributes, the most frequent values first; as for `narrow`.

    Args:
        max_steps: how much work it may take; with fewer steps, the pattern may be wider.

    Raises:
        InvalidCondition: as for `narrow`.
        MissingImage: as for `narrow`.
    """
    condition = require_condition(condition)
    if service not in source_named("dynamodb").services:
        raise InvalidCondition(
            f"DynamoDB stream records are filtered by pipe or lambda, not by {reprlib.repr(service)}"
        )
    target = service_named(service)
    condition.check_view(view)
    check_numbers(numbers)
    notes = [f"assuming {path} is always {fact}" for path, fact in _assumptions(condition, facts)]
    notes += [
        f"the condition contradicts this: {path} is never {_shortened(value)}"
        for path, value in impossible_values(condition, facts)
    ]
    uncertain = _uncertain_value(condition, facts) if numbers == "text" else None
    if uncertain is not None:
        numbers = "value"
        notes.append(
            f"numbers are compared by value: AWS does not document how a stream writes {_shortened(uncertain)}"
        )
    attempt = _Attempt(condition, facts, target, numbers, Budget(max_steps))
    most_values = max(map(len, facts.values.values()), default=0)
    for may_drop in (False, True):
        narrowed = attempt.with_values(most_values, may_drop=may_drop)
        if narrowed is None and most_values:
            narrowed = attempt.with_most_values(most_values, may_drop=may_drop)
        if narrowed is not None:
            break
    else:
        too_long = ("the condition is too long for any pattern",)
        narrowed = Narrowed(condition, (parse(EVERYTHING),), condition, target, too_long, facts=facts)
    if attempt.budget.exceeded:
        notes.append(_TOO_MUCH_WORK)
    return replace(narrowed, notes=(*notes, *narrowed.notes), numbers=numbers)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Attempts to write a condition as patterns, with more or fewer values distinguished."""

    condition: Condition
    facts: AttributeFacts
    service: Service
    numbers: Numbers
    budget: Budget

    def with_values(self, limit: int, *, may_drop: bool) -> Narrowed | None:
        """With at most this many values of each attribute; None if that is too long, or too much work."""
        try:
            with self.budget.share(_SHARES[may_drop]) as steps:
                return self._with_values(limit, steps, may_drop=may_drop)
        except OutOfSteps:
            return None

    def _with_values(self, limit: int, budget: Budget, *, may_drop: bool) -> Narrowed | None:
        facts = self.facts.first_values(limit)
        operators = SupportedOperators(self.service)
        known = with_own_values(self.condition, facts, budget)
        values = ValueAlternatives(known, self.numbers, operators)
        lowering = Lowering(values, required_old_values(self.condition))
        factors = to_factors(self.condition, lowering, budget, may_drop=may_drop)
        if any(not factor.terms for factor in factors):
            raise Unsatisfiable(f"no record can meet this condition: {_shortened(self.condition)}")
        if may_drop:
            fitting = fit_or_widen(factors, self.service, budget)
            if fitting is None:
                return None
            texts, left = fitting
        else:
            all_texts = fit_factors(factors, self.service, budget)
            if all_texts is None:
                return None
            texts, left = all_texts, [condition for factor in factors for condition in factor.left]
        notes = list(operators.notes) if left else []
        left_out = self.facts.value_count - facts.value_count
        if left_out:
            notes.append(
                f"the pattern does not distinguish {left_out} of the values, because it would be too long"
            )
        residual = combine(AllOf, *left) if left else None
        return Narrowed(
            self.condition, tuple(map(parse, texts)), residual, self.service, tuple(notes), facts=self.facts
        )

    def with_most_values(self, limit: int, *, may_drop: bool) -> Narrowed | None:
        """With as many values as fit, fewer than the limit; None if the condition does not fit even without any."""
        best = self.with_values(0, may_drop=may_drop)
        fits, too_many = 0, limit
        while best is not None and too_many - fits > 1:
            middle = (fits + too_many) // 2
            narrowed = self.with_values(middle, may_drop=may_drop)
            if narrowed is None:
                too_many = middle
            else:
                best, fits = narrowed, middle
        return best


def _assumptions(condition: Condition, facts: AttributeFacts) -> Iterator[tuple[AttributePath, str]]:
    """The assumptions about the attributes in a condition, in words."""
    for path in dict.fromkeys(condition.paths()):
        if path in facts.complete:
            values = facts.values[path]
            more = f" or one of {len(values) - _MAX_SHOWN} others" if len(values) > _MAX_SHOWN else ""
            yield path, " or ".join(map(_shortened, values[:_MAX_SHOWN])) + more
        elif path in facts.types:
            yield path, f"of type {' or '.join(facts.types[path])}"


def _shortened(value: AttributeValue | Condition) -> str:
    text = str(value)
    return text if len(text) <= _MAX_SHOWN_LENGTH else f"{text[:_MAX_SHOWN_LENGTH]}..."


def _uncertain_value(condition: Condition, facts: AttributeFacts) -> AttributeValue | None:
    """The first value with a number that DynamoDB may write in another form."""
    elements = [
        part.predicate.element
        for part in attribute_conditions(condition)
        if isinstance(part.predicate, Contains)
    ]
    known = (value for path in dict.fromkeys(condition.paths()) for value in facts.values.get(path, ()))
    every = chain((value for _, value in own_values(condition)), elements, known)
    return next((value for value in every if not is_form_certain(value)), None)
