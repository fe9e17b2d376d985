"""Reads a string of HCL as pieces: literals, interpolations `${...}` and directives `%{...}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from pipefilter.dataclass import dataclass
from pipefilter.templates.nodes.hcl_cursor import HclCursor
from pipefilter.templates.nodes.node import Node, TemplateFault, Text

__all__ = ["Piece", "heredoc_pieces", "plain_pieces", "quoted_pieces"]

_RUN = re.compile(r"(\$+|%+)\{")
_QUOTED = re.compile(r'[^"\\$%\n]+')
_PLAIN = re.compile(r"[^$%\n]+")
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([nrt"\\]))')
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}
_OPENING = re.compile(r"<<(-?)([^\W\d][\w.-]*)\r?\n")
_MAX_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_DIRECTIVES = ("if", "else", "endif", "for", "endfor")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a string.

    Args:
        kind: "" for a literal, `$` for an interpolation, or the word of a directive.
        literal: in a heredoc, at most one line with its line break.
        nodes: the expression of an interpolation or directive; before that of `for` the names of its variables.
        trims_left: whether white space before it is removed.
        trims_right: whether white space after it is removed.
    """

    kind: str
    start: int
    end: int
    literal: Text | None = None
    nodes: tuple[Node, ...] = ()
    trims_left: bool = False
    trims_right: bool = False


def quoted_pieces(cursor: HclCursor, interpolated: Callable[[], Node]) -> list[Piece]:
    """The pieces of a string in quotes; the cursor is at its first quote, and then after its last."""
    start = cursor.at
    cursor.at += 1
    pieces = list(_Reader(cursor, interpolated, is_quoted=True).pieces(lambda at: cursor.text[at] == '"'))
    if cursor.at >= len(cursor.text) or cursor.text[cursor.at] != '"':
        raise TemplateFault("this is not HCL: a string in quotes does not end on its line", start)
    cursor.at += 1
    return pieces


def heredoc_pieces(cursor: HclCursor, interpolated: Callable[[], Node]) -> tuple[list[Piece], bool]:
    """The pieces of a heredoc, and whether its indentation is removed; the cursor is at `<<`, then after the marker.

    White space around the end marker is ignored.
    https://github.com/hashicorp/hcl/blob/v2.14.1/hclsyntax/scan_tokens.rl
    """
    start = cursor.at
    opening = _OPENING.match(cursor.text, start)
    if opening is None:
        raise TemplateFault("this is not HCL: a heredoc begins with << and a word, and then a new line", start)
    cursor.at = opening.end()
    closing = re.compile(rf"[^\S\n]*{re.escape(opening[2])}[^\S\n]*(?=\n|\Z)")

    def is_end(at: int) -> bool:
        return cursor.text[at - 1] == "\n" and closing.match(cursor.text, at) is not None

    pieces = list(_Reader(cursor, interpolated, is_quoted=False).pieces(is_end))
    end = closing.match(cursor.text, cursor.at)
    if end is None:
        raise TemplateFault(f"this is not HCL: the heredoc has no line with only {opening[2]}", start)
    cursor.at = end.end()
    return pieces, bool(opening[1])


def plain_pieces(cursor: HclCursor, interpolated: Callable[[], Node]) -> list[Piece]:
    """The pieces of a whole text: a template file, or a string of Terraform's JSON."""
    return list(_Reader(cursor, interpolated, is_quoted=False).pieces(lambda _: False))


class _Reader:
    """Reads pieces, and collects the characters of the current literal with their places."""

    def __init__(self, cursor: HclCursor, interpolated: Callable[[], Node], *, is_quoted: bool) -> None:
        self._cursor = cursor
        self._interpolated = interpolated
        self._is_quoted = is_quoted
        self._value: list[str] = []
        self._places: list[int] = []

    def pieces(self, is_end: Callable[[int], bool]) -> Iterator[Piece]:
        """The pieces up to the end of the string, or up to a line break in quotes."""
        cursor = self._cursor
        text = cursor.text
        plain = _QUOTED if self._is_quoted else _PLAIN
        while cursor.at < len(text) and not is_end(cursor.at):
            at = cursor.at
            if match := plain.match(text, at):
                self._add(match[0], at, match.end())
            elif text[at] == "\n":
                if self._is_quoted:
                    break
                self._add("\n", at, at + 1)
                yield from self._literal()
            elif text[at] == "\\":
                self._escape()
            elif (run := _RUN.match(text, at)) and len(run[1]) == 1:
                yield from self._literal()
                yield self._sequence(text[at])
            elif run:  # `$${` is `${`
                self._add(run[0][1:], at + 1, run.end())
            else:
                self._add(text[at], at, at + 1)
        yield from self._literal()

    def _add(self, value: str, start: int, end: int) -> None:
        self._value.append(value)
        self._places += range(start, end)
        self._cursor.at = end

    def _literal(self) -> Iterator[Piece]:
        if self._value:
            start, end = self._places[0], self._cursor.at
            text = Text("".join(self._value), start, end, (*self._places, end))
            yield Piece("", start, end, text)
        self._value = []
        self._places = []

    def _escape(self) -> None:
        at = self._cursor.at
        match = _ESCAPE.match(self._cursor.text, at)
        if match is None:
            written = self._cursor.text[at : at + 2]
            raise TemplateFault(
                f"this is not HCL: {written} is not an escape sequence; write \\\\ for a backslash", at
            )
        code = min(int(match[1] or match[2] or "0", 16), _MAX_CODE_POINT)
        character = _LETTERS.get(match[3], match[3]) if match[3] else chr(code)
        self._value.append("\N{REPLACEMENT CHARACTER}" if code in _SURROGATES else character)
        self._places.append(at)
        self._cursor.at = match.end()

    def _sequence(self, sign: str) -> Piece:
        """An interpolation or a directive."""
        cursor = self._cursor
        start = cursor.at
        cursor.at += 2
        trims_left = cursor.text.startswith("~", cursor.at)
        cursor.at += trims_left
        before, cursor.crosses_lines = cursor.crosses_lines, True
        piece = (
            Piece("$", start, start, nodes=(self._interpolated(),)) if sign == "$" else self._directive(start)
        )
        trims_right = cursor.take("~")
        cursor.require("}")
        cursor.crosses_lines = before
        return replace(piece, end=cursor.at, trims_left=trims_left, trims_right=trims_right)

    def _directive(self, start: int) -> Piece:
        cursor = self._cursor
        at = cursor.skip()
        word = cursor.word()
        if word not in _DIRECTIVES:
            cursor.at = at
            raise cursor.unexpected()
        if word == "if":
            return Piece(word, start, start, nodes=(self._interpolated(),))
        if word != "for":
            return Piece(word, start, start)
        names = cursor.loop_names()
        return Piece(word, start, start, nodes=(*names, self._interpolated()))
