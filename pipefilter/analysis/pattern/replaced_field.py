"""Check: a list that a later list of the same field replaces, as in `{"a": [1], "a": [2]}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import report_field
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import branches_of, every_field
from pipefilter.language.event_pattern import EventPattern

__all__ = ["replaced_field"]

REPLACED = AdviceKind(
    "PF410",
    "Replaced field: a later list of the same field counts, and this one has no effect",
    "{path} is written again later, and the last list counts: this one has no effect",
    "A name that is repeated (also across `$or`, or written once with dots and once nested) keeps only its "
    "last list. Members of repeated objects are merged.",
    "put both conditions into one list for OR; AND on one field cannot be said",
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html",
    bad=Example('{"a": [1], "b": [3], "a": [2]}'),
    good=Example('{"a": [1, 2], "b": [3]}'),
)


def replaced_field(pattern: EventPattern) -> Iterator[Problem]:
    """Fields that no branch has, because a later field of the same path replaces them."""
    kept = {id(field) for branch in branches_of(pattern) for field in branch.fields.values()}
    for field in every_field(pattern.members):
        if id(field) not in kept:
            yield report_field(REPLACED, pattern, field)
