"""Check: a key of a filter policy of SNS that cannot be the name of a message attribute, as in `{"order id": ["1"]}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import each_once, report_name
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import every_field
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES

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
_MAX_LENGTH = 256
_OTHER_CHARACTER = re.compile(r"[^A-Za-z0-9_.-]")
_RESERVED = re.compile(r"(?:aws|amazon)\.", re.IGNORECASE)
_OF_AWS = ("AWS.SNS.SMS.", "AWS.SNS.MOBILE.", "AWS.MM.SMS.")
"""The reserved names that publishers set, such as `AWS.SNS.SMS.SenderID`.

https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html
"""


def name_of_attribute(subject: Subject) -> Iterator[Problem]:
    """Keys that are not names of attributes, except those that need not be there."""
    if subject.service is SNS_ATTRIBUTES:
        yield from each_once(_every_name(subject))


def _every_name(subject: Subject) -> Iterator[Problem]:
    for field in every_field(subject.pattern.members):
        why = _fault(field.path)
        if why and not FieldPredicate(field.alternatives).matches_absence:
            yield report_name(IMPOSSIBLE_NAME, subject.pattern, field, name=hint_text(field.path), why=why)


def _fault(name: str) -> str:
    """Why a name cannot be that of an attribute; "" if it can."""
    if not name:
        return "it is empty"
    if other := _OTHER_CHARACTER.search(name):
        return f"{hint_text(other[0])} is not allowed in it"
    if name.startswith(".") or name.endswith(".") or ".." in name:
        return "periods can only be single, and inside it"
    if _RESERVED.match(name) and not name.startswith(_OF_AWS):
        return "names that start with AWS. or Amazon. are reserved"
    return "" if len(name) <= _MAX_LENGTH else f"it has more than {_MAX_LENGTH} characters"
