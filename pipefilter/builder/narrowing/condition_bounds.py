"""The records that meet a condition, between two bounds: terms that they all match, and terms that only they match.

This is the definition of a condition and no more: a union for "or", a product for "and". Nothing is simplified, factored
or fitted to a service as for a pattern, so that a proof does not repeat the reasoning that it is to check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field

from pipefilter.builder.budget import Budget
from pipefilter.builder.conditions.attribute_condition import AttributeCondition
from pipefilter.builder.conditions.change import Changed
from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition, Not
from pipefilter.builder.conditions.event_name import EventNames
from pipefilter.builder.narrowing.alternatives import ABSENT, PRESENT, Alternatives
from pipefilter.builder.narrowing.change_bounds import ChangeBounds
from pipefilter.builder.narrowing.lowering import Lowering
from pipefilter.builder.narrowing.term import ANYTHING, UNKNOWN, Term
from pipefilter.dataclass import dataclass
from pipefilter.language.operators.exact import Exact
from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["ConditionBounds", "with_joined_terms"]

_MAX_TERMS = 250
"""Of a product; beyond that, a bound says less."""


@dataclass(frozen=True, slots=True)
class ConditionBounds:
    """Finds the bounds of conditions.

    Args:
        lowering: of single conditions; without values that a whole condition requires.
        covers_everything: whether the union of terms certainly matches every record.
        budget: of work.
    """

    lowering: Lowering
    covers_everything: Callable[[Iterable[Term]], bool]
    budget: Budget
    _changes: dict[tuple[Changed, bool], list[Term]] = field(default_factory=dict, repr=False)

    def upper(self, condition: Condition, *, positive: bool = True) -> list[Term]:
        """Terms of which each record that meets the condition, or its negation, matches at least one.

        Raises:
            OutOfSteps: it is too much work.
        """
        meaning = condition.meaning
        if isinstance(meaning, Not):
            return self.upper(meaning.inner, positive=not positive)
        if isinstance(meaning, AllOf | AnyOf):
            parts = [self.upper(inner, positive=positive) for inner in meaning.conditions]
            if isinstance(meaning, AllOf) is not positive:
                return self._union(parts)
            terms = [ANYTHING]
            for part in sorted(parts, key=len):
                product = self._product(terms, part, _wider_product)
                terms = terms if product is None else product  # without a part, they match more
            return terms
        if isinstance(meaning, Changed):
            return self._upper_of_change(meaning, positive=positive)
        return self._single(meaning, positive=positive)

    def lower(self, condition: Condition, *, positive: bool = True) -> list[Term]:
        """Terms that only records match that meet the condition, or its negation.

        Raises:
            OutOfSteps: it is too much work.
        """
        meaning = condition.meaning
        if isinstance(meaning, Not):
            return self.lower(meaning.inner, positive=not positive)
        if isinstance(meaning, AllOf | AnyOf):
            parts = [self.lower(inner, positive=positive) for inner in meaning.conditions]
            if isinstance(meaning, AllOf) is not positive:
                return self._union(parts)
            terms = [ANYTHING]
            for part in sorted(parts, key=len):
                terms = self._product(terms, part, _narrower_product) or []
            return terms
        if isinstance(meaning, Changed):
            return self._lower_of_change(meaning, positive=positive)
        return [term for term in self._single(meaning, positive=positive) if term.exact]

    def _single(self, condition: Condition, *, positive: bool) -> list[Term]:
        """The terms of a condition on the event or on one image."""
        self.budget.spend(self.lowering.step_count(condition))
        if isinstance(condition, EventNames):
            return self.lowering.event(condition, positive=positive)
        if isinstance(condition, AttributeCondition):
            return self.lowering.attribute(condition, positive=positive)
        return [UNKNOWN]

    def _lower_of_change(self, condition: Changed, *, positive: bool) -> list[Term]:
        self.budget.spend(self.lowering.step_count(condition))
        bounds = ChangeBounds(condition.path, self.lowering.values)
        return bounds.changed() if positive else bounds.unchanged()

    def _upper_of_change(self, condition: Changed, *, positive: bool) -> list[Term]:
        """The terms that a pattern would have, if they match every record that does not certainly meet the opposite."""
        key = condition, positive
        if key not in self._changes:
            self.budget.spend(self.lowering.step_count(condition))
            terms = self.lowering.changed(condition, positive=positive)
            opposite = self._lower_of_change(condition, positive=not positive)
            is_upper = self.covers_everything((*terms, *opposite))
            self._changes[key] = terms if is_upper else [UNKNOWN]
        return self._changes[key]

    def _union(self, parts: Iterable[list[Term]]) -> list[Term]:
        terms = [term for part in parts for term in part]
        self.budget.spend(len(terms))
        return next(([term] for term in terms if not term.fields), terms)

    def _product(
        self, first: list[Term], second: list[Term], join: Callable[[Term, Term], Term | None]
    ) -> list[Term] | None:
        """The products of the terms of two conditions; None if there are too many."""
        if len(first) * len(second) > _MAX_TERMS:
            return None
        products = []
        for our in first:
            for their in second:
                self.budget.spend(2 + len(our.fields) + len(their.fields))
                both = join(our, their)
                if both is not None:
                    products.append(both)
        return products


def with_joined_terms(parts: Iterable[list[Term]]) -> list[list[Term]]:
    """The lower bounds of conditions that must all hold, with those of a single term as one, as far as possible."""
    joined = ANYTHING
    rest = []
    for terms in parts:
        both = _narrower_product(joined, terms[0]) if len(terms) == 1 else None
        if both is None:
            rest.append(terms)
        else:
            joined = both
    return [[joined], *rest] if joined.fields else rest


def _wider_product(first: Term, second: Term) -> Term | None:
    """A term for each record that matches two terms; None if there is no such record."""
    fields = dict(first.fields)
    for path, (field_, theirs) in second.fields.items():
        if path not in fields:
            # two elements of a list may match, one for each term: a term has room for one only
            if not field_.list_root or all(field_.list_root != known.list_root for known, _ in fields.values()):
                fields[path] = field_, theirs
            continue
        known, ours = fields[path]
        if field_.is_single and known.steps == field_.steps:
            both = _common(ours, theirs)
            if both is not None:
                if not both:
                    return None
                fields[path] = known, both
    return Term(fields)


def _narrower_product(first: Term, second: Term) -> Term | None:
    """A term that only records match that match two terms; None if there is no such term, or if it is not known."""
    fields = dict(first.fields)
    for path, (field_, theirs) in second.fields.items():
        if path in fields:
            known, ours = fields[path]
            both = ours if ours == theirs else _common(ours, theirs) if field_.is_single else None
            if not both or known.steps != field_.steps:
                return None
            fields[path] = known, both
        else:
            fields[path] = field_, theirs
    return Term(fields)


def _common(first: Alternatives, second: Alternatives) -> Alternatives | None:
    """The alternatives for a value that matches both lists; empty if there is none, None if it is not known."""
    if first == second:
        return first
    for these, others in ((first, second), (second, first)):
        if these == (PRESENT,):
            return tuple(operator for operator in others if operator != ABSENT)
        if all(operator == ABSENT or _is_single_value(operator) for operator in these):
            test = FieldPredicate(others)
            return tuple(
                operator
                for operator in these
                if (test.holds(operator.value) if isinstance(operator, Exact) else test.matches_absence)
            )
    return None


def _is_single_value(operator: object) -> bool:
    return isinstance(operator, Exact) and not operator.is_address
