"""The value of an attribute as a stream writes it: `{"S": "PAID"}`, `{"N": "5"}`, `{"SS": ["a", "b"]}`.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import reprlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias, cast, get_args

from pipefilter.builder.faults import InvalidCondition, InvalidRecord
from pipefilter.json_text.tree import Json

__all__ = [
    "LEAF_TYPES",
    "SETS",
    "TYPES",
    "AttributeType",
    "AttributeValue",
    "Numbers",
    "check_numbers",
    "decimal_of",
    "distinct_values",
    "from_record",
    "to_attribute_value",
]

AttributeType: TypeAlias = Literal["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "M", "L"]
Numbers: TypeAlias = Literal["text", "value"]
"""When two numbers are equal: written alike, or of one value."""

TYPES: tuple[AttributeType, ...] = ("S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "M", "L")
SETS: dict[str, AttributeType] = {"SS": "S", "NS": "N", "BS": "B"}
LEAF_TYPES: tuple[AttributeType, ...] = ("S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS")
"""Under these a pattern finds a value, or several; under M and L it finds none."""
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
_MAX_NAMED = 3
_DEEPEST = 40  # DynamoDB takes 32 levels


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """A value with its type.

    Args:
        type: the type key.
        value: text for S, N and B (base64), a boolean for BOOL, True for NULL, a frozenset of texts for sets, pairs of
            name and value for M (in order of the names), values for L.
    """

    type: AttributeType
    value: str | bool | frozenset[str] | tuple[tuple[str, AttributeValue], ...] | tuple[AttributeValue, ...]

    def identity(self, numbers: Numbers) -> object:
        """What is equal for two values just if they are equal.

        Args:
            numbers: when two numbers are.
        """
        if self.type == "N" and isinstance(self.value, str):
            return "N", _number(self.value) if numbers == "value" else self.value
        if self.type == "NS" and isinstance(self.value, frozenset) and numbers == "value":
            return "NS", frozenset(_number(one) for one in self.value)
        if self.type == "M":
            return "M", tuple((name, one.identity(numbers)) for name, one in self.members)
        if self.type == "L":
            return "L", tuple(one.identity(numbers) for one in self.elements)
        return self.type, self.value

    @property
    def members(self) -> tuple[tuple[str, AttributeValue], ...]:
        """Of a map."""
        return cast("tuple[tuple[str, AttributeValue], ...]", self.value) if self.type == "M" else ()

    @property
    def elements(self) -> tuple[AttributeValue, ...]:
        """Of a list."""
        return cast("tuple[AttributeValue, ...]", self.value) if self.type == "L" else ()

    @property
    def text(self) -> str:
        """Of S, N and B; "" of others."""
        return self.value if isinstance(self.value, str) else ""

    def as_json(self) -> object:
        """As the stream writes it, for `json.dumps`."""
        if self.type == "M":
            return {"M": {name: one.as_json() for name, one in self.members}}
        if self.type == "L":
            return {"L": [one.as_json() for one in self.elements]}
        return {self.type: sorted(self.value) if isinstance(self.value, frozenset) else self.value}

    def __str__(self) -> str:
        if self.type == "NULL":
            return "NULL"
        if self.type in ("S", "BOOL"):
            return json.dumps(self.value, ensure_ascii=False)
        if self.type == "N":
            return self.text
        return json.dumps(self.as_json(), ensure_ascii=False)


def _number(text: str) -> object:
    found = decimal_of(text)
    return text if found is None else found


def decimal_of(text: str) -> Decimal | None:
    """The number that a text writes; None if it is none that DynamoDB has.

    Args:
        text: of an N.
    """
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def from_record(tree: Json, depth: int = 0) -> AttributeValue:
    """A value as it stands in a record.

    Args:
        tree: an object with one member, whose name is the type.
        depth: how many maps and lists it lies in.

    Raises:
        InvalidRecord: it is none.
    """
    if not isinstance(tree, tuple) or len(dict(tree)) != 1:
        raise InvalidRecord("an attribute is an object with one member, whose name is the type")
    if depth > _DEEPEST:
        raise InvalidRecord(f"an attribute is nested more than {_DEEPEST} deep, and DynamoDB takes 32 levels")
    type_, value = tree[-1]
    if type_ in ("S", "N", "B") and isinstance(value, str):
        return AttributeValue(cast("AttributeType", type_), value)
    if (type_ == "BOOL" and isinstance(value, bool)) or (type_ == "NULL" and value is True):
        return AttributeValue(cast("AttributeType", type_), value)
    if type_ in SETS and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return AttributeValue(cast("AttributeType", type_), frozenset(cast("list[str]", value)))
    if type_ == "L" and isinstance(value, list):
        return AttributeValue("L", tuple(from_record(one, depth + 1) for one in value))
    if type_ == "M" and isinstance(value, tuple):
        members = {name: from_record(one, depth + 1) for name, one in value}
        return AttributeValue("M", tuple(sorted(members.items())))
    raise InvalidRecord(f"{type_} is no type of an attribute, or its value is none of that type")


def check_numbers(numbers: str) -> None:
    """See that it says when two numbers are equal.

    Args:
        numbers: as a caller gives it.

    Raises:
        InvalidCondition: it does not.
    """
    if numbers not in get_args(Numbers):
        raise InvalidCondition(f"numbers is {' or '.join(get_args(Numbers))}, not {reprlib.repr(numbers)}")


def to_attribute_value(given: object) -> AttributeValue:
    """The value that a Python value stands for, as boto3 writes it to a table.

    Args:
        given: str, int, float, Decimal, bool, None, bytes, a set, dict or list of these, or a value with its type:
            `AttributeValue`, or `{"S": "PAID"}`.

    Raises:
        InvalidCondition: it stands for none.
    """
    try:
        return _value_of(given, 0)
    except InvalidRecord as fault:
        raise InvalidCondition(str(fault)) from None


def distinct_values(given: Iterable[object]) -> tuple[AttributeValue, ...]:
    """The values of which an attribute has one, each once.

    Args:
        given: each as for `to_attribute_value`, but a list only with its type: without, several values may be meant by it.

    Raises:
        InvalidCondition: one stands for no value, or is a list without a type.
    """
    return tuple(dict.fromkeys(to_attribute_value(_not_a_list(each)) for each in given))


def _not_a_list(given: object) -> object:
    if not isinstance(given, list | tuple):
        return given
    several = ", ".join(reprlib.repr(each) for each in given[:_MAX_NAMED])
    more = ", ..." if len(given) > _MAX_NAMED else ""
    instead = f"{several}{more}, or " if several else ""
    raise InvalidCondition(
        f'{reprlib.repr(given)} may mean one value or several: give {instead}{{"L": [...]}} for a list'
    )


def _value_of(given: object, depth: int) -> AttributeValue:  # noqa: C901, PLR0911 - one line a type
    if depth > _DEEPEST:
        raise InvalidCondition(f"a value is nested more than {_DEEPEST} deep, and DynamoDB takes 32 levels")
    if isinstance(given, AttributeValue):
        return given
    if isinstance(given, bool):
        return AttributeValue("BOOL", given)
    if isinstance(given, str):
        return AttributeValue("S", given)
    if isinstance(given, int | float | Decimal):
        return AttributeValue("N", _digits(given))
    if given is None:
        return AttributeValue("NULL", value=True)
    if isinstance(given, bytes | bytearray):
        return AttributeValue("B", base64.b64encode(given).decode("ascii"))
    if isinstance(given, set | frozenset) and given:
        members = [_value_of(one, depth + 1) for one in given]
        of = {one.type for one in members}
        if len(of) == 1 and (element := next(iter(of))) in ("S", "N", "B"):
            return AttributeValue(cast("AttributeType", f"{element}S"), frozenset(one.text for one in members))
    if isinstance(given, list | tuple):
        return AttributeValue("L", tuple(_value_of(one, depth + 1) for one in given))
    if isinstance(given, Mapping):
        if len(given) == 1 and next(iter(given)) in TYPES:
            return _typed(next(iter(given.items())), depth)
        found = {str(name): _value_of(one, depth + 1) for name, one in given.items()}
        return AttributeValue("M", tuple(sorted(found.items())))
    raise InvalidCondition(f"{given!r} is no value that DynamoDB has")


def _typed(member: tuple[str, object], depth: int) -> AttributeValue:
    type_, value = member
    if type_ == "M" and isinstance(value, Mapping):
        return AttributeValue(
            "M", tuple(sorted((str(name), _value_of(one, depth + 1)) for name, one in value.items()))
        )
    if type_ == "L" and isinstance(value, list | tuple):
        return AttributeValue("L", tuple(_value_of(one, depth + 1) for one in value))
    if type_ in SETS and isinstance(value, list | tuple | set | frozenset):
        return AttributeValue(
            cast("AttributeType", type_), frozenset(_text_of(SETS[type_], one) for one in value)
        )
    if type_ == "BOOL" and isinstance(value, bool):
        return AttributeValue("BOOL", value)
    if type_ == "NULL" and value is True:
        return AttributeValue("NULL", value=True)
    if type_ in ("S", "N", "B"):
        return AttributeValue(cast("AttributeType", type_), _text_of(cast("AttributeType", type_), value))
    raise InvalidCondition(f"{value!r} is no value of the type {type_}")


def _text_of(type_: AttributeType, value: object) -> str:
    if type_ == "N" and isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _digits(value)
    if type_ == "B" and isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode("ascii")
    if not isinstance(value, str):
        raise InvalidCondition(f"{value!r} is no value of the type {type_}")
    if type_ == "N" and isinstance(_number(value), str):
        raise InvalidCondition(f"{value!r} is no number")
    if type_ == "B":
        try:
            base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            raise InvalidCondition(f"{value!r} is not base64, in which a stream writes B") from None
    return value


def _digits(number: float | Decimal) -> str:
    """As DynamoDB writes a number that it was given: without zeros that say nothing."""
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    if not exact.is_finite():
        raise InvalidCondition(f"{number} is no number that DynamoDB has")
    if exact == 0:
        return "0"
    shown = format(exact.normalize(), "f")
    return shown if len(shown) <= 130 else str(exact.normalize())  # noqa: PLR2004 - 126 digits and what stands around
