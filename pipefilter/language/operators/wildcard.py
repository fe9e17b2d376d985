"""Strings in which stars match any characters: `{"key": [{"wildcard": "uploads/*.json"}]}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import ClassVar, Self

from pipefilter.dataclass import dataclass
from pipefilter.errors import ProblemKind
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.json_text.writer import written
from pipefilter.language.comparable import Comparable, byte_text
from pipefilter.language.operator import InnerText
from pipefilter.language.parser_state import ParserState
from pipefilter.language.prefilter import Requirement, StringRequirement, string_requirement
from pipefilter.override import override

__all__ = ["Wildcard", "pieces_of"]

NOT_TEXT = ProblemKind(
    "PF209",
    "wildcard without a string: it requires a string",
    "wildcard match pattern must be a string",
    "`wildcard` requires a string. It accepts a list only inside `anything-but`.",
    'for several wildcards, repeat the operator: [{{"wildcard": "a*"}}, {{"wildcard": "*b"}}]',
)
CONSECUTIVE = ProblemKind(
    "PF210",
    "Consecutive stars in a wildcard: AWS rejects them",
    "Consecutive wildcard characters at pos {position}",
    "Two stars are next to each other. The position counts bytes; the first character is at 1.",
    "write one *, which already matches any characters; write \\\\* for a literal star",
)
BAD_ESCAPE = ProblemKind(
    "PF211",
    "Invalid escape in a wildcard: a backslash can escape only * or \\",
    "Invalid escape character at pos {position}",
    "In a wildcard, a backslash must be followed by * or another backslash. The position counts bytes; "
    "the first character is at 1.",
    "write \\\\\\\\ in JSON for a backslash, \\\\* for a star",
)


def pieces_of(text: str) -> tuple[str, ...]:
    """The plain strings between the stars of a valid wildcard: `a` and `b` of `a*b`."""
    pieces = [""]
    escaped = False
    for character in text:
        if escaped or character not in "*\\":
            pieces[-1] += character
            escaped = False
        elif character == "*":
            pieces.append("")
        else:
            escaped = True
    return tuple(pieces)


def _fault(text: str) -> tuple[ProblemKind, int] | None:
    """The fault of a wildcard, and its position in bytes, counted from the opening quote."""
    at = 0
    while at < len(text):
        position = len(text[:at].encode("utf-8", "replace")) + 1
        following = text[at + 1 : at + 2]
        if text[at] == "\\":
            if following not in ("*", "\\"):
                return BAD_ESCAPE, position
            at += 1
        elif text[at] == "*" and following == "*":
            return CONSECUTIVE, position
        at += 1
    return None


@dataclass(frozen=True, slots=True)
class Wildcard(InnerText):
    """A string in which each star matches any characters, or none."""

    keyword: ClassVar[str] = "wildcard"
    forms: ClassVar[tuple[str, ...]] = ('{"wildcard": "uploads/*.json"}', '{"wildcard": "a\\\\*b"}')
    meaning: ClassVar[str] = (
        "The whole value matches this string; each `*` matches any characters, or none. `\\*` is a star and `\\\\` "
        "a backslash (in JSON, each backslash is doubled)."
    )
    traps: ClassVar[tuple[str, ...]] = (
        "`?` matches only a question mark.",
        'The whole value must match: `"wildcard": "b"` matches only `b`.',
        "AWS rejects many stars, or repeated sequences after a star, as too complex.",
    )
    inside: ClassVar[frozenset[str]] = frozenset({"anything-but"})
    not_text_inside: ClassVar[ProblemKind] = NOT_TEXT
    checked_last: ClassVar[bool] = True

    text: str
    _pieces: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pieces", pieces_of(byte_text(self.text)))

    @classmethod
    @override
    def read(cls, state: ParserState) -> Self:
        return cls.inside_anything_but(state, state.text_operand(NOT_TEXT))

    @classmethod
    @override
    def inside_anything_but(cls, state: ParserState, text: str) -> Self:
        fault = _fault(text)
        if fault is not None:
            raise state.fault(fault[0], position=str(fault[1]))
        return cls(text)

    @override
    def operand(self) -> Json:
        return self.text

    @override
    def holds(self, value: Comparable) -> bool:
        if not isinstance(value, str):
            return False
        text = byte_text(value)
        first, *rest = self._pieces
        if not rest:
            return text == first
        *middle, last = rest
        if not text.startswith(first) or not text.endswith(last):
            return False
        at, end = len(first), len(text) - len(last)
        for piece in middle:  # the leftmost place of each piece leaves the most room for the rest
            at = text.find(piece, at, end)
            if at < 0:
                return False
            at += len(piece)
        return at <= end

    @property
    @override
    def wildcards(self) -> tuple[str, ...]:
        return (self.text,)

    @override
    def requirement(self) -> Requirement:
        first, *rest = self._pieces
        if not rest:
            return string_requirement(StringRequirement(starts=first, whole=True))
        *middle, last = rest
        return string_requirement(StringRequirement(first, last, tuple(middle)))

    @override
    def words(self) -> str:
        return f"is like {written(self.text)} (* matches any characters)"

    @override
    def boundary_values(self, filler: str) -> Iterator[Scalar]:
        pieces = self._pieces
        yield from ("".join(pieces), filler.join(pieces), filler, self.text)
        yield from (filler.join(pieces) + filler, filler + filler.join(pieces), "".join(pieces)[:-1])
