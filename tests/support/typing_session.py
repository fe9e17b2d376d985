"""Somebody who types: random changes of a document, as an editor sends them."""

from __future__ import annotations

import random
from typing import Any

from lsprotocol.types import Position

from pipefilter.language_server.positions import Positions

__all__ = ["TypingSession"]

_PIECES = (
    *(
        '"',
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        " ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\\",
        "'",
        "#",
        "$",
        "-",
        "|",
        ">",
        "&a",
        "*a",
    ),
    *("é", "\U0001f600", "\ufeff", "\u2028", "\x0c", "\x85", "\x00", "\ud83d", "\ude00"),
    *(
        '["x"]',
        '"prefix"',
        '{"exists": true}',
        '"detail": {',
        "!Sub ",
        "${Stage}",
        "Fn::If",
        "<<EOT\n",
        "jsonencode(",
        "0.1",
    ),
    *(
        "\n  - a: b\n",
        "\r\n    Pattern: '{\"a\": [1]}'\r\n",
        '"source": ["a"],\n',
        "EventPattern:\n  source: [a]\n",
    ),
)
_MAX_KEPT = 20


class TypingSession:
    """A document in an editor, which changes at random, with undo and redo.

    Args:
        text: at the start.
        choice: the source of all randomness.
    """

    def __init__(self, text: str, choice: random.Random) -> None:
        self.text = _joined(text)
        self._choice = choice
        self._undo: list[str] = []
        self._redo: list[str] = []

    def changes(self) -> list[dict[str, Any]]:
        """Change the text; return the changes of one notification."""
        kind = self._choice.random()
        if kind < 0.1 and self._undo:
            self._redo.append(self.text)
            return [self._replaced(self._undo.pop())]
        if kind < 0.15 and self._redo:
            self._undo.append(self.text)
            return [self._replaced(self._redo.pop())]
        self._undo = [*self._undo[-_MAX_KEPT:], self.text]
        self._redo = []
        if kind < 0.17:
            self.text = _joined(self.text[::2] if self._choice.random() < 0.5 else self.text + self.text[:100])
            return [{"text": self.text}]
        return [self._edit() for _ in range(self._choice.choice((1, 1, 1, 1, 1, 2, 5)))]

    def position(self) -> dict[str, int]:
        """A position in the text, or a little outside of it."""
        if self._choice.random() < 0.1:
            return {"line": self._choice.randrange(2_000), "character": self._choice.randrange(300)}
        return _json(Positions(self.text).position(self._choice.randint(0, len(self.text))))

    def has_luck(self) -> bool:
        """Whether something is done that is done half of the time."""
        return self._choice.random() < 0.5

    def _edit(self) -> dict[str, Any]:
        choice = self._choice
        start = choice.randint(0, len(self.text))
        kind, end, piece = choice.random(), start, choice.choice(_PIECES)
        if kind < 0.45:
            end = min(len(self.text), start + choice.choice((1, 1, 1, 2, 5, 30, 200)))
            piece = "" if kind < 0.35 else piece
        elif kind < 0.5:  # moved lines
            other = choice.randint(0, len(self.text))
            piece = self.text[other : other + choice.randrange(200)]
        return self._replaced_part(start, end, piece)

    def _replaced(self, text: str) -> dict[str, Any]:
        """The change of one part that makes another text of this one."""
        start = 0
        while start < min(len(text), len(self.text)) and text[start] == self.text[start]:
            start += 1
        end = 0
        while end < min(len(text), len(self.text)) - start and text[-1 - end] == self.text[-1 - end]:
            end += 1
        return self._replaced_part(start, len(self.text) - end, text[start : len(text) - end])

    def _replaced_part(self, start: int, end: int, piece: str) -> dict[str, Any]:
        # no editor has a position between CR and LF
        if self.text[max(0, start - 1) : start + 1] == "\r\n":
            piece, start = "\r" + piece, start - 1
        if self.text[max(0, end - 1) : end + 1] == "\r\n":
            piece, end = piece + "\n", end + 1
        positions = Positions(self.text)
        area = {"start": _json(positions.position(start)), "end": _json(positions.position(end))}
        self.text = _joined(self.text[:start] + piece + self.text[end:])
        return {"range": area, "text": piece}


def _json(position: Position) -> dict[str, int]:
    return {"line": position.line, "character": position.character}


def _joined(text: str) -> str:
    """The text as an editor has it, in UTF-16: two halves of a character are one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
