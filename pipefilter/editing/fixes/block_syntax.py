"""A candidate that turns an argument of Terraform into a block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipefilter.editing.fixes.candidate import Candidate, Subject
from pipefilter.editing.fixes.fix import Edit

__all__ = ["block_instead_of_argument"]

_EQUALS = re.compile(r"[ \t]*=[ \t]*\Z")


def block_instead_of_argument(subject: Subject) -> Iterator[Candidate]:
    """The equals sign between the name and the brace removed."""
    text = subject.document.text
    line = text.rfind("\n", 0, subject.start) + 1
    if text.startswith("{", subject.start) and (match := _EQUALS.search(text[line : subject.start])):
        yield Candidate("Write it as a block, without =", (Edit(line + match.start(), subject.start, " "),))
