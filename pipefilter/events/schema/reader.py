"""Reads a JSON Schema as a shape, lazily: schemas may contain themselves, and may be huge.

It is read in two ways. As JSON Schema says, a field that is not listed may exist, unless `additionalProperties` is
false; and a schema without `type` allows any type. That is the closed shape: what does not fit it cannot exist. As its
author means it, the listed fields are all that exist, unless `additionalProperties` says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipefilter.events.schema.document import Document, Object, Value
from pipefilter.events.schema.keywords import Keywords
from pipefilter.events.schema.part import ALL_TYPES, SCALARS, UNKNOWN, Part, Thunk, all_of, either
from pipefilter.events.shape import OPEN, Kind, Shape
from pipefilter.override import override

__all__ = ["SchemaReader"]

_MAX_STEPS = 100_000
"""For all that is read of one document; beyond, everything is open."""
_MAX_DEPTH = 40
_ASSERTIONS = frozenset(
    ("required", "not", "minProperties", "maxProperties", "dependentRequired", "propertyNames", "dependencies")
)
"""Keywords that restrict an object without describing its fields."""
_CONDITIONAL = ("then", "else")


class SchemaReader:
    """Reads the schemas of one document.

    Args:
        is_strict: whether as JSON Schema says, instead of as the author means it.
    """

    def __init__(self, document: Document, *, is_strict: bool) -> None:
        self._document = document
        self._is_strict = is_strict
        self._keywords = Keywords(document, self._thunk, is_strict)
        self._steps = 0
        self._loops = 0
        self._known: dict[int, Part] = {}
        self._targets: dict[str, Part] = {}

    def shape(self, schema: Value | Object) -> Shape:
        """The shape of an event or its data, which are objects unless the schema says otherwise."""
        part = self._part(schema)
        if part.types is None and part.fields is not None:
            part = replace(part, types=frozenset(("object",)))
        return self._shape(part)

    def _shape(self, part: Part, depth: int = 0) -> Shape:
        part = self._without_arrays(part)
        self._steps += part.weight
        if part.is_unknown or part.is_silent or depth > _MAX_DEPTH or self._steps > _MAX_STEPS:
            return OPEN
        types = ALL_TYPES if part.types is None else part.types
        kinds: frozenset[Kind] = frozenset(types & SCALARS)  # type: ignore[arg-type]  # SCALARS are kinds
        values = part.values or () if "string" in types else ()
        if "object" not in types:
            return Shape(kinds, values=values)
        if part.fields is None:
            return Shape(kinds, other=OPEN, values=values)
        other = None if part.other is None else self._shape(part.other(), depth + 1)
        return Shape(kinds, _Fields(part.fields, self), other, values=values)

    def field_shape(self, thunk: Thunk) -> Shape:
        """The shape of a field."""
        return self._shape(thunk())

    def _without_arrays(self, part: Part) -> Part:
        """The part, or an element of its arrays, as patterns look into arrays."""
        for _ in range(_MAX_DEPTH):
            if part.is_unknown or part.is_silent or not part.may_be("array"):
                return part
            if part.items is None:
                return UNKNOWN
            element = part.items()
            if element.is_silent:
                return UNKNOWN
            rest = replace(part, types=(part.types or ALL_TYPES) - {"array"}, items=None)
            part = either((rest, element)) if rest.types else element
        return UNKNOWN

    def _part(self, schema: Value | Object, references: frozenset[str] = frozenset(), depth: int = 0) -> Part:
        self._steps += 1
        if self._steps > _MAX_STEPS or depth > _MAX_DEPTH:
            return UNKNOWN
        if schema is False:
            return Part(frozenset())
        if not isinstance(schema, Mapping):
            return Part()
        parts = [part for part in self._parts(schema, references, depth) if not part.is_silent]
        if not parts:
            return Part()
        part = all_of(parts)
        if (schema.get("nullable") is True or schema.get("x-nullable") is True) and part.types is not None:
            part = replace(part, types=part.types | {"null"})
        return part

    def _parts(self, schema: Object, references: frozenset[str], depth: int) -> Iterator[Part]:
        """What each keyword says."""
        reference = schema.get("$ref")
        if isinstance(reference, str):
            yield self._referenced(reference, references, depth + 1)
            if self._document.is_old and self._is_strict:
                return
        if "$dynamicRef" in schema or "$recursiveRef" in schema:
            yield UNKNOWN
        own = self._keywords.part(schema)
        yield own
        every = schema.get("allOf")
        for each in every if isinstance(every, list) else ():
            yield self._part(each, references, depth + 1)
        for keyword in ("anyOf", "oneOf"):
            options = schema.get(keyword)
            if isinstance(options, list) and options:
                yield self._options(options, references, depth + 1)
        if not self._is_strict and self._has_more_fields(schema, own, references, depth + 1):
            yield UNKNOWN

    def _referenced(self, reference: str, references: frozenset[str], depth: int) -> Part:
        if reference in references:  # a schema that refers to itself says nothing
            self._loops += 1
            return Part()
        if reference in self._targets:
            return self._targets[reference]
        try:
            is_here, target = self._document.target(reference)
        except LookupError:
            return UNKNOWN
        if not is_here:
            return UNKNOWN
        loops = self._loops
        part = self._part(target, references | {reference}, depth)
        if loops == self._loops:  # it is the same wherever it is referred to
            self._targets[reference] = part
        return part

    def _options(self, options: list[Value], references: frozenset[str], depth: int) -> Part:
        """What `anyOf` or `oneOf` says."""
        parts = []
        for option in options:
            part = self._part(option, references, depth)
            if not part.is_silent:
                parts.append(part)
            elif self._is_strict:
                return Part()
            elif not isinstance(option, Mapping) or _ASSERTIONS.isdisjoint(option):
                return UNKNOWN  # anything is allowed
        return either(parts) if parts else Part()

    def _has_more_fields(self, schema: Object, own: Part, references: frozenset[str], depth: int) -> bool:
        """Whether conditions in the schema may add fields."""
        dependent = schema.get("dependentSchemas", schema.get("dependencies"))
        several = [*dependent.values()] if isinstance(dependent, Mapping) else []
        several += [schema[name] for name in _CONDITIONAL if name in schema]
        for each in several:
            if isinstance(each, Mapping):
                part = self._part(each, references, depth)
                listed = own.fields or {}
                if part.is_unknown or any(name not in listed for name in part.fields or ()):
                    return True
        return False

    def _thunk(self, schema: Value) -> Thunk:
        return lambda: self._known_part(schema)

    def _known_part(self, schema: Value) -> Part:
        key = id(schema)  # the document keeps its values
        if key not in self._known:
            self._known[key] = self._part(schema)
        return self._known[key]


class _Fields(Mapping[str, Shape]):
    """The shapes of fields, each made when it is looked at."""

    def __init__(self, thunks: Mapping[str, Thunk], reader: SchemaReader) -> None:
        self._thunks = thunks
        self._reader = reader
        self._shapes: dict[str, Shape] = {}

    @override
    def __getitem__(self, name: str) -> Shape:
        if name not in self._shapes:
            self._shapes[name] = self._reader.field_shape(self._thunks[name])
        return self._shapes[name]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._thunks)

    @override
    def __len__(self) -> int:
        return len(self._thunks)
