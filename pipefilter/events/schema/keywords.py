"""The keywords of a schema that describe a value without regard to other schemas: `type`, `enum`, `properties`, `items`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipefilter.dataclass import dataclass
from pipefilter.events.schema.document import Document, Object, Value
from pipefilter.events.schema.part import ALL_TYPES, UNKNOWN, Part, Thunk, either, unknown
from pipefilter.events.value_kinds import kind_of

__all__ = ["Keywords"]

_OF_FIELDS = frozenset(("$ref", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "$dynamicRef"))
"""Keywords that may list more fields, which `unevaluatedProperties` then allows."""


@dataclass(frozen=True, slots=True)
class Keywords:
    """Reads these keywords.

    Args:
        thunk: makes the part of another schema when it is needed.
        is_strict: whether as JSON Schema says, instead of as the author means it.
    """

    document: Document
    thunk: Callable[[Value], Thunk]
    is_strict: bool

    def part(self, schema: Object) -> Part:
        """What the keywords without other schemas at the same level say."""
        types = _types(schema.get("type"))
        values: tuple[str, ...] | None = None
        listed = [schema["const"]] if "const" in schema else schema.get("enum")
        if isinstance(listed, list):
            of_values = frozenset(map(_type_of, listed))
            types = of_values if types is None else types & of_values
            values = tuple(value for value in listed if isinstance(value, str)) or None
        fields = self._fields(schema)
        items = self._items(schema)
        if types is None and not self.is_strict:
            likely = [name for name, each in (("object", fields), ("array", items)) if each is not None]
            types = frozenset(likely) or None
        other = self._other(schema) if fields is not None else None
        return Part(types, values, fields, other, items)

    def _fields(self, schema: Object) -> dict[str, Thunk] | None:
        properties = schema.get("properties")
        is_described = isinstance(properties, Mapping) or isinstance(schema.get("patternProperties"), Mapping)
        additional = schema.get("additionalProperties")
        if (
            not is_described
            and additional is not False
            and not (isinstance(additional, Mapping) and additional)
        ):
            return None
        fields = {}
        required = schema.get("required")
        for name in required if isinstance(required, list) else ():
            if isinstance(name, str):
                fields[name] = unknown
        if isinstance(properties, Mapping):
            fields |= {name: self.thunk(each) for name, each in properties.items()}
        return fields

    def _other(self, schema: Object) -> Thunk | None:
        """The fields whose names `properties` does not list."""
        patterns = schema.get("patternProperties")
        thunks = [self.thunk(each) for each in patterns.values()] if isinstance(patterns, Mapping) else []
        additional = schema.get("additionalProperties")
        if additional is None and self.is_strict and not self._is_closed(schema):
            return unknown
        if additional is not None and additional is not False:
            thunks.append(self.thunk(additional))
        return (lambda: _either_unless_silent(thunks)) if thunks else None

    def _is_closed(self, schema: Object) -> bool:
        """Whether `unevaluatedProperties` forbids what `properties` does not list; not if other keywords may list more."""
        is_false = schema.get("unevaluatedProperties") is False and not self.document.is_old
        return is_false and _OF_FIELDS.isdisjoint(schema)

    def _items(self, schema: Object) -> Thunk | None:
        items, prefix = schema.get("items"), schema.get("prefixItems")
        if isinstance(items, list):
            prefix, items = items, schema.get("additionalItems")
        if items is None and prefix is None:
            return None
        if not isinstance(prefix, list):
            return self.thunk(items)
        if items is None:
            return unknown
        thunks = [self.thunk(each) for each in (*prefix, items) if each is not False]
        return lambda: _either_unless_silent(thunks)


def _either_unless_silent(thunks: list[Thunk]) -> Part:
    parts = [thunk() for thunk in thunks]
    if any(part.is_silent for part in parts):
        return UNKNOWN
    return either(parts) if parts else Part(frozenset())


def _types(value: Value) -> frozenset[str] | None:
    """The types in `type`; None if it does not restrict them."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list):
        return None
    types = frozenset("number" if name == "integer" else name for name in names if isinstance(name, str))
    return types if types <= ALL_TYPES else None


def _type_of(value: Value) -> str:
    if isinstance(value, list):
        return "array"
    return "object" if isinstance(value, dict) else kind_of(value)
