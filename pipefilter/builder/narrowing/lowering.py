"""What a pattern can say of a condition on one attribute: as disjuncts, of which each tells whether it is exact.

The law for each function here: a record for which the condition holds is right for one of the disjuncts. Where a
disjunct is exact, the condition holds for each record that is right for it. docs/narrowing.md says why.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipefilter.builder.conditions.attribute_condition import AttributeCondition
from pipefilter.builder.conditions.change import Changed
from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.conditions.event_name import EventNames
from pipefilter.builder.conditions.value_predicate import Contains, InRange, IsThere, OneOf, OperatorHolds
from pipefilter.builder.narrowing.alternatives import ABSENT, PRESENT, Alternatives, none_of
from pipefilter.builder.narrowing.attribute_facts import Knowledge
from pipefilter.builder.narrowing.term import UNKNOWN, Disjunct
from pipefilter.builder.narrowing.writable import Writable
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import LEAF_TYPES, SETS, AttributeType, AttributeValue, Numbers
from pipefilter.builder.records.number_forms import begins_of
from pipefilter.builder.records.record_field import EVENT_NAME, RecordField, record_field
from pipefilter.builder.records.stream_record import EVENT_NAMES, Image
from pipefilter.language.operators.exact import Exact

__all__ = ["Literals"]

_USUAL: tuple[AttributeType, ...] = ("S", "N")
_OPEN = ("S", "N", "B")


@dataclass(frozen=True, slots=True)
class Literals:
    """Turns conditions on one attribute into disjuncts.

    Args:
        known: of the attributes; its values include those in the condition itself.
        numbers: when two numbers are equal.
        writable: what the service's patterns may use.
    """

    known: Knowledge
    numbers: Numbers
    writable: Writable

    def step_count(self, condition: Condition) -> int:
        """About how many steps it takes to say something of a condition.

        Args:
            condition: on the event, or on one attribute.
        """
        if isinstance(condition, Changed):
            return 10 + 20 * len(self.known.values.get(condition.path, ()))
        if isinstance(condition, AttributeCondition):
            test = condition.test
            return 10 + (2 * len(test.values) if isinstance(test, OneOf) else 0)
        return 1

    def event(self, condition: EventNames, *, wanted: bool) -> list[Disjunct]:
        """A condition on the event, or what it is not."""
        names = [name for name in EVENT_NAMES if (name in condition.names) is wanted]
        if len(names) == len(EVENT_NAMES):
            return [Disjunct({})]
        return [Disjunct.of((EVENT_NAME, tuple(Exact(name) for name in names)))] if names else []

    def attribute(self, condition: AttributeCondition, *, wanted: bool) -> list[Disjunct]:
        """A condition on one attribute in one image, or what it is not."""
        image, path, test = condition.image, condition.path, condition.test
        if isinstance(test, IsThere):
            return self._there(image, path) if wanted else self._not_there(image, path)
        if isinstance(test, OneOf):
            return self._one_of(image, path, test) if wanted else self._none_of(image, path, test)
        if isinstance(test, OperatorHolds):
            return self._operator(image, path, test, wanted=wanted)
        if isinstance(test, Contains) and wanted:
            return self._contains(image, path, test)
        if isinstance(test, InRange) and wanted:
            field = record_field(image, path, "N")
            return [Disjunct.of((field, (PRESENT,)), exact=False)] if self._may_be("N", path) else []
        return [UNKNOWN]

    def changed(self, condition: Changed, *, wanted: bool) -> list[Disjunct]:
        """An attribute that changed, or did not."""
        path = condition.path
        types = self._types(path)
        if path.is_into_list or (types is not None and ("M" in types or "L" in types)):
            return [UNKNOWN]
        return self._changed(path, types) if wanted else self._unchanged(path, types)

    # -- one image

    def _types(self, path: AttributePath) -> tuple[AttributeType, ...] | None:
        types = self.known.types.get(path)
        if types is None:
            self.writable.note(f"the type of {path} is not known: with it, the pattern could be narrower")
        return types

    def _may_be(self, type_: AttributeType, path: AttributePath) -> bool:
        types = self.known.types.get(path)
        return types is None or type_ in types

    def _there(self, image: Image, path: AttributePath) -> list[Disjunct]:
        types = self._types(path)
        if types is None or "M" in types or "L" in types:
            return [UNKNOWN]
        return [
            Disjunct.of((record_field(image, path, type_), (PRESENT,)), exact=not path.has_index)
            for type_ in types
        ]

    def _not_there(self, image: Image, path: AttributePath) -> list[Disjunct]:
        if path.has_index:  # other elements may have it
            return [UNKNOWN]
        types = self._types(path)
        leaves = [type_ for type_ in types or _USUAL if type_ in LEAF_TYPES]
        fields = [(record_field(image, path, type_), (ABSENT,)) for type_ in leaves]
        return [Disjunct.of(*fields, exact=types is not None and len(leaves) == len(types))]

    def _one_of(self, image: Image, path: AttributePath, test: OneOf) -> list[Disjunct]:
        found: list[Disjunct] = []
        for type_ in dict.fromkeys(one.type for one in test.values):
            values = [one for one in test.values if one.type == type_]
            if not self._may_be(type_, path):
                continue
            if type_ in ("M", "L") or type_ in SETS:
                found += [self._composite(image, path, one) for one in values]
                continue
            given = tuple(operator for one in values for operator in self._equal(one))
            exact = not path.has_index and all(self._is_exact(one) for one in values)
            found.append(Disjunct.of((record_field(image, path, type_), given), exact=exact))
        return found

    def _equal(self, value: AttributeValue) -> Alternatives:
        """What a value's field has if it is equal to this one: of type S, N, B, BOOL or NULL."""
        if value.type == "N" and self.numbers == "value":
            return begins_of(value.text)
        assert isinstance(value.value, str | bool)  # noqa: S101 - so are these types
        return (Exact(value.value),)

    def _is_exact(self, value: AttributeValue) -> bool:
        """Whether a pattern takes no other value for it: of text that is an IP address it takes all spellings."""
        if value.type == "N":
            return self.numbers == "text"
        return not isinstance(value.value, str) or not Exact(value.value).is_address

    def _composite(self, image: Image, path: AttributePath, value: AttributeValue) -> Disjunct:
        """A set, list or map: what can be said of one element, or of each member that is a single value."""
        if value.type in SETS and isinstance(value.value, frozenset) and value.value:
            element = AttributeValue(SETS[value.type], min(value.value))
            return Disjunct.of((record_field(image, path, value.type), self._equal(element)), exact=False)
        if value.type == "L":
            single = next((one for one in value.elements if one.type in ("S", "N", "B", "BOOL", "NULL")), None)
            if single is None:
                return UNKNOWN
            return Disjunct.of((record_field(image, path, "L", single.type), self._equal(single)), exact=False)
        fields = [
            (record_field(image, AttributePath((*path.steps, name)), one.type), self._equal(one))
            for name, one in value.members
            if one.type in ("S", "N", "B", "BOOL", "NULL")
        ]
        return Disjunct.of(*(fields[:1] if path.is_into_list else fields), exact=False)

    def _none_of(self, image: Image, path: AttributePath, test: OneOf) -> list[Disjunct]:
        if path.is_into_list or any(one.type in ("M", "L") or one.type in SETS for one in test.values):
            return [UNKNOWN]
        types = dict.fromkeys(one.type for one in test.values)
        fields = [
            (
                record_field(image, path, type_),
                self._other_than([one for one in test.values if one.type == type_]),
            )
            for type_ in types
            if self._may_be(type_, path)
        ]
        return [Disjunct.of(*fields, exact="N" not in types or self.numbers == "text")]

    def _other_than(self, values: list[AttributeValue]) -> Alternatives:
        """What a value's field has, or that it has none, if it is none of these, which are of one type."""
        if values[0].type == "BOOL":
            rest = {True, False} - {one.value for one in values}
            return (*(Exact(one) for one in sorted(rest)), ABSENT)
        if values[0].type == "NULL":
            return (ABSENT,)
        return (none_of(one.text for one in values), ABSENT)

    def _operator(
        self, image: Image, path: AttributePath, test: OperatorHolds, *, wanted: bool
    ) -> list[Disjunct]:
        if not self._may_be(test.type, path):
            return [] if wanted else [Disjunct({})]
        field = record_field(image, path, test.type)
        if wanted:
            given, exact = self.writable.or_wider(test.operator)
            return [Disjunct.of((field, given), exact=exact and not path.has_index)]
        other = self.writable.opposite(test.operator) if field.is_single else None
        if other is None:
            return [UNKNOWN]
        exact = not any(isinstance(one, Exact) and one.is_address for one in other)
        return [Disjunct.of((field, (*other, ABSENT)), exact=exact)]

    def _contains(self, image: Image, path: AttributePath, test: Contains) -> list[Disjunct]:
        element = test.element
        exact = not path.has_index and self._is_exact(element)
        found = []
        for set_, of in SETS.items():
            if of == element.type and self._may_be(_typed(set_), path):
                found.append(Disjunct.of((record_field(image, path, set_), self._equal(element)), exact=exact))
        if self._may_be("L", path):
            found.append(
                Disjunct.of((record_field(image, path, "L", element.type), self._equal(element)), exact=exact)
            )
        return found

    # -- two images

    def _cells(
        self, path: AttributePath, types: tuple[AttributeType, ...] | None
    ) -> dict[str, list[AttributeValue]]:
        """By type, the values that are told apart; of booleans and null all there are."""
        cells: dict[str, list[AttributeValue]] = {type_: [] for type_ in types or ()}
        for value in self.known.values.get(path, ()):
            if value.type in ("S", "N", "B", "BOOL", "NULL") and self._may_be(value.type, path):
                cells.setdefault(value.type, []).append(value)
        for type_, all_ in (("BOOL", (True, False)), ("NULL", (True,))):
            if type_ in cells:
                cells[type_] = [AttributeValue(_typed(type_), one) for one in all_]
        return cells

    def _is_closed(self, path: AttributePath, type_: str) -> bool:
        """Whether the cells of this type are all the values that there are, as a pattern compares them."""
        if type_ in ("BOOL", "NULL"):
            return True
        return path in self.known.complete and not (type_ == "N" and self.numbers == "value")

    def _fields(self, path: AttributePath, type_: str) -> tuple[RecordField, RecordField]:
        return record_field("new", path, type_), record_field("old", path, type_)

    def _changed(self, path: AttributePath, types: tuple[AttributeType, ...] | None) -> list[Disjunct]:
        cells = self._cells(path, types)
        if not cells:
            return [UNKNOWN]
        found: list[Disjunct] = []
        for type_, values in cells.items():
            new, old = self._fields(path, type_)
            for value in values:  # after it is this value, before it was not
                before = self._other_than([value])
                assert isinstance(value.value, str | bool)  # noqa: S101 - so are these types
                found.append(
                    Disjunct.of((new, (Exact(value.value),)), (old, before), exact=self._is_exact(value))
                )
        if types is None:  # after it is none of the values, or not there, or of a type that is not known
            rest = [
                (
                    self._fields(path, type_)[0],
                    (ABSENT,) if type_ in ("BOOL", "NULL") else self._other_than(values),
                )
                for type_, values in cells.items()
            ]
            return [*found, Disjunct.of(*rest, exact=False)]
        for type_, values in cells.items():
            new, old = self._fields(path, type_)
            if not self._is_closed(path, type_):  # after it is another value
                after = none_of(one.text for one in values) if type_ in _OPEN else PRESENT
                found.append(Disjunct.of((new, (after,)), exact=False))
            gone = [(self._fields(path, other)[0], (ABSENT,)) for other in cells]
            found.append(Disjunct.of(*gone, (old, (PRESENT,))))  # it was removed
        return found

    def _unchanged(self, path: AttributePath, types: tuple[AttributeType, ...] | None) -> list[Disjunct]:
        cells = self._cells(path, types)
        if self.numbers == "value" and "N" in cells:
            cells["N"] = []  # of one value, they may be written in two ways
        if not cells:
            return [UNKNOWN]
        found: list[Disjunct] = []
        for type_, values in cells.items():
            new, old = self._fields(path, type_)
            for value in values:
                assert isinstance(value.value, str | bool)  # noqa: S101 - so are these types
                same = (Exact(value.value),)
                found.append(Disjunct.of((new, same), (old, same), exact=self._is_exact(value)))
        if (
            types is None
        ):  # in both images it is none of the values, or not there, or of a type that is not known
            rest = []
            for type_, values in cells.items():
                other = self._other_than(values) if values and type_ not in ("BOOL", "NULL") else (ABSENT,)
                if values or type_ != "N":
                    rest += [(field, other) for field in self._fields(path, type_)]
            return [*found, Disjunct.of(*rest, exact=False)]
        for type_, values in cells.items():
            if not self._is_closed(path, type_):
                other = (none_of(one.text for one in values) if type_ in _OPEN else PRESENT,)
                found.append(Disjunct.of(*((field, other) for field in self._fields(path, type_)), exact=False))
        absent = [(field, (ABSENT,)) for type_ in cells for field in self._fields(path, type_)]
        return [*found, Disjunct.of(*absent)]


def _typed(type_: str) -> AttributeType:
    return type_  # type: ignore[return-value]  # the keys of tables of types
