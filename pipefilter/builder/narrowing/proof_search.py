"""Proves that patterns match every record that meets a condition and, if they are exact, no other record.

Two things imply that no record is lost: each record that meets the condition matches a term of the condition's upper
bound; and whatever matches such a term matches a pattern, or a term of the opposite condition's lower bound, or is no
possible record. The comparison of patterns proves the second. Patterns are exact if, for each part of the condition,
whatever they match matches the part's lower bound, or is no possible record.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

from pipefilter.builder.budget import Budget, OutOfSteps
from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition, Not
from pipefilter.builder.faults import InvalidRecord
from pipefilter.builder.narrowing.attribute_facts import AttributeFacts
from pipefilter.builder.narrowing.condition_bounds import ConditionBounds, with_joined_terms
from pipefilter.builder.narrowing.impossible_records import (
    attribute_places,
    impossible_terms,
    is_ambiguous,
    is_possible,
    kinds_of_values,
)
from pipefilter.builder.narrowing.lowering import Lowering
from pipefilter.builder.narrowing.own_values import with_own_values
from pipefilter.builder.narrowing.proof import Certainty, Proof
from pipefilter.builder.narrowing.supported_operators import SupportedOperators
from pipefilter.builder.narrowing.term import Term
from pipefilter.builder.narrowing.value_alternatives import ValueAlternatives
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import Numbers
from pipefilter.builder.records.record_field import EVENT_NAME
from pipefilter.builder.records.stream_record import stream_record
from pipefilter.comparing.field_space import FieldSpace
from pipefilter.comparing.implication import NOT_SHOWN, TOO_MUCH, Doubt, Implication, implication
from pipefilter.comparing.union import Conjunction, union_of
from pipefilter.events.records import RECORD_SHAPES
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.branches import branch_count, every_field
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.step_budget import StepBudget
from pipefilter.services.event_bus_rule import EVENT_BUS_RULE
from pipefilter.witnesses.sample import Sample

__all__ = ["prove"]

_MAX_STEPS = 10_000
"""Of work for the bounds, and again for comparisons; typical conditions need a few hundred."""
_MAX_BRANCHES = 300
"""Of the patterns; with more, nothing is proven."""
_MAX_LENGTH = 6_000
"""Of all alternatives that are compared; longer ones only count if both sides have them."""
_RECORD = Sample(
    {"eventName": "MODIFY", "eventSource": "aws:dynamodb", "dynamodb": {}}, record=RECORD_SHAPES["dynamodb"]
)
_AMBIGUOUS = "is the name of an attribute, or the path of one in a map or a list"
_NOT_EXPRESSED = "no pattern has exactly the meaning of the condition"


def prove(
    condition: Condition,
    filters: Sequence[EventPattern],
    facts: AttributeFacts,
    numbers: Numbers,
    *,
    is_exact: bool,
) -> Proof:
    """What is proven of patterns that a condition was narrowed to.

    Args:
        condition: that was narrowed.
        filters: the patterns.
        facts: about the attributes, which are assumed to be true.
        numbers: when two numbers are equal.
        is_exact: whether nothing is left to check.
    """
    search = _Search(condition, filters, facts, numbers)
    never_loses = search.never_loses()
    exact = search.exact() if is_exact else None
    return Proof(never_loses, exact, search.counterexample, search.doubt)


class _Search:
    def __init__(
        self, condition: Condition, filters: Sequence[EventPattern], facts: AttributeFacts, numbers: Numbers
    ) -> None:
        self._condition, self._filters, self._facts, self._numbers = condition, filters, facts, numbers
        paths = tuple(dict.fromkeys(condition.paths()))
        self._places = attribute_places(paths)
        self._steps = StepBudget(_MAX_STEPS)
        self._budget = Budget(_MAX_STEPS)
        self.doubt = next((f"{path} {_AMBIGUOUS}" for path in paths if is_ambiguous(path)), "")
        if sum(branch_count(pattern.members) for pattern in filters) > _MAX_BRANCHES:
            self.doubt = TOO_MUCH.reason
        self._is_feasible = not self.doubt
        self._fields: dict[tuple[str, int], Field] = {}
        self._covering: dict[Hashable, bool] = {}
        self.counterexample = ""

    def never_loses(self) -> Certainty:
        """Whether every record that meets the condition matches."""
        if not self._is_feasible:
            return "by construction"
        if any(map(_is_on_event_only, self._filters)) and self._matches_everything():
            return "proven"
        try:
            bounds = self._bounds()
            upper = bounds.upper(self._condition)
            if len(self._filters) > 1:  # they may have the values of one list
                upper = [alone for term in upper for alone in _each_value(term)]
            patterns = [self._pattern(term) for term in upper]
            if self._implication(
                patterns, self._filters, StepBudget(0)
            ).holds:  # term by term: no search is needed
                return "proven"
            opposite = map(self._pattern, bounds.lower(self._condition, positive=False))
        except OutOfSteps:
            return self._not_proven(TOO_MUCH)
        answer = self._implication(patterns, (*self._filters, *opposite), self._steps)
        if answer.holds is False and self._is_wrong(answer.counterexample, is_wanted=True):
            return "refuted"
        return "proven" if answer.holds else self._not_proven(answer.doubt)

    def exact(self) -> Certainty:
        """Whether only records that meet the condition match."""
        if not self._is_feasible:
            return "by construction"
        try:
            bounds = self._bounds()
            parts = [
                bounds.lower(part, positive=is_positive)
                for part, is_positive in _conjuncts(self._condition, is_positive=True)
            ]
        except OutOfSteps:
            return self._not_proven(TOO_MUCH)
        answers = [
            self._implication(self._filters, map(self._pattern, terms), self._steps)
            for terms in with_joined_terms(parts)
        ]
        for answer in answers:
            if answer.holds is False and self._is_wrong(answer.counterexample, is_wanted=False):
                return "refuted"
        doubts = [answer.doubt for answer in answers if not answer.holds]
        return self._not_proven(doubts[0]) if doubts else "proven"

    def _not_proven(self, doubt: Doubt | None) -> Certainty:
        """The answer where a comparison has this doubt, or an event that does not show that the patterns are wrong."""
        if not self.doubt:
            if doubt is None or doubt == NOT_SHOWN:
                self.doubt = _NOT_EXPRESSED
            else:
                self.doubt = f"{doubt.path}: {doubt.reason}" if doubt.path else doubt.reason
        return "by construction"

    def _bounds(self) -> ConditionBounds:
        known = with_own_values(self._condition, self._facts, self._budget)
        operators = SupportedOperators(EVENT_BUS_RULE)  # a proof may use what the service's patterns may not
        lowering = Lowering(ValueAlternatives(known, self._numbers, operators))
        return ConditionBounds(lowering, self._covers_everything, self._budget)

    def _matches_everything(self) -> bool:
        return self._implication([EventPattern(())], self._filters, self._steps).holds is True

    def _covers_everything(self, terms: Iterable[Term]) -> bool:
        """Whether terms for one attribute match every record; attributes of which the same is known share the answer."""
        listed = list(terms)
        key = self._without_name(listed)
        if key not in self._covering:
            patterns = map(self._pattern, listed)
            self._covering[key] = self._implication([EventPattern(())], patterns, self._steps).holds is True
        return self._covering[key]

    def _without_name(self, terms: Iterable[Term]) -> Hashable:
        """Terms for one attribute, and what is known of it, without its name; the terms themselves if there is none."""
        attributes: set[AttributePath] = set()
        shapes = []
        for term in terms:
            fields: list[Hashable] = []
            for path, (_, alternatives) in term.fields.items():
                place, _, type_ = path.rpartition(".")
                image, attribute = self._places.get(place, (place, None))
                attributes.update(() if attribute is None else (attribute,))
                fields.append((image, type_, alternatives))
            shapes.append(tuple(fields))
        known = [
            (
                len(each.steps),
                self._facts.types.get(each),
                each in self._facts.complete and self._facts.values[each],
            )
            for each in attributes
        ]
        return tuple(shapes), *known

    def _implication(
        self, first: Iterable[EventPattern], second: Iterable[EventPattern], steps: StepBudget
    ) -> Implication:
        """Whether each possible record that one of the first patterns matches is matched by one of the second."""
        sides = tuple(dict.fromkeys(first)), tuple(dict.fromkeys(second))
        paths = {field.path for side in sides for each in side for field in every_field(each.members)}
        impossible = impossible_terms(self._places, sorted(paths), self._facts, self._numbers)
        left, right = union_of(sides[0]), union_of((*sides[1], *map(self._pattern, impossible)))
        branches = [*(left.branches or ()), *(right.branches or ())]
        if _length(branches) > _MAX_LENGTH:
            steps = StepBudget(0)
        return implication(left, right, FieldSpace(branches, steps, _RECORD, kinds_of_values(paths)))

    def _pattern(self, term: Term) -> EventPattern:
        """The pattern of a term; patterns share fields with the same alternatives, which are prepared once."""
        fields = []
        for path, (field, alternatives) in term.fields.items():
            key = path, id(alternatives)
            if key not in self._fields:
                self._fields[key] = Field(field.steps, alternatives)
            fields.append(self._fields[key])
        return EventPattern(tuple(fields))

    def _is_wrong(self, event: Json, *, is_wanted: bool) -> bool:
        """Whether an event is a record for which the patterns are wrong: a wanted one that is lost, or another that is not."""
        text = written(event)
        try:
            record = stream_record(text)
        except InvalidRecord:
            return False
        if not is_possible(record, self._facts, self._numbers):
            return False
        passes = union_of(self._filters).matches(event)
        is_wrong = self._condition.evaluate(record, self._numbers) is is_wanted and passes is not is_wanted
        if is_wrong:
            self.counterexample = self.counterexample or text
        return is_wrong


def _conjuncts(condition: Condition, *, is_positive: bool) -> Iterator[tuple[Condition, bool]]:
    """Conditions that must all hold, each with whether it, or its negation, must hold."""
    meaning = condition.meaning
    if isinstance(meaning, Not):
        yield from _conjuncts(meaning.inner, is_positive=not is_positive)
    elif isinstance(meaning, AllOf if is_positive else AnyOf):
        for inner in meaning.conditions:
            yield from _conjuncts(inner, is_positive=is_positive)
    else:
        yield meaning, is_positive


def _is_on_event_only(pattern: EventPattern) -> bool:
    """Whether a pattern may match everything, as one with all names of events does."""
    return all(field.path == EVENT_NAME.path for field in every_field(pattern.members))


def _length(branches: Iterable[Conjunction]) -> int:
    """The length of the alternatives of some branches, each list once."""
    lists = {predicate.alternatives for branch in branches for predicate in branch.fields.values()}
    return sum(len(written(operator.element())) for alternatives in lists for operator in alternatives)


def _each_value(term: Term) -> Iterator[Term]:
    """Terms that together match what a term matches, each with one of the alternatives of its longest list."""
    field, alternatives = max(term.fields.values(), key=lambda each: len(each[1]), default=(EVENT_NAME, ()))
    if not 1 < len(alternatives) <= _MAX_BRANCHES:
        yield term
    else:
        yield from (Term({**term.fields, field.path: (field, (each,))}) for each in alternatives)
