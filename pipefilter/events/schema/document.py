"""A document with JSON Schemas: its references, and which version of the language it is written in.

https://json-schema.org/draft-04/draft-fge-json-schema-validation-00, https://json-schema.org/draft/2020-12/json-schema-core
and https://spec.openapis.org/oas/v3.0.3#schema-object
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import TypeAlias
from urllib.parse import unquote, urljoin

from pipefilter.dataclass import dataclass
from pipefilter.json_text.number import Number

__all__ = ["Document", "Object", "Value", "every_object", "pointer_steps", "resolved"]

Value: TypeAlias = "str | Number | bool | list[Value] | dict[str, Value] | None"
Object: TypeAlias = Mapping[str, Value]

_OLD = re.compile(r"json-schema\.org/draft-0[1-7]/")
"""In these, members beside `$ref` have no meaning."""
_OLDEST = re.compile(r"json-schema\.org/draft-0[1-4]/")
"""In these, `$id` is `id`."""
_UNESCAPED = ("/components/schemas/", "/definitions/")
"""Where some tools refer to names with slashes without escaping these."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document with schemas.

    Args:
        root: its value.
        is_old: whether members beside `$ref` have no meaning, as up to draft 7 and in OpenAPI 3.0.
    """

    root: Object
    is_old: bool = field(init=False)
    _id: str = field(init=False, default="id", repr=False)
    _named: dict[str, Object] = field(init=False, default_factory=dict, repr=False)
    """The schemas below the root that have an identifier or an anchor, by it."""

    def __post_init__(self) -> None:
        dialect = self.root.get("$schema")
        version = self.root.get("openapi", self.root.get("swagger"))
        is_old = isinstance(dialect, str) and _OLD.search(dialect) is not None
        is_old = is_old or (version is not None and not str(version).startswith("3.1"))
        object.__setattr__(self, "is_old", is_old)
        is_oldest = isinstance(dialect, str) and _OLDEST.search(dialect) is not None
        object.__setattr__(self, "_id", "id" if is_oldest else "$id")
        self._find_names()

    @property
    def is_openapi(self) -> bool:
        """Whether it is an OpenAPI document, whose schemas are below `components`."""
        return "openapi" in self.root or "swagger" in self.root

    def target(self, reference: str) -> tuple[bool, Value | Object]:
        """Whether a reference leads to a value of this document, and to which.

        Raises:
            LookupError: it refers to this document, which has no such value.
        """
        base = self.root.get(self._id)
        own = base.partition("#")[0] if isinstance(base, str) else ""
        for name in (reference, reference.removesuffix("#"), _absolute(own, reference)):
            if name in self._named:
                return True, self._named[name]
        document, _, fragment = reference.partition("#")
        if document and _absolute(own, document) != own:
            return False, None
        fragment = unquote(fragment)
        try:
            return True, _at_fragment(self.root, fragment)
        except LookupError:
            for above in _UNESCAPED:
                schemas = _object_at(self.root, above) if fragment.startswith(above) else None
                if schemas is not None and fragment.removeprefix(above) in schemas:
                    return True, schemas[fragment.removeprefix(above)]
            if any(not name.startswith("#") for name in self._named):
                return False, None  # it is relative to a schema with an identifier of its own
            raise

    def _find_names(self) -> None:
        base = self.root.get(self._id)
        own = base.partition("#")[0] if isinstance(base, str) else ""
        for schema in every_object(self.root):
            if schema is self.root:
                continue
            anchor, name = schema.get("$anchor"), schema.get(self._id)
            if isinstance(anchor, str):
                self._named.setdefault(f"#{anchor}", schema)
            if isinstance(name, str) and name:
                self._named.setdefault(name, schema)
                self._named.setdefault(_absolute(own, name), schema)


def every_object(root: Object) -> Iterator[Object]:
    """An object, and each one in it; what aliases of YAML repeat comes once."""
    todo: list[Value | Object] = [root]
    visited: set[int] = set()
    while todo:
        value = todo.pop()
        if id(value) in visited:
            continue
        if isinstance(value, Mapping):
            visited.add(id(value))
            yield value
            todo += value.values()
        elif isinstance(value, list):
            visited.add(id(value))
            todo += value


def _absolute(base: str, reference: str) -> str:
    """A reference that is relative to the identifier of its document."""
    try:
        return urljoin(base, reference)
    except ValueError:  # not a URL
        return reference


def _at_fragment(root: Object, fragment: str) -> Value | Object:
    """The value at a JSON pointer.

    Raises:
        LookupError: there is no such value, or the fragment is not a pointer.
    """
    if fragment and not fragment.startswith("/"):
        raise LookupError(fragment)
    return resolved(root, pointer_steps(fragment))


def _object_at(root: Object, pointer: str) -> Object | None:
    """The object at a pointer that ends in a slash; None if there is none."""
    try:
        value = resolved(root, pointer_steps(pointer.removesuffix("/")))
    except LookupError:
        return None
    return value if isinstance(value, Mapping) else None


def pointer_steps(pointer: str) -> list[str]:
    """The steps of a JSON pointer."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def resolved(root: Value | Object, steps: list[str]) -> Value | Object:
    """The value at a JSON pointer.

    Raises:
        LookupError: there is no such value.
    """
    value: Value | Object = root
    for step in steps:
        if isinstance(value, Mapping):
            value = value[step]
        elif isinstance(value, list) and step.isascii() and step.isdigit() and len(step) < 10:
            value = value[int(step)]
        else:
            raise LookupError(step)
    return value
