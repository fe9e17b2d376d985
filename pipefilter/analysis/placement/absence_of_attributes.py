"""Check: a filter policy of SNS that requires only that attributes are absent, as in `{"kind": [{"exists": false}]}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import report_field
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import branch_count, branches_of
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES

__all__ = ["absence_of_attributes"]

NO_ATTRIBUTES = AdviceKind(
    "PF511",
    "Only absent attributes required: messages without any attribute do not match",
    "A message without any attribute does not match, although {path} may be absent",
    "With the scope MessageAttributes, `exists: false` matches only messages that have at least one other attribute.",
    "if such messages must be delivered, let publishers set another attribute, or filter on the body",
    severity="note",
    url="https://docs.aws.amazon.com/sns/latest/dg/attribute-key-matching.html",
    bad=Example('{"kind": [{"exists": false}]}', service="sns"),
    good=Example('{"kind": [{"exists": false}], "store": ["example_corp"]}', service="sns"),
)
_MAX_BRANCHES = 150


def absence_of_attributes(subject: Subject) -> Iterator[Problem]:
    """The first key of a branch in which all keys may be absent."""
    pattern = subject.pattern
    if subject.service is not SNS_ATTRIBUTES or branch_count(pattern.members) > _MAX_BRANCHES:
        return
    for branch in branches_of(pattern):
        fields = list(branch.fields.values())
        if all(FieldPredicate(field.alternatives).matches_absence for field in fields):
            yield report_field(NO_ATTRIBUTES, pattern, fields[0])
            return
