"""Lowers values of an attribute to alternatives of its field: `{"N": "5"}` to `["5"]`, and "not 5" to `anything-but`."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.builder.narrowing.alternatives import ABSENT, Alternatives, complement
from pipefilter.builder.narrowing.attribute_facts import AttributeFacts
from pipefilter.builder.narrowing.supported_operators import SupportedOperators
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import AttributeValue, Numbers
from pipefilter.dataclass import dataclass
from pipefilter.language.dynamodb_record import TypeKey
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.prefix import Prefix

__all__ = ["ValueAlternatives", "exactly", "number_prefixes", "unknown_type_note"]

_NESTED: dict[TypeKey, str] = {"M": "a map", "L": "a list"}
_INSTEAD = {
    "M": "for a narrower pattern, name the attributes in it, in the form {path}.NAME",
    "L": "your code has to check it",
}


def unknown_type_note(path: AttributePath) -> str:
    """A sentence on an attribute of an unknown type."""
    return f"the type of {path} is unknown: if it were known, the pattern could be narrower"


@dataclass(frozen=True, slots=True)
class ValueAlternatives:
    """Alternatives for values, from the facts about attributes, including the values in the condition itself."""

    facts: AttributeFacts
    numbers: Numbers
    operators: SupportedOperators

    def types(self, path: AttributePath) -> tuple[TypeKey, ...] | None:
        """The types of an attribute; None if they are not known, which is noted."""
        types = self.facts.types.get(path)
        if types is None:
            self.operators.note(unknown_type_note(path))
        return types

    def may_be_nested(self, path: AttributePath) -> bool:
        """Whether an attribute is known to be a map or a list at times, which is noted: a pattern matches only what is in it."""
        nested = [type_ for type_ in self.facts.types.get(path, ()) if type_ in _NESTED]
        for type_ in nested:
            is_ = "is" if len(self.facts.types[path]) == 1 else "may be"
            self.operators.note(
                f"{path} {is_} {_NESTED[type_]}, and a pattern cannot match {_NESTED[type_]} as a whole: "
                f"{_INSTEAD[type_].format(path=path)}"
            )
        return bool(nested)

    def may_have_type(self, path: AttributePath, type_: TypeKey) -> bool:
        """Whether an attribute may have values of a type."""
        types = self.facts.types.get(path)
        return types is None or type_ in types

    def equal_to(self, value: AttributeValue) -> Alternatives:
        """The alternatives of a field for a value of a single type that is equal to this one."""
        if value.type == "N" and self.numbers == "value":
            return number_prefixes(value.text)
        return exactly(value)

    def is_exact(self, value: AttributeValue) -> bool:
        """Whether the alternatives match no other value: a string that is an IP address matches all its spellings."""
        if value.type == "N":
            return self.numbers == "text"
        return not isinstance(value.value, str) or not Exact(value.value).is_address

    def other_than(self, values: Sequence[AttributeValue]) -> Alternatives:
        """The alternatives of a field for an attribute with none of these values, which are of one type."""
        if values[0].type == "BOOL":
            rest = {True, False} - {value.value for value in values}
            return (*(Exact(value) for value in sorted(rest)), ABSENT)
        if values[0].type == "NULL":
            return (ABSENT,)
        return (complement(value.text for value in values), ABSENT)


def exactly(value: AttributeValue) -> Alternatives:
    """The alternatives of a field for a value of a single type that is written as this one is."""
    assert isinstance(value.value, str | bool)
    return (Exact(value.value),)


def number_prefixes(text: str) -> tuple[Prefix, ...]:
    """The prefixes of all spellings of a number: of `5` those of `5.0`, `05`, `+5` and `.5e1` too.

    A stream's numbers are strings, and a pattern compares strings.
    """
    first = _first_digit(text)
    if text.lstrip().startswith("-") and first is not None:
        return (Prefix("-"),)
    prefixes = ["0", "+", "."] + ([first] if first is not None else ["-"])
    return tuple(Prefix(prefix) for prefix in prefixes)


def _first_digit(text: str) -> str | None:
    """The first digit other than zero; None for the number zero."""
    digits = text.lower().partition("e")[0]
    return next((digit for digit in digits if digit in "123456789"), None)
