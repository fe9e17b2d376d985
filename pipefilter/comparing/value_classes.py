"""The classes into which the conditions on one field divide its values, each with a plain value of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from pipefilter.comparing.address_classes import ADDRESS_CHARACTERS, address_classes, number_ranges
from pipefilter.comparing.number_classes import number_classes
from pipefilter.comparing.string_classes import string_classes
from pipefilter.comparing.string_language import STAR, StringLanguage, string_languages
from pipefilter.dataclass import dataclass
from pipefilter.events.shape import KINDS, Kind
from pipefilter.events.value_kinds import kind_of
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.comparable import as_comparable
from pipefilter.language.ip_address import AddressRange
from pipefilter.language.step_budget import StepBudget, TooManySteps
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.value_predicate import ValuePredicate
from pipefilter.witnesses.operator_values import matching_values, near_values

__all__ = ["ValueClasses", "value_classes"]

_MAX_PLAUSIBLE = 60
"""Plausible values that are tried before plain ones."""
_MAX_EACH = 3
"""Of them, for each operator."""
_MAX_DIGITS = 17
_OUTSIDE = (*"xyzghijklmnopqrstuvw", *map(chr, range(0x100, 0xD800)))
"""Characters that no address has."""


@dataclass(frozen=True, slots=True)
class ValueClasses:
    """The classes of the values of one field, by the conditions that they meet.

    A set of conditions is an integer: bit `i` stands for the `i`-th condition.

    Args:
        values: a value for each set of conditions that a value meets.
        absent: the conditions that the absence of the field meets.
        possible: further sets: a value may meet exactly these, but none is known.
        doubt: why a value may meet a set that is in neither; "" if none does.
    """

    values: Mapping[int, Scalar]
    absent: int
    possible: frozenset[int] = frozenset()
    doubt: str = ""


def value_classes(
    predicates: Sequence[FieldPredicate],
    usual: Sequence[Scalar],
    budget: StepBudget,
    kinds: Collection[Kind] = KINDS,
) -> ValueClasses:
    """The classes into which predicates divide the values of a field.

    Args:
        predicates: the conditions.
        usual: plausible values of the field, which are preferred.
        budget: of the whole comparison.
        kinds: of the values that the field can have.
    """
    return _Division(predicates, budget, kinds).classes(usual)


def _is_short(value: Scalar) -> bool:
    """Whether a value is not a number at the limits of doubles: the classes of numbers have a plainer one."""
    return not isinstance(value, Number) or len(value.text) <= _MAX_DIGITS


class _Division:
    def __init__(
        self, predicates: Sequence[FieldPredicate], budget: StepBudget, kinds: Collection[Kind]
    ) -> None:
        self._predicates = predicates
        self._kinds = kinds
        self._fast = [ValuePredicate(predicate.alternatives) for predicate in predicates]
        self._weight = sum(predicate.weight for predicate in self._fast)
        self._budget = budget
        self._operators = tuple(
            dict.fromkeys(operator for predicate in predicates for operator in predicate.alternatives)
        )
        self._languages = tuple(
            dict.fromkeys(language for operator in self._operators for language in string_languages(operator))
        )
        addresses = {operator: operator.addresses for operator in self._operators}
        self._ranges = {operator: each for operator, each in addresses.items() if each is not None}
        self._with_range: dict[AddressRange, int] = {}
        """For each range of addresses, the conditions that have it."""
        for at, predicate in enumerate(predicates):
            for own in filter(None, map(self._ranges.get, predicate.alternatives)):
                self._with_range[own] = self._with_range.get(own, 0) | 1 << at
        self._values: dict[int, Scalar] = {}
        self._possible: set[int] = set()

    def classes(self, usual: Sequence[Scalar]) -> ValueClasses:
        doubt = ""
        try:
            for value in islice(self._plausible(usual), _MAX_PLAUSIBLE):
                self._add(value)
            for value in self._plain():
                self._add(value)
            if self._ranges:
                self._add_addresses()
        except TooManySteps:
            doubt = "the conditions on this field are too many or too complex"
        absent = sum(predicate.matches_absence << at for at, predicate in enumerate(self._predicates))
        return ValueClasses(self._values, absent, frozenset(self._possible - set(self._values)), doubt)

    def _plausible(self, usual: Sequence[Scalar]) -> Iterator[Scalar]:
        text = next((value for value in usual if isinstance(value, str)), "example")
        for operator in self._operators:
            alone = FieldPredicate((operator,))
            values = filter(_is_short, filter(alone.holds, matching_values(operator, text)))
            yield from islice(values, _MAX_EACH)
        yield from usual
        for operator in self._operators:
            yield from islice(filter(_is_short, near_values(operator, text)), _MAX_EACH)

    def _plain(self) -> Iterator[Scalar]:
        yield from (True, False, None)
        yield from number_classes(self._operators)
        languages = self._languages
        if self._ranges:  # where some strings of a class are addresses, further ones are not
            languages += (self._outside(),)
        yield from string_classes(languages, self._budget)

    def _outside(self) -> StringLanguage:
        """The strings with a character that no operator mentions, and that no address has."""
        mentioned = ADDRESS_CHARACTERS.union(
            *(spelling for language in self._languages for item in language for spelling in item)
        )
        character = next(each for each in _OUTSIDE if each not in mentioned)
        return STAR, ((character,),), STAR

    def _add(self, value: Scalar) -> None:
        if kind_of(value) not in self._kinds:
            return
        self._budget.take(1 + self._weight // 4)
        met = sum(predicate.holds(value) << at for at, predicate in enumerate(self._fast))
        self._values.setdefault(met, value)

    def _add_addresses(self) -> None:
        ranges = tuple(self._with_range)
        every = (1 << len(self._predicates)) - 1
        for_texts = {0}  # any string may be no address
        others = [
            ValuePredicate([operator for operator in predicate.alternatives if operator not in self._ranges])
            for predicate in self._predicates
        ]
        for text, digits in address_classes(ranges):  # which is not read again for each range
            self._budget.take(1 + len(ranges) // 2 + self._weight // 4)
            as_address = self._in_ranges(each for each in ranges if each.holds_address(digits))
            for_texts.add(as_address)
            if kind_of(text) in self._kinds:
                met = sum(predicate.holds(text) << at for at, predicate in enumerate(others))
                self._values.setdefault(as_address | met, text)
        # an address has many spellings: any of them may be in any class of strings
        for text in string_classes(self._languages, self._budget, ADDRESS_CHARACTERS):
            self._add_possible(text, for_texts, every)
        for_numbers = set()
        for digits, subset in number_ranges(ranges, self._budget):
            if digits.isdecimal() and not digits.startswith("0"):
                self._add(Number(digits))
            for_numbers.add(self._in_ranges(subset))
        # where numbers are compared by value, their text does not matter
        by_text = sum((not predicate.numeric) << at for at, predicate in enumerate(self._predicates))
        for number in number_classes(self._operators):
            self._add_possible(number, for_numbers, every if number.comparable is None else by_text)

    def _in_ranges(self, ranges: Iterable[AddressRange]) -> int:
        """The conditions that a value in some ranges meets as an address."""
        met = 0
        for each in ranges:
            met |= self._with_range[each]
        return met

    def _add_possible(self, value: Scalar, as_addresses: Collection[int], conditions: int) -> None:
        """Values of the class of a value, each of them in other ranges of addresses, as far as these conditions look at it."""
        if kind_of(value) not in self._kinds:
            return
        self._budget.take(1 + self._weight // 4 + len(as_addresses) // 8)
        met = 0
        for at, predicate in enumerate(self._predicates):
            comparable = as_comparable(value, numeric=predicate.numeric)
            met |= (
                any(
                    operator not in self._ranges and operator.holds(comparable)
                    for operator in predicate.alternatives
                )
                << at
            )
        self._possible |= {met | each & conditions for each in as_addresses}
