"""A pattern that is longer than the service takes."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.subject import Subject
from pipefilter.errors import Problem, ProblemKind
from pipefilter.json_text.place import problem_at, utf16_length
from pipefilter.json_text.tree import strict_tree
from pipefilter.json_text.written import written

__all__ = ["pattern_length"]

TOO_LONG_FOR_SERVICE = ProblemKind(
    "PF439",
    "The pattern has {count} characters, {over} more than the service {service} takes",
    "A service refuses a pattern that is longer than its limit.",
    "{hint}",
    wording="pipefilter",
    advice=True,
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
)
LONGER_THAN_USUAL = ProblemKind(
    "PF437",
    "The pattern has {count} characters, {over} more than the service {service} takes unless AWS has raised the quota",
    "The quota can be raised for an account.",
    "{hint}",
    wording="pipefilter",
    advice=True,
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
)


def pattern_length(subject: Subject) -> Iterator[Problem]:
    """The pattern, if it is too long."""
    service = subject.service
    text = subject.pattern.text
    if service is None or not text:
        return
    count, limit = utf16_length(text), service.pattern_length
    most = limit.usual if limit.usual is not None and count <= limit.most else limit.most
    if count <= most:
        return
    kind = LONGER_THAN_USUAL if most != limit.most else TOO_LONG_FOR_SERVICE
    short = utf16_length(written(strict_tree(text)))
    hint = "split it into several filters"
    if short < count:
        rest = "" if short <= most else ", which is still too long: split it into several filters"
        hint = f"without the blanks and line ends between its parts it has {short}{rest}"
    names = {"count": f"{count:,}", "over": f"{count - most:,}", "service": service.name, "hint": hint}
    yield problem_at(kind, text, (0, 1), names=names)
