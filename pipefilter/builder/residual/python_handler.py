"""Keeps the DynamoDB stream records of a batch that meet a condition: an enrichment of a pipe, or a Lambda function."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any


def handler(
    event: list[dict[str, Any]] | dict[str, list[dict[str, Any]]], context: object = None
) -> list[dict[str, Any]]:
    """Return the wanted records, each with modifiedAttributes; a pipe continues with these, and stops if there are none.

    Args:
        event: a list of records from a pipe, or {"Records": [...]} from an event source mapping.
        context: not used.
    """
    del context
    records = event["Records"] if isinstance(event, dict) else event
    return [{**record, "modifiedAttributes": modified(record)} for record in records if wanted(record)]


# start of the condition
def wanted(record: dict[str, Any]) -> bool:
    """Whether the record is wanted."""
    return bool(record)


# end of the condition


EACH = None


def values_at(record: dict[str, Any], image: str, steps: list[Any]) -> list[dict[str, Any]]:
    """The values of an attribute in an image, such as {"S": "x"}; several only if a step is EACH."""
    item = (record["dynamodb"].get(image) or {}) if isinstance(record.get("dynamodb"), dict) else {}
    values = [item[steps[0]]] if steps[0] in item else []
    for step in steps[1:]:
        if step is EACH:
            values = [element for value in values for element in value.get("L", [])]
        elif isinstance(step, int):
            values = [element for value in values for element in value.get("L", [])[step : step + 1]]
        else:
            values = [value["M"][step] for value in values if step in value.get("M", {})]
    return values


def identity(value: dict[str, Any]) -> object:
    """A key that two values share if and only if they are equal."""
    ((kind, inner),) = value.items()
    if kind == "N":  # by value
        return kind, comparable_number(inner)  # by value
    if kind == "NS":  # by value
        return kind, frozenset(map(comparable_number, inner))  # by value
    if kind in ("SS", "NS", "BS"):
        return kind, frozenset(inner)
    if kind == "L":
        return kind, tuple(map(identity, inner))
    if kind == "M":
        return kind, frozenset((name, identity(member)) for name, member in inner.items())
    return kind, inner


def comparable_number(text: str) -> object:
    """A number in the form in which it is compared."""
    number = decimal_of(text)
    return text if number is None else number


NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")


def decimal_of(text: str) -> Decimal | None:
    """The number in a string; None if it is not a DynamoDB number."""
    return Decimal(text) if NUMBER.fullmatch(text) else None


def changed(record: dict[str, Any], steps: list[Any]) -> bool:
    """Whether an attribute differs between the images."""
    before, after = values_at(record, "OldImage", steps), values_at(record, "NewImage", steps)
    return list(map(identity, before)) != list(map(identity, after))


def one_of(record: dict[str, Any], image: str, steps: list[Any], values: list[dict[str, Any]]) -> bool:
    """Whether an attribute has one of these values."""
    known = list(map(identity, values))
    return any(identity(value) in known for value in values_at(record, image, steps))


def contains(record: dict[str, Any], image: str, steps: list[Any], element: dict[str, Any]) -> bool:
    """Whether an attribute is a set or a list with this element."""
    key = identity(element)
    for value in values_at(record, image, steps):
        ((kind, inner),) = value.items()
        elements = (
            inner if kind == "L" else [{kind[0]: text} for text in inner] if kind in ("SS", "NS", "BS") else []
        )
        if any(identity(each) == key for each in elements):
            return True
    return False


def texts(record: dict[str, Any], image: str, steps: list[Any], kind: str) -> list[str]:
    """The strings of an attribute's values of one type."""
    return [value[kind] for value in values_at(record, image, steps) if kind in value]


def numbers(record: dict[str, Any], image: str, steps: list[Any]) -> list[Decimal]:
    """The numbers of an attribute."""
    decimals = map(decimal_of, texts(record, image, steps, "N"))
    return [number for number in decimals if number is not None]


def like(text: str, pieces: list[str]) -> bool:
    """Whether a string consists of these pieces, with any characters between them."""
    if len(pieces) == 1:
        return text == pieces[0]
    first, *middle, last = pieces
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        start = text.find(piece, at, end)
        if start < 0:
            return False
        at = start + len(piece)
    return True


def modified(record: dict[str, Any]) -> list[str]:
    """The names of the attributes that differ between the images."""
    change = record["dynamodb"]
    before, after = change.get("OldImage") or {}, change.get("NewImage") or {}
    return [name for name in sorted({*before, *after}) if changed(record, [name])]
