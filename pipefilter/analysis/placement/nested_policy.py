"""Check: nested keys in a filter policy of SNS on the attributes of messages, which have no nested values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.reading.report import report_name
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import Example, Problem, ProblemKind
from pipefilter.language.branches import every_field
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES

__all__ = ["nested_policy"]

NESTED = ProblemKind(
    "PF503",
    "Nested keys in a filter policy on attributes: SNS rejects it",
    "Filter policy scope MessageAttributes does not support nested filter policy",
    "A filter policy applies to the attributes of messages unless its scope is MessageBody. Attributes have no nested values.",
    "{hint}",
    advice=True,
    url="https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html",
    bad=Example('{"order": {"status": ["PAID"]}}', service="sns"),
    good=Example('{"order": {"status": ["PAID"]}}', service="sns-body"),
)
_OF_BODY = "for the body of messages, set FilterPolicyScope to MessageBody (the service sns-body); for attributes, remove the level"
_WRAPPERS = ("MessageAttributes", "messageAttributes", "Attributes", "attributes")


def nested_policy(subject: Subject) -> Iterator[Problem]:
    """The first key that contains other keys."""
    if subject.service is not SNS_ATTRIBUTES:
        return
    nested = next((field for field in every_field(subject.pattern.members) if len(field.steps) > 1), None)
    if nested is not None:
        name = nested.steps[0]
        hint = (
            f"remove {name}: a filter policy starts with the names of attributes"
            if name in _WRAPPERS
            else _OF_BODY
        )
        problem = report_name(NESTED, subject.pattern, nested, hint=hint)
        yield replace(problem, advice=False)
