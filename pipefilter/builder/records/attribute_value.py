"""The value of an attribute as a stream writes it: `{"S": "PAID"}`, `{"N": "5"}`, `{"SS": ["a", "b"]}`.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html
"""

from __future__ import annotations

import json
import re
import reprlib
from decimal import Context, Decimal
from typing import Literal, TypeAlias, cast, get_args

from pipefilter.builder.faults import InvalidCondition, InvalidRecord
from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import Json
from pipefilter.language.dynamodb_record import TypeKey
from pipefilter.override import override

__all__ = [
    "LEAF_TYPES",
    "MAX_DEPTH",
    "SETS",
    "SINGLE_TYPES",
    "AttributeValue",
    "Numbers",
    "canonical_number",
    "check_numbers",
    "from_record",
    "is_form_certain",
    "to_decimal",
]

Numbers: TypeAlias = Literal["text", "value"]
"""When two numbers are equal: if they are written alike, or if they have the same value."""

SETS: dict[TypeKey, TypeKey] = {"SS": "S", "NS": "N", "BS": "B"}
"""The types of sets, with the type of their elements."""
SINGLE_TYPES: tuple[TypeKey, ...] = ("S", "N", "B", "BOOL", "NULL")
LEAF_TYPES: tuple[TypeKey, ...] = (*SINGLE_TYPES, "SS", "NS", "BS")
"""Types whose values a pattern can match; M and L have no values of their own."""
MAX_DEPTH = 40
"""Of nested maps and lists; DynamoDB supports 32 levels."""
_MAX_DIGITS = 38
_MIN_CERTAIN = -6
"""The exponent of the smallest numbers that are surely written without one, such as 0.000001."""
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """A value with its type.

    Args:
        value: a string for S, N and B (base64), a boolean for BOOL, True for NULL, a frozenset of strings for sets,
            pairs of name and value for M (in order of the names), values for L.
    """

    type: TypeKey
    value: str | bool | frozenset[str] | tuple[tuple[str, AttributeValue], ...] | tuple[AttributeValue, ...]

    def identity(self, numbers: Numbers) -> object:
        """A key that two values share if and only if they are equal."""
        if self.type == "N" and isinstance(self.value, str):
            return "N", _comparable(self.value) if numbers == "value" else self.value
        if self.type == "NS" and isinstance(self.value, frozenset) and numbers == "value":
            return "NS", frozenset(_comparable(element) for element in self.value)
        if self.type == "M":
            return "M", tuple((name, value.identity(numbers)) for name, value in self.members)
        if self.type == "L":
            return "L", tuple(element.identity(numbers) for element in self.elements)
        return self.type, self.value

    @property
    def members(self) -> tuple[tuple[str, AttributeValue], ...]:
        """The members of a map; none for other types."""
        return cast("tuple[tuple[str, AttributeValue], ...]", self.value) if self.type == "M" else ()

    @property
    def elements(self) -> tuple[AttributeValue, ...]:
        """The elements of a list; none for other types."""
        return cast("tuple[AttributeValue, ...]", self.value) if self.type == "L" else ()

    @property
    def text(self) -> str:
        """The string of S, N and B; "" for other types."""
        return self.value if isinstance(self.value, str) else ""

    def as_json(self) -> object:
        """The value as the stream writes it, for `json.dumps`."""
        if self.type == "M":
            return {"M": {name: value.as_json() for name, value in self.members}}
        if self.type == "L":
            return {"L": [element.as_json() for element in self.elements]}
        return {self.type: sorted(self.value) if isinstance(self.value, frozenset) else self.value}

    @override
    def __str__(self) -> str:
        if self.type == "NULL":
            return "NULL"
        if self.type in ("S", "BOOL"):
            return json.dumps(self.value, ensure_ascii=False)
        if self.type == "N":
            return self.text
        return json.dumps(self.as_json(), ensure_ascii=False)


def _comparable(text: str) -> object:
    number = to_decimal(text)
    return text if number is None else number


def to_decimal(text: str) -> Decimal | None:
    """The number of an N; None if DynamoDB has no such number."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def canonical_number(text: str) -> str | None:
    """A number as DynamoDB writes it, with all its digits and no needless zeros; None if DynamoDB cannot store it.

    "Leading and trailing zeroes are trimmed", and a number has at most 38 digits, from 1E-130 to 9.9E+125:
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
    Large numbers come back without an exponent: https://github.com/boto/boto3/issues/2500,
    https://github.com/boto/boto3/issues/4636.
    """
    number = to_decimal(text)
    if number is None:
        return None
    if number == 0:
        return "0"
    shortest = number.normalize(Context(prec=max(1, len(number.as_tuple().digits))))
    is_stored = len(shortest.as_tuple().digits) <= _MAX_DIGITS and -130 <= shortest.adjusted() <= 125
    return format(shortest, "f") if is_stored else None


def is_form_certain(value: AttributeValue) -> bool:
    """Whether DynamoDB writes the numbers in a canonical value as they are in it; not documented for tiny numbers."""
    if value.type in ("M", "L"):
        inner = value.elements or tuple(member for _, member in value.members)
        return all(map(is_form_certain, inner))
    texts = value.value if isinstance(value.value, frozenset) else [value.text]
    numbers = map(to_decimal, texts) if value.type in ("N", "NS") else ()
    return all(not number or number.adjusted() >= _MIN_CERTAIN for number in numbers)


def from_record(tree: Json, depth: int = 0) -> AttributeValue:
    """A value as a record has it.

    Args:
        tree: an object with one member, whose name is the type.
        depth: in how many maps and lists the value is.

    Raises:
        InvalidRecord: the tree is not a value.
    """
    if not isinstance(tree, tuple) or len(dict(tree)) != 1:
        raise InvalidRecord("an attribute is an object with one field, whose name is the type")
    if depth > MAX_DEPTH:
        raise InvalidRecord(
            f"an attribute is nested more than {MAX_DEPTH} levels deep, and DynamoDB supports 32"
        )
    type_, value = tree[-1]
    if type_ in ("S", "N", "B") and isinstance(value, str):
        return AttributeValue(cast("TypeKey", type_), value)
    if (type_ == "BOOL" and isinstance(value, bool)) or (type_ == "NULL" and value is True):
        return AttributeValue(cast("TypeKey", type_), value)
    if type_ in SETS and isinstance(value, list) and all(isinstance(element, str) for element in value):
        return AttributeValue(type_, frozenset(cast("list[str]", value)))
    if type_ == "L" and isinstance(value, list):
        return AttributeValue("L", tuple(from_record(element, depth + 1) for element in value))
    if type_ == "M" and isinstance(value, tuple):
        members = {name: from_record(member, depth + 1) for name, member in value}
        return AttributeValue("M", tuple(sorted(members.items())))
    raise InvalidRecord(f"{type_} is not an attribute type, or the value is not of that type")


def check_numbers(numbers: str) -> None:
    """Check an argument that says when two numbers are equal.

    Raises:
        InvalidCondition: it is not one of `Numbers`.
    """
    if numbers not in get_args(Numbers):
        raise InvalidCondition(f"numbers must be {' or '.join(get_args(Numbers))}, not {reprlib.repr(numbers)}")
