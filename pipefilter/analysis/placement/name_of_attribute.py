"""Check: a key of a filter policy of SNS that cannot be the name of a message attribute, as in `{"order id": ["1"]}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import each_once, report_name
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import every_field
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES
from pipefilter.sources.attribute_name import name_fault

__all__ = ["name_of_attribute"]

IMPOSSIBLE_NAME = AdviceKind(
    "PF514",
    "Name that no message attribute has: the policy never matches",
    "No message attribute can have the name {name}: {why}",
    "The name of an attribute has at most 256 letters, digits, underscores, hyphens and periods. It does not start or end with a "
    "period, has no two periods in succession, and does not start with `AWS.` or `Amazon.`, unless it is one that AWS reserves "
    "for SMS messages and mobile push notifications, such as `AWS.SNS.SMS.SenderID`.",
    "write the name as publishers do; for a field of the body, set FilterPolicyScope to MessageBody (the service sns-body)",
    severity="warning",
    url="https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html",
    bad=Example('{"order id": ["1"]}', service="sns"),
    good=Example('{"order_id": ["1"]}', service="sns"),
)


def name_of_attribute(subject: Subject) -> Iterator[Problem]:
    """Keys that are not names of attributes, except those that need not be there."""
    if subject.service is SNS_ATTRIBUTES:
        yield from each_once(_every_name(subject))


def _every_name(subject: Subject) -> Iterator[Problem]:
    for field in every_field(subject.pattern.members):
        why = name_fault(field.path)
        if why and not FieldPredicate(field.alternatives).matches_absence:
            yield report_name(IMPOSSIBLE_NAME, subject.pattern, field, name=hint_text(field.path), why=why)
