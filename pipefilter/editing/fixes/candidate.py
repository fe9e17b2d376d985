"""What may fix a problem: `certainty` decides whether it is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.editing.document import Document
from pipefilter.editing.fixes.fix import Edit
from pipefilter.editing.fixes.part import Part, parts_at
from pipefilter.errors import Problem

__all__ = ["Candidate", "Finder", "Subject"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Edits that may remove a problem; of candidates with the same title, the first that is certain is offered."""

    title: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A problem in a document.

    Args:
        start: the offset of the part at fault.
        end: the offset after it.
    """

    document: Document
    problem: Problem
    start: int
    end: int

    @property
    def written(self) -> str:
        """The part at fault, as it is written."""
        return self.document.text[self.start : self.end]

    def parts(self) -> tuple[Part, ...]:
        """The values that contain the part at fault, the outermost first."""
        return parts_at(self.document, self.start)


Finder: TypeAlias = Callable[[Subject], Iterator[Candidate]]
"""Finds candidates for problems of one or several codes, in the order of preference."""
