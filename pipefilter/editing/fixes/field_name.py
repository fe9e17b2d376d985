"""Candidates that correct the name of a field or of a property."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipefilter.editing.fixes.candidate import Candidate, Subject
from pipefilter.editing.fixes.hinted_value import hinted_name, hinted_value
from pipefilter.editing.fixes.list_element import hinted_scalar
from pipefilter.editing.fixes.notation import renamed

__all__ = ["known_name", "respelled_value"]


def known_name(subject: Subject) -> Iterator[Candidate]:
    """The name that the hint says to write: no other one is possible there."""
    name = hinted_name(subject.problem.hint)
    if name:
        yield from renamed(subject, name)


def respelled_value(subject: Subject) -> Iterator[Candidate]:
    """The value that the hint says to write, if only case or punctuation differs."""
    value = hinted_value(subject.problem.hint)
    if value and _letters(value) == _letters(subject.written):
        yield from hinted_scalar(subject)


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()
