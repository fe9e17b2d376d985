"""Facts about attributes that are known beforehand: their types, and their frequent or only values."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Mapping
from dataclasses import field, replace

from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.attribute_path import AttributePath, attribute_path
from pipefilter.builder.records.attribute_value import SINGLE_TYPES, AttributeValue
from pipefilter.builder.records.boto3_value import distinct_values
from pipefilter.dataclass import dataclass
from pipefilter.language.dynamodb_record import TYPE_KEYS, TypeKey

__all__ = ["AttributeFacts", "attribute_facts"]


@dataclass(frozen=True, slots=True)
class AttributeFacts:
    """Known facts about attributes.

    Args:
        types: by path, the only types of the attribute wherever it exists; an attribute without an entry may have any.
        values: by path, values that the attribute may have besides others, the most frequent first.
        complete: paths whose values are the only ones of the attribute wherever it exists.
    """

    types: Mapping[AttributePath, tuple[TypeKey, ...]] = field(default_factory=dict)
    values: Mapping[AttributePath, tuple[AttributeValue, ...]] = field(default_factory=dict)
    complete: frozenset[AttributePath] = frozenset()

    def first_values(self, limit: int) -> AttributeFacts:
        """The same facts with at most this many values of each attribute."""
        complete = {path for path in self.complete if len(self.values[path]) <= limit}
        values = {path: values[:limit] for path, values in self.values.items()}
        return replace(self, values=values, complete=frozenset(complete))

    @property
    def value_count(self) -> int:
        """The number of values of all attributes."""
        return sum(map(len, self.values.values()))


def attribute_facts(
    types: Mapping[str, str | Iterable[str]] | None,
    values: Mapping[str, Iterable[object]] | None,
    only: Mapping[str, Iterable[object]] | None = None,
) -> AttributeFacts:
    """The facts that a caller gives.

    Raises:
        InvalidCondition: a path, a type or a value is not valid.
    """
    types_by_path: dict[AttributePath, tuple[TypeKey, ...]] = {}
    for name, type_keys in _by_path("types", types):
        types_by_path[attribute_path(name)] = _types(name, type_keys)
    listed = _values(values)
    closed = _values(only)
    for path, only_values in closed.items():
        of_values = {value.type for value in only_values}
        allowed = types_by_path.get(path, SINGLE_TYPES)
        if not only_values or not of_values <= set(SINGLE_TYPES) or not of_values <= set(allowed):
            raise InvalidCondition(f"give at least one value for {path}, and only single values of its types")
        types_by_path[path] = tuple(type_ for type_ in TYPE_KEYS if type_ in of_values)
    return AttributeFacts(types_by_path, {**listed, **closed}, frozenset(closed))


def _types(path: str, types: object) -> tuple[TypeKey, ...]:
    names = [types] if isinstance(types, str) else _list(path, types)
    known = tuple(type_ for type_ in TYPE_KEYS if type_ in names)
    unknown = {name if isinstance(name, str) else reprlib.repr(name) for name in names if name not in TYPE_KEYS}
    if unknown or not known:
        wrong = ", ".join(sorted(unknown) or ["none"])
        raise InvalidCondition(f"{wrong} is not an attribute type; the types are {', '.join(TYPE_KEYS)}")
    return known


def _values(values: Mapping[str, Iterable[object]] | None) -> dict[AttributePath, tuple[AttributeValue, ...]]:
    listed: dict[AttributePath, tuple[AttributeValue, ...]] = {}
    for path, several in _by_path("values", values):
        listed[attribute_path(path)] = distinct_values(_list(path, several))
    return listed


def _by_path(what: str, facts: object) -> Iterable[tuple[str, object]]:
    if facts is not None and not isinstance(facts, Mapping):
        raise InvalidCondition(f"give {what} by path, such as {{'status': ...}}, not as {type(facts).__name__}")
    return (facts or {}).items()


def _list(path: str, values: object) -> list[object]:
    if isinstance(values, str | bytes | bytearray | Mapping) or not isinstance(values, Iterable):
        raise InvalidCondition(f"give a list for {path}, not {type(values).__name__}")
    return list(values)
