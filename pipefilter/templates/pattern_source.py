"""A pattern in a template as JSON text, with the place of every character, and with holes where nothing is known."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from pipefilter.analysis.deployed_values import Deployed
from pipefilter.errors import InvalidEventPattern, Place
from pipefilter.json_text.number import Number
from pipefilter.json_text.place import offset_of
from pipefilter.json_text.written import quoted
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.parse import parse
from pipefilter.templates.character_places import character_places
from pipefilter.templates.node import (
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

__all__ = ["MARK_ANY", "MARK_END", "MARK_START", "Filled", "PatternSource", "pattern_source"]

Form: TypeAlias = Literal["text", "encoded", "object"]

MARK_START, MARK_END = "\ue0f0", "\ue0f1"
"""Around the number of a value that is not known: from Unicode's private area, so that no pattern has them."""

MARK_ANY = "\ue0f2"
"""After that if the value may be no text at all."""

_ENCODERS = ("Fn::ToJsonString", "jsonencode")
_LONGEST = 200_000
_SHOWN = 40
_GUESSES = {"0": "7", "4000000": "4000001", "-4000000": "-4000001", "true": "false"}
"""What may stand for a number or a truth value, and another such."""
_IN_TEXT = ("{}", "10.0.0.0/24")
_BARE = ('"{}"', '["{}"]', "0", "4000000", "-4000000", '"10.0.0.0/24"', "true", '{{"{}": ["{}"]}}')
_GO_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What Terraform's jsonencode writes for these: https://developer.hashicorp.com/terraform/language/functions/jsonencode."""


@dataclass(frozen=True, slots=True)
class _Hole:
    """What is not known, whether it is a part of a text in quotes, and whether it is a text for sure."""

    number: int
    place: int
    in_text: bool
    is_text: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """A pattern with something in its holes.

    Args:
        text: JSON, or what should be.
        places: of each of its characters in the file, and after the last.
        numbers: where something is not known and only a number or a truth value makes the pattern valid: what stands
            for it, and its place.
        other: if there are such, the pattern with other numbers and truth values; None if that is not valid.
    """

    text: str
    places: tuple[int, ...]
    numbers: tuple[tuple[str, int], ...] = ()
    other: EventPattern | None = None


@dataclass(frozen=True, slots=True)
class PatternSource:
    """A pattern as a template has it.

    Args:
        pieces: texts, each with the places of its characters, and holes.
        unknown: what stands for each hole, such as `${Stage}`.
        form: `text`: a text in the template, which AWS is sent as it is; `encoded`: an object that the template makes
            JSON of; `object`: an object.
        words: in objects, the numbers, truth values and nulls.
        end: the place after it.
        is_exact: whether what is encoded is written here just as the template's tool does it.
    """

    pieces: tuple[tuple[str, tuple[int, ...]] | _Hole, ...]
    unknown: tuple[str, ...]
    form: Form
    words: tuple[Deployed, ...]
    end: int
    is_exact: bool = False

    @property
    def is_text(self) -> bool:
        """Whether AWS is sent this very text, blanks and all."""
        return self.form == "text" or self.is_exact

    def filled(self) -> tuple[Filled, EventPattern | InvalidEventPattern]:
        """The pattern, what is not known being any text, or a list or a number where only that makes it valid.

        Returns:
            The text, and what it parses to; or what is wrong if nothing in its holes makes it valid.
        """
        forms = [_IN_TEXT if hole.in_text else _BARE for hole in self.pieces if isinstance(hole, _Hole)]
        chosen = [0] * len(forms)
        best: tuple[Filled, InvalidEventPattern] | None = None
        while True:
            filling = [form[at] for form, at in zip(forms, chosen, strict=True)]
            filled, holes = self._with(filling)
            try:
                pattern = parse(filled.text)
            except InvalidEventPattern as error:
                if best is None or len(error.problems) < len(best[1].problems):
                    best = filled, error
                near = _nearest(holes, filled.text, error.problem.start)
                if near is None or chosen[near] + 1 == len(forms[near]):
                    return best
                chosen[near] += 1
            else:
                return (replace(filled, other=self._other(filling)) if filled.numbers else filled), pattern

    def _other(self, filling: list[str]) -> EventPattern | None:
        """The pattern with other guesses."""
        try:
            return parse(self._with([_GUESSES.get(form, form) for form in filling])[0].text)
        except InvalidEventPattern:
            return None

    def marked(self) -> str:
        """The pattern as JSON, a mark in each hole; it is no valid one where a mark stands for something else than a text."""
        texts = []
        for piece in self.pieces:
            if isinstance(piece, _Hole):
                mark = f"{MARK_START}{piece.number}{MARK_END}"
                texts.append(mark if piece.in_text else f'"{mark}{"" if piece.is_text else MARK_ANY}"')
            else:
                texts.append(piece[0])
        return "".join(texts)

    def _with(self, filling: list[str]) -> tuple[Filled, list[tuple[int, int]]]:
        """The pattern with this in its holes, and where it is in the text."""
        texts: list[str] = []
        places: list[int] = []
        holes: list[tuple[int, int]] = []
        numbers: list[tuple[str, int]] = []
        for piece in self.pieces:
            if isinstance(piece, _Hole):
                form = filling[len(holes)]
                if form in _GUESSES:
                    numbers.append((self.unknown[piece.number], piece.place))
                mark = f"{MARK_START}{piece.number}{MARK_END}"
                text = form.format(mark, mark)
                holes.append((len(places), len(places) + len(text)))
                places += [piece.place] * len(text)
            else:
                text = piece[0]
                places += piece[1][: len(text)]
            texts.append(text)
        return Filled("".join(texts), (*places, self.end), tuple(numbers)), holes


def _nearest(holes: list[tuple[int, int]], text: str, place: Place) -> int | None:
    """The number of the hole that is nearest to where a pattern is not valid; None if there are no holes."""
    at = offset_of(text, place)
    distances = [min(abs(at - start), abs(at - end)) if not start <= at < end else 0 for start, end in holes]
    return distances.index(min(distances)) if distances else None


def pattern_source(node: Node, source: str, resolved: Callable[[Node], Node | None]) -> PatternSource | None:
    """The pattern that a node holds; None if nothing of it is known.

    Args:
        node: a text with JSON in it, or an object.
        source: the file.
        resolved: works out a function; None for no value.

    Raises:
        TemplateFault: it is longer than any service takes.
    """
    value = resolved(node)
    form: Form = "object"
    is_exact = isinstance(value, Call) and value.name == "jsonencode"
    writer = _Writer(source, resolved, is_exact=is_exact)
    if isinstance(value, Call) and value.name in _ENCODERS:
        form = "encoded"
        value = resolved(value.argument)
    if value is None or isinstance(value, Unknown):
        return None
    if isinstance(value, Text | Joined) and form == "object":
        if isinstance(value, Joined) and all(isinstance(part, Unknown) for part in value.parts):
            return None
        writer.json_text(value)
        form = "text"
    else:
        writer.write(value)
    pieces, unknown, words = tuple(writer.pieces), tuple(writer.unknown), tuple(writer.words)
    return PatternSource(pieces, unknown, form, words, node.end, is_exact)


class _Writer:
    """Writes nodes as JSON, and remembers where everything was; without recursion, as patterns may be nested deep."""

    def __init__(self, source: str, resolved: Callable[[Node], Node | None], *, is_exact: bool) -> None:
        self._source = source
        self._resolved = resolved
        self._is_exact = is_exact
        self._length = 0
        self._todo: list[Callable[[], None]] = []
        self.pieces: list[tuple[str, tuple[int, ...]] | _Hole] = []
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
        elif isinstance(value, Call) and value.name in _ENCODERS:
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
        inner = _Writer(self._source, self._resolved, is_exact=self._is_exact)
        inner.write(value.argument)
        self._at('"', value.start)
        for piece in inner.pieces:
            if isinstance(piece, _Hole):
                shown = Unknown(inner.unknown[piece.number], piece.place, piece.place)
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
        self.pieces.append(_Hole(number, unknown.start, in_text, is_text))

    def _at(self, text: str, place: int) -> None:
        self._add(text, (place,) * len(text))

    def _add(self, text: str, places: tuple[int, ...]) -> None:
        self._length += len(text)
        if self._length > _LONGEST:
            raise TemplateFault("a pattern is longer than any service takes", places[0] if places else 0)
        self.pieces.append((text, places))
