"""Candidates that repair the syntax of the pattern at fault, in its own text, wherever that is written."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator

from pipefilter.editing.fixes.candidate import Candidate, Subject
from pipefilter.editing.fixes.fix import Edit
from pipefilter.editing.fixes.json_syntax import Repair, repairs
from pipefilter.language.unknown_value import has_mark

__all__ = ["repaired_syntax"]


def repaired_syntax(subject: Subject) -> Iterator[Candidate]:
    """What repairs the text at the place of the fault, and every fault of the same sort in the pattern."""
    pattern = subject.pattern
    if pattern is None or pattern.form != "json":
        return
    at = bisect_left(pattern.places, subject.start, hi=len(pattern.text))
    for repair in repairs(pattern.text, at):
        if not any(has_mark(pattern.text[edit.start : edit.end]) for edit in repair.edits):
            yield from _in_document(subject, repair)


def _in_document(subject: Subject, repair: Repair) -> Iterator[Candidate]:
    """The repair in each notation that may be right there: only the right one gives the text that it should."""
    pattern = subject.pattern
    assert pattern is not None
    notations = (
        str,
        lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
        lambda text: text.replace("'", "''"),
    )
    known: set[tuple[Edit, ...]] = set()
    for notation in notations:
        edits = tuple(
            Edit(pattern.places[edit.start], pattern.places[edit.end], notation(edit.text))
            for edit in repair.edits
        )
        if edits not in known:
            known.add(edits)
            yield Candidate(repair.title, edits, repair.text)
