"""Writes a node of a template as JSON, with the place of each character, and with holes for unknown values."""

from __future__ import annotations

import json
from collections.abc import Callable

from pipefilter.analysis.template.template_values import TemplateValue
from pipefilter.dataclass import dataclass
from pipefilter.json_text.number import Number
from pipefilter.json_text.writer import quoted
from pipefilter.language.guessed_value import CONDITION
from pipefilter.templates.nodes.character_places import character_places
from pipefilter.templates.nodes.node import (
    Call,
    Choice,
    Computed,
    Joined,
    Mapping,
    Node,
    Scalar,
    Sequence,
    TemplateFault,
    Text,
    Unknown,
)

__all__ = ["ENCODERS", "Hole", "PatternWriter"]

ENCODERS = ("Fn::ToJsonString", "jsonencode")
"""Functions that encode an object as JSON."""

_MAX_LENGTH = 200_000
_MAX_PLACEHOLDER = 40
_GO_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""The escapes that Terraform's jsonencode writes: https://developer.hashicorp.com/terraform/language/functions/jsonencode."""


@dataclass(frozen=True, slots=True)
class Hole:
    """An unknown value.

    Args:
        number: among all unknown values.
        in_text: whether it is a part of a quoted string.
        is_text: whether it is certainly a string.
    """

    number: int
    place: int
    in_text: bool
    is_text: bool
    end: int


class PatternWriter:
    """Writes nodes as JSON with their places; not recursive, as patterns may be nested deeply."""

    def __init__(self, source: str, resolved: Callable[[Node], Node | None], *, is_exact: bool) -> None:
        self._source = source
        self._resolved = resolved
        self._is_exact = is_exact
        self._length = 0
        self._todo: list[Callable[[], None]] = []
        self.pieces: list[tuple[str, tuple[int, ...]] | Hole] = []
        self.unknown: list[str] = []
        self._numbers: dict[str, int] = {}
        self.has_conditions = False
        self.words: list[TemplateValue] = []

    @property
    def keys(self) -> tuple[str, ...]:
        """What identifies each unknown value in the file, by their numbers."""
        return tuple(self._numbers)

    def json_text(self, value: Text | Joined) -> None:
        """A string that is already JSON."""
        in_text = escaped = False
        for part in value.parts if isinstance(value, Joined) else (value,):
            if isinstance(part, Unknown):
                self._hole(part, in_text=in_text, is_text=in_text)
                continue
            for character in part.value:
                if escaped:
                    escaped = False
                elif character == '"':
                    in_text = not in_text
                else:
                    escaped = in_text and character == "\\"
            self._add(part.value, self._places(part))

    def write(self, node: Node | None) -> None:
        """A value as JSON."""
        self._todo.append(lambda: self._value(node))
        while self._todo:
            self._todo.pop()()

    def _value(self, node: Node | None) -> None:
        value = None if node is None else self._resolved(node)
        if isinstance(value, Mapping):
            self._container(value, "{", "}", self._members(value))
        elif isinstance(value, Sequence):
            self._container(value, "[", "]", self._items(value))
        elif isinstance(value, Text | Joined):
            self._text(value)
        elif isinstance(value, Call) and value.name in ENCODERS:
            self._encoded(value)
        elif isinstance(value, Scalar):
            word = value.value.text if isinstance(value.value, Number) else json.dumps(value.value)
            self.words.append(TemplateValue(value.written, word, value.start, value.end))
            self._at(word, value.start)
        elif value is not None:
            unknown = value if isinstance(value, Unknown) else self._as_written(value)
            self._hole(unknown, in_text=False, is_text=unknown.is_text)

    def _as_written(self, node: Node) -> Unknown:
        """The source of a node as a placeholder, shortened if it is long."""
        self.has_conditions |= isinstance(node, Choice)
        if isinstance(node, Choice) and node.condition:
            return Unknown(f"{CONDITION}{node.condition}", node.start, node.end, key=f"{node.start}-{node.end}")
        words = " ".join(self._source[node.start : node.end].split())
        placeholder = words if len(words) <= _MAX_PLACEHOLDER else f"{words[:_MAX_PLACEHOLDER]}..."
        return Unknown(placeholder or "${...}", node.start, node.end, key=f"{node.start}-{node.end}")

    def _container(self, node: Node, left: str, right: str, parts: list[Callable[[], None]]) -> None:
        self._at(left, node.start)
        self._todo.append(lambda: self._at(right, max(node.start, node.end - 1)))
        comma = "," if self._is_exact else ", "
        for number, part in reversed(list(enumerate(parts))):
            self._todo.append(part)
            if number:
                self._todo.append(lambda: self._at(comma, node.start))

    def _members(self, node: Mapping) -> list[Callable[[], None]]:
        return [
            lambda name=name, value=value: self._member(name, value)  # type: ignore[misc]  # mypy cannot type it
            for name, value in node.members
            if self._resolved(value) is not None
        ]

    def _member(self, name: Text, value: Node) -> None:
        if name.value == "Fn::Transform":  # adds members that are not known
            transform = Unknown("Fn::Transform", name.start, name.end, key=f"Fn::Transform {name.start}")
            self._hole(transform, in_text=False, is_text=True)
            self._at(': ["', name.start)
            self._hole(transform, in_text=True, is_text=True)
            self._at('"]', name.start)
            return
        key = self._resolved(name.node) if isinstance(name, Computed) and name.node else name
        if isinstance(key, Text | Joined):
            self._text(key)
        else:
            self._text(Joined((Unknown(name.value, name.start, name.end),), name.start, name.end))
        self._at(":" if self._is_exact else ": ", name.start)
        self._todo.append(lambda: self._value(value))

    def _items(self, node: Sequence) -> list[Callable[[], None]]:
        return [
            lambda item=item: self._value(item)  # type: ignore[misc]  # mypy cannot type it
            for item in node.items
            if self._resolved(item) is not None
        ]

    def _text(self, value: Text | Joined) -> None:
        self._at('"', value.start)
        for part in value.parts if isinstance(value, Joined) else (value,):
            if isinstance(part, Unknown):
                self._hole(part, in_text=True, is_text=True)
                continue
            for character, place in zip(part.value, self._places(part), strict=False):
                self._at(self._character(character), place)
        self._at('"', max(value.start, value.end - 1))

    def _character(self, character: str) -> str:
        """A character as it is written in a JSON string."""
        if self._is_exact and character in _GO_ESCAPES:
            return _GO_ESCAPES[character]
        return quoted(character)[1:-1]

    def _encoded(self, value: Call) -> None:
        """An encoded value inside an encoded value: a string that contains JSON."""
        inner = PatternWriter(self._source, self._resolved, is_exact=self._is_exact)
        inner.write(value.argument)
        self.has_conditions |= inner.has_conditions
        keys = inner.keys
        self._at('"', value.start)
        for piece in inner.pieces:
            if isinstance(piece, Hole):
                placeholder = inner.unknown[piece.number]
                unknown = Unknown(placeholder, piece.place, piece.end, key=keys[piece.number])
                self._hole(unknown, in_text=True, is_text=True)
            else:
                for character, place in zip(*piece, strict=False):
                    self._at(self._character(character), place)
        self._at('"', max(value.start, value.end - 1))

    def _places(self, part: Text) -> tuple[int, ...]:
        if part.places:
            return part.places
        return character_places(self._source, part.start, part.end, part.value)

    def _hole(self, unknown: Unknown, *, in_text: bool, is_text: bool) -> None:
        key = unknown.key or unknown.placeholder
        number = self._numbers.setdefault(key, len(self.unknown))
        if number == len(self.unknown):
            self.unknown.append(unknown.placeholder)
        self.pieces.append(Hole(number, unknown.start, in_text, is_text, unknown.end))

    def _at(self, text: str, place: int) -> None:
        self._add(text, (place,) * len(text))

    def _add(self, text: str, places: tuple[int, ...]) -> None:
        self._length += len(text)
        if self._length > _MAX_LENGTH:
            raise TemplateFault("a pattern is longer than any service allows", places[0] if places else 0)
        self.pieces.append((text, places))
