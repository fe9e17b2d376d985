"""A candidate that removes what follows the end of a pattern."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.editing.fixes.candidate import Candidate, Subject
from pipefilter.editing.fixes.fix import Edit
from pipefilter.json_text.tree import value_end

__all__ = ["surplus_text"]


def surplus_text(subject: Subject) -> Iterator[Candidate]:
    """The text after the object that is the document removed; in a template, it may be more than the pattern's."""
    text = subject.document.text
    start = len(text) - len(text.lstrip())
    if not text.startswith("{", start):
        return
    end = value_end(text, start)
    if end <= subject.start and not text[end : subject.start].strip():
        last = len(text.rstrip())
        yield Candidate("Remove what follows the pattern", (Edit(len(text[:end].rstrip()), last, ""),))
