"""Lowers a condition on one attribute in one image to terms: `new("status").equals("PAID")`, or its negation."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.builder.conditions.value_predicate import (
    Contains,
    HasType,
    InRange,
    IsPresent,
    MatchesOperator,
    OneOf,
    ValuePredicate,
)
from pipefilter.builder.narrowing.alternatives import ABSENT, PRESENT
from pipefilter.builder.narrowing.term import ANYTHING, UNKNOWN, Term
from pipefilter.builder.narrowing.value_alternatives import ValueAlternatives
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import LEAF_TYPES, SETS, SINGLE_TYPES, AttributeValue
from pipefilter.builder.records.record_field import RecordField, record_field
from pipefilter.builder.records.stream_record import Image
from pipefilter.dataclass import dataclass
from pipefilter.language.dynamodb_record import TypeKey
from pipefilter.language.operators.exact import Exact

__all__ = ["AttributeLowering"]

_USUAL_TYPES: tuple[TypeKey, ...] = ("S", "N")


@dataclass(frozen=True, slots=True)
class AttributeLowering:
    """Lowers predicates on the value of an attribute."""

    image: Image
    path: AttributePath
    values: ValueAlternatives

    def terms(  # noqa: PLR0911 - one line a kind
        self, predicate: ValuePredicate, *, positive: bool
    ) -> list[Term]:
        """The terms of a predicate, or of its negation."""
        if isinstance(predicate, IsPresent):
            return self._present() if positive else self._absent()
        if isinstance(predicate, HasType):
            return self._of_type(predicate.type, positive=positive)
        if isinstance(predicate, OneOf):
            return self._one_of(predicate.values) if positive else self._none_of(predicate.values)
        if isinstance(predicate, MatchesOperator):
            return self._operator(predicate, positive=positive)
        if isinstance(predicate, Contains) and positive:
            return self._contains(predicate.element)
        if isinstance(predicate, InRange) and positive:
            return [Term.of((self._field("N"), (PRESENT,)), exact=False)] if self._may_have("N") else []
        return [UNKNOWN]

    def _field(self, *types: str) -> RecordField:
        return record_field(self.image, self.path, *types)

    def _may_have(self, type_: TypeKey) -> bool:
        return self.values.may_have_type(self.path, type_)

    def _present(self) -> list[Term]:
        types = self.values.types(self.path)
        if types is None or self.values.may_be_nested(self.path):
            return [UNKNOWN]
        return [Term.of((self._field(type_), (PRESENT,)), exact=not self.path.has_index) for type_ in types]

    def _absent(self) -> list[Term]:
        if self.path.has_index:  # other elements may have it
            return [UNKNOWN]
        types = self.values.types(self.path)
        leaves = [type_ for type_ in types or _USUAL_TYPES if type_ in LEAF_TYPES]
        fields = [(self._field(type_), (ABSENT,)) for type_ in leaves]
        return [Term.of(*fields, exact=types is not None and len(leaves) == len(types))]

    def _of_type(self, type_: TypeKey, *, positive: bool) -> list[Term]:
        if not self._may_have(type_):
            return [] if positive else [ANYTHING]
        if type_ not in LEAF_TYPES:
            return [UNKNOWN]
        if positive:
            return [Term.of((self._field(type_), (PRESENT,)), exact=not self.path.has_index)]
        return [UNKNOWN] if self.path.is_into_list else [Term.of((self._field(type_), (ABSENT,)))]

    def _one_of(self, values: Sequence[AttributeValue]) -> list[Term]:
        terms: list[Term] = []
        for type_ in dict.fromkeys(value.type for value in values):
            same_type = [value for value in values if value.type == type_]
            if not self._may_have(type_):
                continue
            if type_ not in SINGLE_TYPES:
                terms += [self._composite(value) for value in same_type]
                continue
            alternatives = tuple(operator for value in same_type for operator in self.values.equal_to(value))
            exact = not self.path.has_index and all(self.values.is_exact(value) for value in same_type)
            terms.append(Term.of((self._field(type_), alternatives), exact=exact))
        return terms

    def _composite(self, value: AttributeValue) -> Term:
        """A set, list or map: the term for one element, or for each member that is a single value."""
        if value.type in SETS and isinstance(value.value, frozenset) and value.value:
            element = AttributeValue(SETS[value.type], min(value.value))
            return Term.of((self._field(value.type), self.values.equal_to(element)), exact=False)
        if value.type == "L":
            single = next((element for element in value.elements if element.type in SINGLE_TYPES), None)
            if single is None:
                return UNKNOWN
            return Term.of((self._field("L", single.type), self.values.equal_to(single)), exact=False)
        fields = [
            (
                record_field(self.image, AttributePath((*self.path.steps, name)), member.type),
                self.values.equal_to(member),
            )
            for name, member in value.members
            if member.type in SINGLE_TYPES
        ]
        return Term.of(*(fields[:1] if self.path.is_into_list else fields), exact=False)

    def _none_of(self, values: Sequence[AttributeValue]) -> list[Term]:
        if self.path.is_into_list or any(value.type not in SINGLE_TYPES for value in values):
            return [UNKNOWN]
        types = dict.fromkeys(value.type for value in values)
        fields = [
            (self._field(type_), self.values.other_than([value for value in values if value.type == type_]))
            for type_ in types
            if self._may_have(type_)
        ]
        return [Term.of(*fields, exact="N" not in types or self.values.numbers == "text")]

    def _operator(self, predicate: MatchesOperator, *, positive: bool) -> list[Term]:
        if not self._may_have(predicate.type):
            return [] if positive else [ANYTHING]
        field = self._field(predicate.type)
        operators = self.values.operators
        if positive:
            alternatives, exact = operators.or_wider(predicate.operator)
            return [Term.of((field, alternatives), exact=exact and not self.path.has_index)]
        other = operators.opposite(predicate.operator) if field.is_single else None
        if other is None:
            return [UNKNOWN]
        exact = not any(isinstance(operator, Exact) and operator.is_address for operator in other)
        return [Term.of((field, (*other, ABSENT)), exact=exact)]

    def _contains(self, element: AttributeValue) -> list[Term]:
        exact = not self.path.has_index and self.values.is_exact(element)
        equal = self.values.equal_to(element)
        sets: list[TypeKey] = [
            type_ for type_, of in SETS.items() if of == element.type and self._may_have(type_)
        ]
        terms = [Term.of((self._field(type_), equal), exact=exact) for type_ in sets]
        if self._may_have("L"):
            terms.append(Term.of((self._field("L", element.type), equal), exact=exact))
        return terms
