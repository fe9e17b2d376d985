"""Check: names around the body of a message in a filter policy of SNS on the body, as in `{"Message": {"a": ["x"]}}`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipefilter.analysis.reading.report import report_name
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import every_field
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.services.sns_subscription import SNS_BODY

__all__ = ["name_of_notification"]

_PAGE = "https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html"
_MEANING = (
    "A filter policy with the scope MessageBody sees the body of the message as it was published. It does not see what SNS "
    "puts around it, such as `TopicArn` and `MessageAttributes`, nor is the body in `Message` or `Sns`."
)
AROUND_BODY = AdviceKind(
    "PF516",
    "Policy on the body that names what SNS puts around it: the policy sees only the body",
    "{name} is a member of {what}, but this filter policy sees only the body of the message",
    _MEANING,
    "{hint}",
    severity="warning",
    url=_PAGE,
    bad=Example('{"Sns": {"Message": {"kind": ["order"]}}}', service="sns-body"),
    good=Example('{"kind": ["order"]}', service="sns-body"),
)
PERHAPS_AROUND_BODY = AdviceKind(
    "PF517",
    "Policy on the body with a name that SNS's notifications have: the policy sees only the body",
    "{name} is a member of {what}, but this filter policy sees only the body of the message",
    _MEANING + " A body may have a field of the same name.",
    "{hint}, or ignore this if the body has a field {name}",
    severity="note",
    url=_PAGE,
    bad=Example('{"Message": {"kind": ["order"]}}', service="sns-body"),
    good=Example('{"kind": ["order"]}', service="sns-body"),
)
_NOTIFICATION = "the notification that SNS delivers"
_CALL = "the input of Publish"
_OWN = {
    **dict.fromkeys(("TopicArn", "Subject", "MessageId", "Message", "MessageAttributes"), _NOTIFICATION),
    **dict.fromkeys(("SigningCertURL", "SigningCertUrl", "UnsubscribeURL", "UnsubscribeUrl"), _NOTIFICATION),
    "MessageStructure": _CALL,
}
"""Names that bodies seldom have; the others, such as `Type` and `Timestamp`, say nothing."""
_ATTRIBUTE = ("Type", "Value", "DataType", "StringValue", "BinaryValue")
_OF_FUNCTION = (("Sns",), ("Records", "Sns"))


def name_of_notification(subject: Subject) -> Iterator[Problem]:
    """The first name that SNS's notifications have around the body."""
    if subject.service is not SNS_BODY:
        return
    fields = [
        field
        for field in every_field(subject.pattern.members)
        if not FieldPredicate(field.alternatives).matches_absence
    ]
    paths = [field.path.split(".") for field in fields]  # in a body, a name with a dot is a path, too
    are_several = len({path[0] for path in paths} & set(_OWN)) > 1
    for field, path in zip(fields, paths, strict=True):
        above = next((each for each in _OF_FUNCTION if tuple(path[: len(each)]) == each), ())
        steps = path[len(above) :]
        name = steps[0] if steps else ""
        if name not in _OWN:
            continue
        is_attribute = name == "MessageAttributes" and len(steps) == 3 and steps[2] in _ATTRIBUTE
        kind = AROUND_BODY if above or are_several or is_attribute else PERHAPS_AROUND_BODY
        names = {"name": ".".join((*above, name)), "hint": _hint(name, steps)}
        what = "the record that a function receives" if above else _OWN[name]
        yield report_name(kind, subject.pattern, field, ".".join(above), what=what, **names)
        return


def _hint(name: str, steps: Sequence[str]) -> str:
    """What to write instead."""
    if name == "Message" and len(steps) > 1:
        return "write the fields of the body at the root of the policy, without the names around them"
    if name == "MessageAttributes":
        return "for attributes, set FilterPolicyScope to MessageAttributes (the service sns) and write only their names"
    return "use a field of the body"
