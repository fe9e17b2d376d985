"""Check: a list that a later list of the same field replaces, as in `{"a": [1], "a": [2]}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.affix_pair import wildcard_for_both
from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import report_field
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import branches_of, every_field
from pipefilter.language.event_pattern import EventPattern

__all__ = ["replaced_field"]

REPLACED = AdviceKind(
    "PF410",
    "Replaced field: only the last list for a field counts",
    "{path} is repeated later, and only the last list counts: this one has no effect",
    "If a field is repeated (even across `$or`, or once with dots and once nested), only its last list "
    "counts. Members of repeated objects are merged.",
    "put both conditions into one list for OR; {and_hint}",
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html",
    bad=Example('{"a": [1], "b": [3], "a": [2]}'),
    good=Example('{"a": [1, 2], "b": [3]}'),
)


_NO_AND = "a pattern cannot express AND for one field"


def replaced_field(pattern: EventPattern) -> Iterator[Problem]:
    """Fields that no branch has, because a later field of the same path replaces them."""
    kept = [field for branch in branches_of(pattern) for field in branch.fields.values()]
    ids = set(map(id, kept))
    by_path = {field.path: field for field in kept}
    for field in every_field(pattern.members):
        if id(field) not in ids:
            wildcards = wildcard_for_both(field, by_path.get(field.path, field))
            and_hint = _NO_AND
            if len(wildcards) == 1:
                element = hint_text((("wildcard", wildcards[0]),))
                and_hint = f"for AND, write {element}, which rules support, but pipes do not"
            yield report_field(REPLACED, pattern, field, and_hint=and_hint)
