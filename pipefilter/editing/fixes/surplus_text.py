"""A candidate that removes what follows the end of a pattern."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.editing.fixes.candidate import Candidate, Subject
from pipefilter.editing.fixes.fix import Edit
from pipefilter.json_text.tree import value_end

__all__ = ["surplus_text"]

_CLOSING = ",]} \t\r\n"
_SHORT = 20


def surplus_text(subject: Subject) -> Iterator[Candidate]:
    """Commas and brackets after the object that is the document removed; anything else may be a part of the pattern."""
    text = subject.document.text
    start = len(text) - len(text.lstrip())
    if not text.startswith("{", start):
        return
    end = value_end(text, start)
    surplus = text[end:].strip()
    if end <= subject.start and surplus and not surplus.strip(_CLOSING):
        last = len(text.rstrip())
        title = (
            f"Remove what follows the pattern: {surplus}"
            if len(surplus) <= _SHORT
            else "Remove what follows the pattern"
        )
        yield Candidate(title, (Edit(len(text[:end].rstrip()), last, ""),))
