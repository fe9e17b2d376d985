"""Keeps, of a batch of DynamoDB stream records, those that are wanted: an enrichment of a pipe, or a Lambda function."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any


def handler(
    event: list[dict[str, Any]] | dict[str, list[dict[str, Any]]], context: object = None
) -> list[dict[str, Any]]:
    """The records that are wanted, each with modifiedAttributes; a pipe goes on with these, and not at all without any.

    Args:
        event: a list of records, as a pipe hands it over, or {"Records": [...]}, as Lambda does.
        context: not looked at.
    """
    del context
    records = event["Records"] if isinstance(event, dict) else event
    return [{**record, "modifiedAttributes": modified(record)} for record in records if wanted(record)]


# begin of what is wanted
def wanted(record: dict[str, Any]) -> bool:
    """Whether the record is wanted."""
    return bool(record)


# end of what is wanted


EACH = None


def there(record: dict[str, Any], image: str, steps: list[Any]) -> list[dict[str, Any]]:
    """The values of an attribute in an image: {"S": "x"}; several only where a step is EACH."""
    item = (record["dynamodb"].get(image) or {}) if isinstance(record.get("dynamodb"), dict) else {}
    found = [item[steps[0]]] if steps[0] in item else []
    for step in steps[1:]:
        if step is EACH:
            found = [one for value in found for one in value.get("L", [])]
        elif isinstance(step, int):
            found = [one for value in found for one in value.get("L", [])[step : step + 1]]
        else:
            found = [value["M"][step] for value in found if step in value.get("M", {})]
    return found


def identity(value: dict[str, Any]) -> object:
    """What is equal for two values just if they are."""
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
        return kind, frozenset((name, identity(one)) for name, one in inner.items())
    return kind, inner


def comparable_number(text: str) -> object:
    """A number as it is compared."""
    found = decimal_of(text)
    return text if found is None else found


NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")


def decimal_of(text: str) -> Decimal | None:
    """The number that a text writes; None if it is none that DynamoDB has."""
    return Decimal(text) if NUMBER.fullmatch(text) else None


def changed(record: dict[str, Any], steps: list[Any]) -> bool:
    """Whether an attribute differs between the images."""
    before, after = there(record, "OldImage", steps), there(record, "NewImage", steps)
    return list(map(identity, before)) != list(map(identity, after))


def one_of(record: dict[str, Any], image: str, steps: list[Any], values: list[dict[str, Any]]) -> bool:
    """Whether an attribute has one of these values."""
    known = list(map(identity, values))
    return any(identity(value) in known for value in there(record, image, steps))


def contains(record: dict[str, Any], image: str, steps: list[Any], element: dict[str, Any]) -> bool:
    """Whether an attribute is a set or a list with this element."""
    wanted_one = identity(element)
    for value in there(record, image, steps):
        ((kind, inner),) = value.items()
        elements = (
            inner if kind == "L" else [{kind[0]: one} for one in inner] if kind in ("SS", "NS", "BS") else []
        )
        if any(identity(one) == wanted_one for one in elements):
            return True
    return False


def texts(record: dict[str, Any], image: str, steps: list[Any], kind: str) -> list[str]:
    """The texts of an attribute's values of one type."""
    return [value[kind] for value in there(record, image, steps) if kind in value]


def numbers(record: dict[str, Any], image: str, steps: list[Any]) -> list[Decimal]:
    """The numbers of an attribute."""
    found = map(decimal_of, texts(record, image, steps, "N"))
    return [one for one in found if one is not None]


def like(text: str, pieces: list[str]) -> bool:
    """Whether a text is these pieces, with any text between them."""
    if len(pieces) == 1:
        return text == pieces[0]
    first, *middle, last = pieces
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def modified(record: dict[str, Any]) -> list[str]:
    """The names of the attributes that differ between the images."""
    change = record["dynamodb"]
    before, after = change.get("OldImage") or {}, change.get("NewImage") or {}
    return [name for name in sorted({*before, *after}) if changed(record, [name])]
