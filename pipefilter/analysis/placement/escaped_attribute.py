"""Check: quotes and backslashes in a filter policy of SNS on attributes, which must be escaped twice."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.double_escapes import is_to_escape
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES

__all__ = ["escaped_attribute"]

ESCAPED_TWICE = AdviceKind(
    "PF513",
    "Quote or backslash in a policy on attributes: SNS may not match it",
    'AWS documents that `"` and `\\` must be escaped twice for a policy on attributes to match: {value} has one of them',
    "Without the second escape, the policy does not match, and the message is not delivered. AWS gives no example, and "
    "does not say which of the two must have it: the message, the policy, or both.",
    "test it on AWS before you rely on it, or filter on the body",
    severity="note",
    url="https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html",
    bad=Example('{"path": ["C:\\\\temp"]}', service="sns"),
    good=Example('{"path": ["C:\\\\temp"]}', service="sns-body"),
)


def escaped_attribute(subject: Subject) -> Iterator[Problem]:
    """Strings with a quote or a backslash."""
    if subject.service is not SNS_ATTRIBUTES:
        return
    for field, number, operator in every_alternative(subject.pattern):
        element = operator.element()
        if is_to_escape(element):
            yield report_alternative(ESCAPED_TWICE, subject.pattern, field, number, value=hint_text(element))
