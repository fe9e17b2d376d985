"""Terms that only changes of an attribute match, or only records without such a change: by the definition of a change.

`change_lowering.py` writes the same condition as few terms for a pattern. Here, each value and each type has a term of
its own, so that a proof does not repeat the reasoning that it is to check.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.builder.narrowing.alternatives import ABSENT, PRESENT
from pipefilter.builder.narrowing.term import Term
from pipefilter.builder.narrowing.value_alternatives import ValueAlternatives, exactly
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import LEAF_TYPES, SINGLE_TYPES, AttributeValue
from pipefilter.builder.records.record_field import RecordField, record_field
from pipefilter.dataclass import dataclass
from pipefilter.language.dynamodb_record import TypeKey

__all__ = ["ChangeBounds"]

_CONSTANTS: dict[TypeKey, tuple[bool, ...]] = {"BOOL": (True, False), "NULL": (True,)}
"""All values of a type that has only these."""
_MAX_VALUES = 60
"""Values of an attribute that get a term of their own."""


@dataclass(frozen=True, slots=True)
class ChangeBounds:
    """Terms for the changes of an attribute.

    Args:
        values: the values that are distinguished; any of them may be left out.
    """

    path: AttributePath
    values: ValueAlternatives

    def changed(self) -> list[Term]:
        """Terms that match only records in which the attribute changed."""
        if self.path.is_into_list:
            return []
        terms: list[Term] = []
        for value in self._values():
            new, old = self._fields(value.type)
            other = self.values.other_than([value])
            terms.append(Term.of((new, exactly(value)), (old, other)))
            terms.append(Term.of((old, exactly(value)), (new, other)))
        for type_ in self._types():
            new, old = self._fields(type_)
            terms.append(Term.of((new, (PRESENT,)), (old, (ABSENT,))))
            terms.append(Term.of((old, (PRESENT,)), (new, (ABSENT,))))
        return terms

    def unchanged(self) -> list[Term]:
        """Terms that match only records in which the attribute did not change."""
        if self.path.is_into_list:
            return []
        terms: list[Term] = []
        for value in self._values():
            new, old = self._fields(value.type)
            terms.append(Term.of((new, exactly(value)), (old, exactly(value))))
        types = self.values.facts.types.get(self.path)
        if types is not None and set(types) <= set(LEAF_TYPES):
            terms.append(Term.of(*((field, (ABSENT,)) for type_ in types for field in self._fields(type_))))
        return terms

    def _values(self) -> Iterator[AttributeValue]:
        """The values that a pattern tells from all others."""
        types = set(self._types())
        constants = (AttributeValue(type_, value) for type_, each in _CONSTANTS.items() for value in each)
        for value in dict.fromkeys((*self._known(), *constants)):
            if value.type in SINGLE_TYPES and value.type in types and self.values.is_exact(value):
                yield value

    def _known(self) -> tuple[AttributeValue, ...]:
        return self.values.facts.values.get(self.path, ())[:_MAX_VALUES]

    def _types(self) -> Iterator[TypeKey]:
        """The types whose presence a pattern can test; if they are not known, those of the values."""
        types = self.values.facts.types.get(self.path)
        relevant = {value.type for value in self._known()} if types is None else set(types)
        return (type_ for type_ in LEAF_TYPES if type_ in relevant)

    def _fields(self, type_: TypeKey) -> tuple[RecordField, RecordField]:
        return record_field("new", self.path, type_), record_field("old", self.path, type_)
