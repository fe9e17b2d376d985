"""Python values as attribute values: `"PAID"` is `{"S": "PAID"}`, `5` is `{"N": "5"}`, as boto3 writes them to a table."""

from __future__ import annotations

import base64
import binascii
import reprlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import cast

from pipefilter.builder.faults import InvalidCondition, InvalidRecord
from pipefilter.builder.records.attribute_value import (
    MAX_DEPTH,
    SETS,
    AttributeValue,
    canonical_number,
    to_decimal,
)
from pipefilter.language.dynamodb_record import TYPE_KEYS, TypeKey

__all__ = ["distinct_values", "to_attribute_value"]

_MAX_NAMED = 3
_MAX_EXPONENT = 999


def to_attribute_value(value: object) -> AttributeValue:
    """The attribute value of a Python value.

    Args:
        value: str, int, float, Decimal, bool, None, bytes, a set, dict or list of these, or a value with its type:
            `AttributeValue`, or `{"S": "PAID"}`.

    Raises:
        InvalidCondition: DynamoDB has no such value.
    """
    try:
        return _value(value, 0)
    except InvalidRecord as fault:
        raise InvalidCondition(str(fault)) from None


def distinct_values(values: Iterable[object]) -> tuple[AttributeValue, ...]:
    """The values that an attribute may have, each once.

    Args:
        values: as for `to_attribute_value`, but a list only with its type: without one it may mean several values.

    Raises:
        InvalidCondition: DynamoDB has no such value, or it is a list without a type.
    """
    return tuple(dict.fromkeys(to_attribute_value(_not_a_list(value)) for value in values))


def _not_a_list(value: object) -> object:
    if not isinstance(value, list | tuple):
        return value
    several = ", ".join(reprlib.repr(each) for each in value[:_MAX_NAMED])
    more = ", ..." if len(value) > _MAX_NAMED else ""
    instead = f"{several}{more}, or " if several else ""
    raise InvalidCondition(
        f'{reprlib.repr(value)} may be one value or several: give {instead}{{"L": [...]}} for a list'
    )


def _value(value: object, depth: int) -> AttributeValue:  # noqa: C901, PLR0911 - one line a type
    if depth > MAX_DEPTH:
        raise InvalidCondition(f"a value is nested more than {MAX_DEPTH} levels deep, and DynamoDB supports 32")
    if isinstance(value, AttributeValue):
        return _canonical(value)
    if isinstance(value, bool):
        return AttributeValue("BOOL", value)
    if isinstance(value, str):
        return AttributeValue("S", value)
    if isinstance(value, int | float | Decimal):
        return AttributeValue("N", _digits(value))
    if value is None:
        return AttributeValue("NULL", value=True)
    if isinstance(value, bytes | bytearray):
        return AttributeValue("B", base64.b64encode(value).decode("ascii"))
    if isinstance(value, set | frozenset) and value:
        elements = [_value(element, depth + 1) for element in value]
        types = {element.type for element in elements}
        if len(types) == 1 and (type_ := next(iter(types))) in ("S", "N", "B"):
            return AttributeValue(cast("TypeKey", f"{type_}S"), frozenset(element.text for element in elements))
    if isinstance(value, list | tuple):
        return AttributeValue("L", tuple(_value(element, depth + 1) for element in value))
    if isinstance(value, Mapping):
        if len(value) == 1 and next(iter(value)) in TYPE_KEYS:
            return _typed(next(iter(value.items())), depth)
        return _map(value, depth)
    raise InvalidCondition(f"{value!r} is not a DynamoDB value")


def _map(members: Mapping[object, object], depth: int) -> AttributeValue:
    values = {str(name): _value(member, depth + 1) for name, member in members.items()}
    return AttributeValue("M", tuple(sorted(values.items())))


def _typed(member: tuple[str, object], depth: int) -> AttributeValue:
    type_, value = member
    if type_ == "M" and isinstance(value, Mapping):
        return _map(value, depth)
    if type_ == "L" and isinstance(value, list | tuple):
        return AttributeValue("L", tuple(_value(element, depth + 1) for element in value))
    if type_ in SETS and isinstance(value, list | tuple | set | frozenset):
        elements = frozenset(_string(SETS[type_], element) for element in value)
        return AttributeValue(type_, elements)
    if type_ == "BOOL" and isinstance(value, bool):
        return AttributeValue("BOOL", value)
    if type_ == "NULL" and value is True:
        return AttributeValue("NULL", value=True)
    if type_ in ("S", "N", "B"):
        return AttributeValue(cast("TypeKey", type_), _string(cast("TypeKey", type_), value))
    raise InvalidCondition(f"{value!r} is not a value of type {type_}")


def _string(type_: TypeKey, value: object) -> str:
    if type_ == "N" and isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _digits(value)
    if type_ == "B" and isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode("ascii")
    if not isinstance(value, str):
        raise InvalidCondition(f"{value!r} is not a value of type {type_}")
    if type_ == "N":
        return _number(value)
    if type_ == "B":
        try:
            base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            raise InvalidCondition(f"{value!r} is not base64, the encoding of B in a stream") from None
    return value


def _digits(number: float | Decimal) -> str:
    """A number as DynamoDB writes it."""
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    if not exact.is_finite():
        raise InvalidCondition(f"{number} is not a DynamoDB number")
    if abs(exact.adjusted()) > _MAX_EXPONENT:
        raise InvalidCondition(_not_stored(str(exact)))
    return _number(str(exact))


def _number(text: str) -> str:
    if to_decimal(text) is None:
        raise InvalidCondition(f"{text!r} is not a number")
    canonical = canonical_number(text)
    if canonical is None:
        raise InvalidCondition(_not_stored(text))
    return canonical


def _not_stored(number: str) -> str:
    return (
        f"{reprlib.repr(number)} is not a number that DynamoDB can store: it stores at most 38 digits, from 1E-130 to "
        "9.9E+125"
    )


def _canonical(value: AttributeValue) -> AttributeValue:
    """The value with its numbers as DynamoDB writes them."""
    if value.type == "N":
        return AttributeValue("N", _number(value.text))
    if value.type == "NS" and isinstance(value.value, frozenset):
        return AttributeValue("NS", frozenset(map(_number, value.value)))
    if value.type == "L":
        return AttributeValue("L", tuple(map(_canonical, value.elements)))
    if value.type == "M":
        return AttributeValue("M", tuple((name, _canonical(member)) for name, member in value.members))
    return value
