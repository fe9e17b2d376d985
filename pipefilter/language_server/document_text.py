"""The text of an open document, which an editor changes a part at a time."""

from __future__ import annotations

import re

from lsprotocol.types import Position, Range

from pipefilter.language_server.positions import characters_in

__all__ = ["DocumentText"]

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_SURROGATE = re.compile("[\ud800-\udfff]")


class DocumentText:
    """A text as its lines, so that a change costs no more than the lines that it is about.

    An editor that replaces a name everywhere sends thousands of changes at once.
    """

    def __init__(self, text: str) -> None:
        self._lines = _lines(text)
        self._text: str | None = None  # joined when it is needed

    @property
    def text(self) -> str:
        """The whole text."""
        if self._text is None:
            self._text = "".join(self._lines)
        return self._text

    def replace(self, text: str) -> None:
        """Replace the whole text."""
        self._lines = _lines(text)
        self._text = None

    def change(self, area: Range, text: str) -> None:
        """Replace a part of the text."""
        lines = self._lines
        (first, before), (last, after) = sorted((self._place(area.start), self._place(area.end)))
        piece = lines[first][:before] + text + lines[last][after:]
        # CR and LF of two lines may have become neighbours, and are then one line end
        if first and lines[first - 1].endswith("\r"):
            first -= 1
            piece = lines[first] + piece
        end = last + 1
        if end < len(lines):
            piece += lines[end]
            end += 1
        is_last = end == len(lines)
        pieces = _lines(piece)
        lines[first:end] = pieces if is_last or pieces[-1] else pieces[:-1]
        self._text = None

    def _place(self, position: Position) -> tuple[int, int]:
        """The index of a line, and that of a character in it."""
        if position.line >= len(self._lines):
            return len(self._lines) - 1, len(self._lines[-1])
        line = self._lines[position.line].rstrip("\r\n")
        return position.line, characters_in(line, position.character)


def _lines(text: str) -> list[str]:
    """The lines of a text, each with its line end; the last has none."""
    lines = _LINE.findall(_joined(text))
    # after a line without an end, which is the last one, the expression matches once more, at the end of the text
    return lines[:-1] if len(lines) > 1 and not lines[-2].endswith(("\r", "\n")) else lines


def _joined(text: str) -> str:
    """The text, in which two halves of a character that came one after the other are one character."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
