"""Check: a path with a value and with values below it, as in `{"a": [1], "a": {"b": [2]}}`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipefilter.analysis.reading.report import report_field
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern
from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["leaf_and_object"]

BOTH = AdviceKind(
    "PF412",
    "Field with a value and subfields: only an array can have both",
    "{path} and {below} must both have a value: only an array allows that",
    'A field is either a value or an object. It can be both only in an array such as `[1, {{"b": 2}}]`, or '
    "with repeated keys.",
    "check both conditions: one of them is probably a mistake",
    severity="warning",
    url="https://github.com/aws/event-ruler",
    bad=Example('{"a": [1], "a.b": [2]}'),
    good=Example('{"a": {"b": [2]}}'),
)


def leaf_and_object(pattern: EventPattern) -> Iterator[Problem]:
    """Fields that must have a value and, in the same branch, values below."""
    reported: set[int] = set()
    for branch in branches_of(pattern):
        needed = [
            path
            for path, field in branch.fields.items()
            if not FieldPredicate(field.alternatives).matches_absence
        ]
        for path, following in pairwise(needed):
            field = branch.fields[path]
            if following.startswith(f"{path}.") and id(field) not in reported:
                reported.add(id(field))
                yield report_field(BOTH, pattern, field, below=following)
