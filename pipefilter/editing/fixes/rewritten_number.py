"""A candidate that writes a number as CloudFormation sends it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipefilter.editing.fixes.candidate import Candidate, Subject
from pipefilter.editing.fixes.notation import replaced
from pipefilter.templates.nodes.node import Scalar

__all__ = ["rewritten_number"]

_NUMBER = re.compile(r"write (-?[0-9][0-9.e+-]*), or write the pattern as a string")


def rewritten_number(subject: Subject) -> Iterator[Candidate]:
    """The number in the form that the hint says."""
    match = _NUMBER.fullmatch(subject.problem.hint)
    part = next(reversed(subject.parts()), None)
    if match and part is not None and isinstance(part.node, Scalar):
        yield from replaced(subject, (part.start, part.end), match[1], f"Write {match[1]}")
