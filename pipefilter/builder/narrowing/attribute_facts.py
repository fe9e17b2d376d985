"""What is known of attributes beforehand: their types, and values that they often have."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.attribute_path import AttributePath, attribute_path
from pipefilter.builder.records.attribute_value import TYPES, AttributeType, AttributeValue, distinct_values

__all__ = ["AttributeFacts", "attribute_facts"]


@dataclass(frozen=True, slots=True)
class AttributeFacts:
    """What is known of attributes.

    Args:
        types: by path, the only types that the attribute has wherever it is there; a path that is missing may have any.
        values: by path, values that it may have besides others, the most frequent first.
        complete: paths whose values are the only ones that the attribute has wherever it is there.
    """

    types: Mapping[AttributePath, tuple[AttributeType, ...]] = field(default_factory=dict)
    values: Mapping[AttributePath, tuple[AttributeValue, ...]] = field(default_factory=dict)
    complete: frozenset[AttributePath] = frozenset()

    def first_values(self, most: int) -> AttributeFacts:
        """The same, with so many values of each path at most."""
        complete = {path for path in self.complete if len(self.values[path]) <= most}
        values = {path: values[:most] for path, values in self.values.items()}
        return replace(self, values=values, complete=frozenset(complete))

    @property
    def value_count(self) -> int:
        """How many values there are in all."""
        return sum(map(len, self.values.values()))


def attribute_facts(
    types: Mapping[str, str | Iterable[str]] | None,
    values: Mapping[str, Iterable[object]] | None,
    only: Mapping[str, Iterable[object]] | None = None,
) -> AttributeFacts:
    """What a user says of attributes.

    Args:
        types: by path, a type or several.
        values: by path, values as boto3 takes them, or with their types.
        only: likewise, the only ones.

    Raises:
        InvalidCondition: a path, a type or a value is none.
    """
    known: dict[AttributePath, tuple[AttributeType, ...]] = {}
    for path, given in _by_path("types", types):
        names = [given] if isinstance(given, str) else _several(path, given)
        found = tuple(one for one in TYPES if one in names)
        if not found or any(name not in TYPES for name in names):
            wrong = sorted(
                {
                    reprlib.repr(name) if not isinstance(name, str) else name
                    for name in names
                    if name not in TYPES
                }
            ) or ["none"]
            raise InvalidCondition(
                f"{', '.join(wrong)} is no type of an attribute; these are {', '.join(TYPES)}"
            )
        known[attribute_path(path)] = found
    listed = _listed(values)
    closed = _listed(only)
    for at, few in closed.items():
        found_types = {one.type for one in few}
        if not few or not found_types <= set(_SINGLE) or not found_types <= set(known.get(at, _SINGLE)):
            raise InvalidCondition(f"the only values of {at} are single values, at least one, of its types")
        known[at] = tuple(one for one in TYPES if one in found_types)
    return AttributeFacts(known, {**listed, **closed}, frozenset(closed))


_SINGLE: tuple[AttributeType, ...] = ("S", "N", "B", "BOOL", "NULL")


def _listed(values: Mapping[str, Iterable[object]] | None) -> dict[AttributePath, tuple[AttributeValue, ...]]:
    found: dict[AttributePath, tuple[AttributeValue, ...]] = {}
    for path, some in _by_path("values", values):
        found[attribute_path(path)] = distinct_values(_several(path, some))
    return found


def _by_path(what: str, given: object) -> Iterable[tuple[str, object]]:
    if given is not None and not isinstance(given, Mapping):
        raise InvalidCondition(
            f"{what} are given by path, such as {{'status': ...}}, not as {type(given).__name__}"
        )
    return (given or {}).items()


def _several(path: str, given: object) -> list[object]:
    if isinstance(given, str | bytes | bytearray | Mapping) or not isinstance(given, Iterable):
        raise InvalidCondition(f"give those of {path} in a list, not as {type(given).__name__}")
    return list(given)
