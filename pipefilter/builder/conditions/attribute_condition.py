"""A condition on one attribute in one image: `new("status").equals("PAID")`."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.conditions.value_predicate import (
    Contains,
    HasType,
    InRange,
    IsPresent,
    MatchesOperator,
    OneOf,
    ValuePredicate,
    parse_operator,
)
from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.attribute_path import AttributePath, attribute_path
from pipefilter.builder.records.attribute_value import Numbers
from pipefilter.builder.records.boto3_value import distinct_values, to_attribute_value
from pipefilter.builder.records.stream_record import Image, StreamRecord
from pipefilter.dataclass import dataclass
from pipefilter.json_text.number import Number
from pipefilter.language.dynamodb_record import TYPE_KEYS, TypeKey
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.numeric import Numeric
from pipefilter.override import override

__all__ = ["Attribute", "AttributeCondition", "keys", "new", "old"]

_NAMES: dict[Image, str] = {"new": "the new", "old": "the old", "keys": "the key"}


@dataclass(frozen=True, slots=True)
class AttributeCondition(Condition):
    """The value of an attribute in an image meets a predicate; if the path goes to each element, one of the values does."""

    image: Image
    path: AttributePath
    predicate: ValuePredicate

    @override
    def evaluate(self, record: StreamRecord, numbers: Numbers) -> bool:
        return any(self.predicate.holds(value, numbers) for value in record.values(self.image, self.path))

    @override
    def required_images(self) -> Iterator[tuple[Image, str]]:
        yield self.image, f"{self.image}({self.path})"

    @override
    def paths(self) -> Iterator[AttributePath]:
        yield self.path

    @override
    def words(self) -> str:
        return f"{_NAMES[self.image]} {self.path} {self.predicate.words()}"

    @override
    def as_json(self) -> dict[str, object]:
        return {self.image: str(self.path), **self.predicate.as_json()}


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute in one image, on which conditions are made.

    Args:
        image: that has the attribute.
        path: of the attribute.
        type: the type of its value, for the operators on strings; `S` by default.
    """

    image: Image
    path: AttributePath
    type: TypeKey = "S"

    def __post_init__(self) -> None:
        if self.type not in TYPE_KEYS:
            raise InvalidCondition(
                f"{reprlib.repr(self.type)} is not an attribute type; the types are {', '.join(TYPE_KEYS)}"
            )

    def _condition(self, predicate: ValuePredicate) -> Condition:
        return AttributeCondition(self.image, self.path, predicate)

    def operator(self, keyword: str, operand: object) -> Condition:
        """The string of the attribute matches an operator of event patterns.

        Args:
            keyword: such as `prefix`.
            operand: as in an event pattern.

        Raises:
            InvalidCondition: AWS rejects the operator, or values of the type are not strings.
        """
        if self.type not in ("S", "N", "B"):
            raise InvalidCondition(
                f"{keyword} requires a string, and values of type {self.type} are not strings"
            )
        if not isinstance(keyword, str):
            raise InvalidCondition(f"an operator is a string, such as 'prefix', not {type(keyword).__name__}")
        operator = parse_operator({keyword: operand})
        if isinstance(operator, Numeric):
            if self.type != "N":
                raise InvalidCondition(
                    f"numeric requires a number, and values of type {self.type} are not numbers"
                )
            return self._condition(InRange(operator))
        if isinstance(operator, AnythingBut) and any(isinstance(value, Number) for value in operator.excluded):
            raise InvalidCondition(
                f"values of type {self.type} are strings, so a number excludes none of them: put the digits in quotes"
            )
        return self._condition(MatchesOperator(operator, self.type))

    def exists(self) -> Condition:
        """The attribute exists, with any value."""
        return self._condition(IsPresent())

    def has_type(self) -> Condition:
        """The attribute exists, with a value of its type, as `exists` at a type key in a pattern tests."""
        return self._condition(HasType(self.type))

    def equals(self, value: object) -> Condition:
        """The attribute has this value.

        Args:
            value: a Python value as for boto3, or one with its type: `{"N": "5"}`; a list only with its type: `{"L": [...]}`.
        """
        return self.in_(value)

    def in_(self, *values: object) -> Condition:
        """The attribute has one of these values.

        Args:
            values: as for `equals`.
        """
        return self._condition(OneOf(distinct_values(values)))

    def prefix(self, text: str | Mapping[str, str]) -> Condition:
        """The string begins with this prefix; `{"equals-ignore-case": text}` ignores case."""
        return self.operator("prefix", text)

    def suffix(self, text: str | Mapping[str, str]) -> Condition:
        """The string ends with this suffix; `{"equals-ignore-case": text}` ignores case."""
        return self.operator("suffix", text)

    def equals_ignore_case(self, text: str) -> Condition:
        """The string equals this one, ignoring case."""
        return self.operator("equals-ignore-case", text)

    def wildcard(self, text: str) -> Condition:
        """The string matches a wildcard, in which `*` matches any characters."""
        return self.operator("wildcard", text)

    def anything_but(self, what: object) -> Condition:
        """The attribute has a string other than these: one string, a list of strings, or `{"prefix": ...}` and so on."""
        return self.operator("anything-but", what)

    def cidr(self, network: str) -> Condition:
        """The string is an IP address in this network."""
        return self.operator("cidr", network)

    def numeric(self, *terms: str | float | Decimal) -> Condition:
        """The attribute is a number in a range, by value: `numeric(">", 0, "<=", 100)`.

        A pattern cannot compare a stream's numbers, which are strings there: the condition is left to check.
        """
        operator = parse_operator({"numeric": list(terms)})
        assert isinstance(operator, Numeric)
        return self._condition(InRange(operator))

    def contains(self, element: object) -> Condition:
        """The attribute is a set or a list with this element."""
        value = to_attribute_value(element)
        if value.type not in ("S", "N", "B", "BOOL", "NULL"):
            raise InvalidCondition(
                "contains requires a single value: a string, a number, bytes, a boolean or null"
            )
        return self._condition(Contains(value))


def new(path: str | AttributePath, *, type: TypeKey = "S") -> Attribute:  # noqa: A002 - AWS's own word
    """An attribute of the item after the change.

    Args:
        path: the path of an attribute, such as `status`, `address.city`, `items[].sku`.
        type: the type of its value, for the operators on strings.

    Raises:
        InvalidCondition: it is not a path.
    """
    return Attribute("new", attribute_path(path), type)


def old(path: str | AttributePath, *, type: TypeKey = "S") -> Attribute:  # noqa: A002 - AWS's own word
    """An attribute of the item before the change; as for `new`."""
    return Attribute("old", attribute_path(path), type)


def keys(path: str | AttributePath, *, type: TypeKey = "S") -> Attribute:  # noqa: A002 - AWS's own word
    """An attribute of the item's key, which a stream of any view has; as for `new`."""
    return Attribute("keys", attribute_path(path), type)
