"""A node of a template written as JSON, every character with its place, and with holes where nothing is known."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from pipefilter.analysis.template.deployed_values import Deployed
from pipefilter.json_text.number import Number
from pipefilter.json_text.writer import quoted
from pipefilter.templates.nodes.character_places import character_places
from pipefilter.templates.nodes.node import (
    Call,
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
"""Functions that make a text of an object."""

_LONGEST = 200_000
_SHOWN = 40
_GO_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What Terraform's jsonencode writes for these: https://developer.hashicorp.com/terraform/language/functions/jsonencode."""


@dataclass(frozen=True, slots=True)
class Hole:
    """What is not known.

    Args:
        number: of it among all that is not known.
        place: where it begins in the template.
        in_text: whether it is a part of a text in quotes.
        is_text: whether it is a text for sure.
        end: where it ends in the template.
    """

    number: int
    place: int
    in_text: bool
    is_text: bool
    end: int


class PatternWriter:
    """Writes nodes as JSON, and remembers where everything was; without recursion, as patterns may be nested deep."""

    def __init__(self, source: str, resolved: Callable[[Node], Node | None], *, is_exact: bool) -> None:
        self._source = source
        self._resolved = resolved
        self._is_exact = is_exact
        self._length = 0
        self._todo: list[Callable[[], None]] = []
        self.pieces: list[tuple[str, tuple[int, ...]] | Hole] = []
        self.unknown: list[str] = []
        self.words: list[Deployed] = []

    def json_text(self, value: Text | Joined) -> None:
        """A text that is JSON already."""
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
        """A value, as JSON."""
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
            self.words.append(Deployed(value.written, word, value.start, value.end))
            self._at(word, value.start)
        elif value is not None:
            shown = value if isinstance(value, Unknown) else self._as_written(value)
            self._hole(shown, in_text=False, is_text=shown.is_text)

    def _as_written(self, node: Node) -> Unknown:
        """What stands in the template, as far as it is short."""
        words = " ".join(self._source[node.start : node.end].split())
        shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}..."
        return Unknown(shown or "${...}", node.start, node.end)

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
        if name.value == "Fn::Transform":  # brings members of its own: nobody knows which
            self._hole(Unknown("Fn::Transform", name.start, name.end), in_text=False, is_text=True)
            self._at(': ["', name.start)
            self._hole(Unknown("Fn::Transform", name.start, name.end), in_text=True, is_text=True)
            self._at('"]', name.start)
            return
        given = self._resolved(name.node) if isinstance(name, Computed) and name.node else name
        if isinstance(given, Text | Joined):
            self._text(given)
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
        """As it stands in quotes."""
        if self._is_exact and character in _GO_ESCAPES:
            return _GO_ESCAPES[character]
        return quoted(character)[1:-1]

    def _encoded(self, value: Call) -> None:
        """What is encoded once more is a text with JSON in it."""
        inner = PatternWriter(self._source, self._resolved, is_exact=self._is_exact)
        inner.write(value.argument)
        self._at('"', value.start)
        for piece in inner.pieces:
            if isinstance(piece, Hole):
                shown = Unknown(inner.unknown[piece.number], piece.place, piece.end)
                self._hole(shown, in_text=True, is_text=True)
            else:
                for character, place in zip(*piece, strict=False):
                    self._at(self._character(character), place)
        self._at('"', max(value.start, value.end - 1))

    def _places(self, part: Text) -> tuple[int, ...]:
        if part.places:
            return part.places
        return character_places(self._source, part.start, part.end, part.value)

    def _hole(self, unknown: Unknown, *, in_text: bool, is_text: bool) -> None:
        if unknown.shown not in self.unknown:
            self.unknown.append(unknown.shown)
        number = self.unknown.index(unknown.shown)
        self.pieces.append(Hole(number, unknown.start, in_text, is_text, unknown.end))

    def _at(self, text: str, place: int) -> None:
        self._add(text, (place,) * len(text))

    def _add(self, text: str, places: tuple[int, ...]) -> None:
        self._length += len(text)
        if self._length > _LONGEST:
            raise TemplateFault("a pattern is longer than any service takes", places[0] if places else 0)
        self.pieces.append((text, places))
