"""Check: names of message bodies in a filter policy of SNS on attributes, as in `{"AlarmName": ["cpu"]}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import report_name
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import every_field
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES

__all__ = ["name_of_body"]

NAME_OF_BODY = AdviceKind(
    "PF510",
    "Field of a message's body in a policy on attributes: its scope may be missing",
    "{name} is a field of {what}, but this filter policy applies to the attributes of messages",
    "A filter policy applies to attributes unless its scope is MessageBody. AWS services publish their messages to a topic in "
    "the body.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html",
    bad=Example('{"AlarmName": [{"prefix": "cpu"}]}', service="sns"),
    good=Example('{"AlarmName": [{"prefix": "cpu"}]}', service="sns-body"),
)
_ALARM = "the body of a CloudWatch alarm"
_NOTIFICATION = "the notification that SNS delivers"
_BODIES = {
    "AlarmName": _ALARM,
    "AlarmArn": _ALARM,
    "NewStateValue": _ALARM,
    "OldStateValue": _ALARM,
    "NewStateReason": _ALARM,
    "detail-type": "the body of an event that a rule publishes",
    "TopicArn": _NOTIFICATION,
    "MessageId": _NOTIFICATION,
    "Subject": _NOTIFICATION,
    "Message": _NOTIFICATION,
    "MessageAttributes": _NOTIFICATION,
}
_TO_BODY = "set FilterPolicyScope to MessageBody (the service sns-body), or ignore this if publishers set such an attribute"
_TO_ATTRIBUTES = "filter policies do not see it: use a field of the body or an attribute, or ignore this if publishers set such an attribute"


def name_of_body(subject: Subject) -> Iterator[Problem]:
    """The first name that the bodies of messages from AWS have, or that of a member around them."""
    if subject.service is not SNS_ATTRIBUTES:
        return
    fields = list(every_field(subject.pattern.members))
    if any(len(field.steps) > 1 for field in fields):
        return  # another check reports that it is nested
    for field in fields:
        what = _BODIES.get(field.path)
        if what is not None and not FieldPredicate(field.alternatives).matches_absence:
            hint = _TO_ATTRIBUTES if what is _NOTIFICATION else _TO_BODY
            yield report_name(NAME_OF_BODY, subject.pattern, field, name=field.path, what=what, hint=hint)
            return
