"""A fix: edits of a document that remove a problem, with a title that says what changes."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.dataclass import dataclass
from pipefilter.editing.document import Document

__all__ = ["Edit", "Fix", "edited"]


@dataclass(frozen=True, slots=True)
class Edit:
    """A part of a document, and the text that replaces it.

    Args:
        start: the offset of its first character.
        end: the offset after its last character; `start` to insert text.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that remove a problem; they do not overlap."""

    title: str
    edits: tuple[Edit, ...]


def edited(document: Document, edits: Iterable[Edit]) -> Document:
    """The document after the edits, whose offsets are all in the text before them."""
    text = document.text
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return Document(document.name, text)
