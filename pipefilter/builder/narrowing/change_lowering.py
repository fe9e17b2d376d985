"""Lowers the condition that an attribute changed, or did not, to terms: one for each value that is distinguished."""

from __future__ import annotations

from pipefilter.builder.narrowing.alternatives import ABSENT, PRESENT, Alternatives, complement
from pipefilter.builder.narrowing.term import UNKNOWN, Term
from pipefilter.builder.narrowing.value_alternatives import ValueAlternatives, exactly
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import SINGLE_TYPES, AttributeValue
from pipefilter.builder.records.record_field import RecordField, record_field
from pipefilter.dataclass import dataclass
from pipefilter.language.dynamodb_record import TypeKey

__all__ = ["ChangeLowering"]

_OPEN_TYPES = ("S", "N", "B")
"""Types of which there are more values than can be listed."""
_ALL_VALUES: dict[TypeKey, tuple[bool, ...]] = {"BOOL": (True, False), "NULL": (True,)}


@dataclass(frozen=True, slots=True)
class ChangeLowering:
    """Lowers conditions that compare the images.

    Args:
        required: values of which the old image has one in every record that meets the whole condition; empty if not known.
    """

    path: AttributePath
    values: ValueAlternatives
    required: tuple[AttributeValue, ...] = ()

    def terms(self, *, positive: bool) -> list[Term]:
        """The terms of the condition that the attribute changed, or that it did not."""
        types = self.values.types(self.path)
        if self.values.may_be_nested(self.path) or self.path.is_into_list:
            return [UNKNOWN]
        return self._changed(types) if positive else self._unchanged(types)

    def _cells(self, types: tuple[TypeKey, ...] | None) -> dict[TypeKey, list[AttributeValue]]:
        """By type, the values that are distinguished; of booleans and null, all that there are."""
        cells: dict[TypeKey, list[AttributeValue]] = {type_: [] for type_ in types or ()}
        for value in self.values.facts.values.get(self.path, ()):
            if value.type in SINGLE_TYPES and self.values.may_have_type(self.path, value.type):
                cells.setdefault(value.type, []).append(value)
        for type_, all_values in _ALL_VALUES.items():
            if type_ in cells:
                cells[type_] = [AttributeValue(type_, value) for value in all_values]
        return cells

    def _is_closed(self, type_: TypeKey) -> bool:
        """Whether the cells of a type are all its values, as a pattern compares them."""
        if type_ in _ALL_VALUES:
            return True
        is_by_value = type_ == "N" and self.values.numbers == "value"
        return self.path in self.values.facts.complete and not is_by_value

    def _was_listed(self, cells: dict[TypeKey, list[AttributeValue]]) -> bool:
        """Whether the old value is certainly one of the cells, so that a new value that is in none of them is a change."""
        is_exact = all(self.values.is_exact(value) for values in cells.values() for value in values)
        return is_exact and bool(self.required) and all(v in cells.get(v.type, ()) for v in self.required)

    def _fields(self, type_: TypeKey) -> tuple[RecordField, RecordField]:
        return record_field("new", self.path, type_), record_field("old", self.path, type_)

    def _changed(self, types: tuple[TypeKey, ...] | None) -> list[Term]:
        cells = self._cells(types)
        if not cells:
            return [UNKNOWN]
        terms: list[Term] = []
        is_listed = self._was_listed(cells)
        for type_, values in cells.items():
            new, old = self._fields(type_)
            for value in values:  # after it is this value, before it was not
                before = self.values.other_than([value])
                terms.append(Term.of((new, exactly(value)), (old, before), exact=self.values.is_exact(value)))
        if types is None:  # after it is none of the values, or absent, or of an unknown type
            rest = [
                (self._fields(type_)[0], (ABSENT,) if type_ in _ALL_VALUES else self.values.other_than(values))
                for type_, values in cells.items()
            ]
            return [*terms, Term.of(*rest, exact=is_listed)]
        for type_, values in cells.items():
            new, old = self._fields(type_)
            if not self._is_closed(type_):  # after it is another value
                terms.append(Term.of((new, _other_values(type_, values)), exact=is_listed))
            absent = [(self._fields(other)[0], (ABSENT,)) for other in cells]
            terms.append(Term.of(*absent, (old, (PRESENT,))))  # it was removed
        return terms

    def _unchanged(self, types: tuple[TypeKey, ...] | None) -> list[Term]:
        cells = self._cells(types)
        if self.values.numbers == "value" and "N" in cells:
            cells["N"] = []  # of one value, they may be written in two ways
        if not cells:
            return [UNKNOWN]
        terms: list[Term] = []
        for type_, values in cells.items():
            new, old = self._fields(type_)
            for value in values:
                same = exactly(value)
                terms.append(Term.of((new, same), (old, same), exact=self.values.is_exact(value)))
        if types is None:  # in both images it is none of the values, or absent, or of an unknown type
            rest = []
            for type_, values in cells.items():
                is_open = values and type_ not in _ALL_VALUES
                other = self.values.other_than(values) if is_open else (ABSENT,)
                if values or type_ != "N":
                    rest += [(field, other) for field in self._fields(type_)]
            return [*terms, Term.of(*rest, exact=False)]
        for type_, values in cells.items():
            if not self._is_closed(type_):
                other = _other_values(type_, values)
                terms.append(Term.of(*((field, other) for field in self._fields(type_)), exact=False))
        absent = [(field, (ABSENT,)) for type_ in cells for field in self._fields(type_)]
        return [*terms, Term.of(*absent)]


def _other_values(type_: TypeKey, values: list[AttributeValue]) -> Alternatives:
    """The alternatives of a field for a value of the type other than these."""
    return (complement(value.text for value in values) if type_ in _OPEN_TYPES else PRESENT,)
