"""What may fix a problem: `certainty` decides whether it is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.editing.cursor.located_pattern import LocatedPattern
from pipefilter.editing.document import Document
from pipefilter.editing.fixes.fix import Edit
from pipefilter.editing.fixes.part import Part, parts_at, parts_in
from pipefilter.errors import Problem

__all__ = ["Candidate", "Finder", "Subject"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Edits that may remove a problem; of candidates with the same title, the first that is certain is offered.

    Args:
        expected: the pattern's own text after the edits, apart from white space; "" if any text that is certain may follow.
    """

    title: str
    edits: tuple[Edit, ...]
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A problem in a document.

    Args:
        start: the offset of the part at fault.
        end: the offset after it.
        pattern: that the part is in; None if it is elsewhere in a template.
    """

    document: Document
    problem: Problem
    start: int
    end: int
    pattern: LocatedPattern | None = None

    @property
    def written(self) -> str:
        """The part at fault, as it is written."""
        return self.document.text[self.start : self.end]

    @property
    def is_in_text_with_comments(self) -> bool:
        """Whether there can be comments around the part at fault: JSON has none."""
        return self.pattern is None or self.pattern.form != "json"

    def parts(self) -> tuple[Part, ...]:
        """The values that contain the part at fault, the outermost first: those of the pattern, if it is JSON."""
        pattern = self.pattern
        if pattern is not None and pattern.form == "json":
            parts = parts_in(self.document.text, pattern.text, pattern.places, self.start)
            if parts:
                return parts
        return self.parts_of_document()

    def parts_of_document(self) -> tuple[Part, ...]:
        """The values of the document that contain the part at fault, the outermost first."""
        return parts_at(self.document, self.start)


Finder: TypeAlias = Callable[[Subject], Iterator[Candidate]]
"""Finds candidates for problems of one or several codes, in the order of preference."""
