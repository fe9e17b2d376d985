"""Check: the pattern is longer than the service accepts."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Problem
from pipefilter.json_text.place import problem_at, utf16_length
from pipefilter.json_text.tree import strict_tree
from pipefilter.json_text.writer import written

__all__ = ["pattern_length"]

TOO_LONG_FOR_SERVICE = AdviceKind(
    "PF439",
    "Pattern too long for the service: it refuses the pattern",
    "The pattern has {count} characters, {over} more than the service {service} takes",
    "A service refuses a pattern that is longer than its limit.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
)
LONGER_THAN_USUAL = AdviceKind(
    "PF437",
    "Pattern longer than the usual quota: AWS has to raise it",
    "The pattern has {count} characters, {over} more than the service {service} takes unless AWS has raised the quota",
    "The quota can be raised for an account.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
)
LONG_WITH_BLANKS = AdviceKind(
    "PF449",
    "Pattern too long with its blanks: it depends on the tool whether they are sent",
    "As it is written the pattern has {count} characters, {over} more than the service {service} takes",
    "AWS counts the characters that it is sent, and tools differ in whether they send the blanks of a file.",
    "{hint}",
    severity="note",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
)


def pattern_length(subject: Subject) -> Iterator[Problem]:
    """A pattern that is too long as it is sent, or as it is written."""
    service = subject.service
    text = subject.pattern.text
    if service is None or not text:
        return
    count, limit = utf16_length(text), service.pattern_length
    short = utf16_length(written(strict_tree(text), compact=True))
    sent = count if subject.is_sent else short
    usual = limit.maximum if limit.usual is None else limit.usual
    if sent > usual:
        kind, maximum = (
            (TOO_LONG_FOR_SERVICE, limit.maximum) if sent > limit.maximum else (LONGER_THAN_USUAL, usual)
        )
        split = f"split it into several {'filters' if service.filters else 'rules'}"
        hint = split
        if short < sent:
            rest = "" if short <= maximum else f", which is still too long: {split}"
            hint = f"without the blanks and line ends between its parts it has {short:,}{rest}"
    elif count > usual:
        kind, maximum, sent = LONG_WITH_BLANKS, usual, count
        hint = f"send it without the blanks and line ends between its parts, as most tools do: it has {short:,} then"
    else:
        return
    names = {"count": f"{sent:,}", "over": f"{sent - maximum:,}", "service": service.name, "hint": hint}
    yield problem_at(kind, text, (0, 1), names=names)
