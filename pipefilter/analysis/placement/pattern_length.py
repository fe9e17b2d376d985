"""Check: the pattern is longer than the service accepts."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Problem
from pipefilter.json_text.place import problem_at, utf16_length
from pipefilter.json_text.tree import strict_tree
from pipefilter.json_text.writer import written
from pipefilter.services.service import Limit
from pipefilter.services.sns_subscription import is_filter_policy

__all__ = ["pattern_length"]

TOO_LONG_FOR_SERVICE = AdviceKind(
    "PF439",
    "Pattern too long for the service: the service rejects it",
    "The pattern has {count} {unit}, {excess} more than {service} allows",
    "A service rejects a pattern that is longer than its limit.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
)
LONGER_THAN_USUAL = AdviceKind(
    "PF437",
    "Pattern longer than the default quota: AWS must raise it first",
    "The pattern has {count} {unit}, {excess} more than {service} allows unless AWS has raised your quota",
    "AWS can raise the quota for an account.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
)
LONG_WITH_BLANKS = AdviceKind(
    "PF449",
    "Pattern too long with white space: not all tools remove it",
    "As written, the pattern has {count} {unit}, {excess} more than {service} allows",
    "AWS counts the characters that it receives. Some tools remove the white space of a file before they "
    "send the pattern, and some do not.",
    "{hint}",
    severity="note",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
)


def pattern_length(subject: Subject) -> Iterator[Problem]:
    """A pattern that is too long, as sent or as written."""
    service = subject.service
    text = subject.pattern.text
    if service is None or not text:
        return
    limit = service.pattern_length
    count = _length(text, limit)
    if count <= (limit.maximum if limit.usual is None else limit.usual):
        return
    short = _length(written(strict_tree(text), compact=True), limit)
    sent = count if subject.is_sent else short
    usual = limit.maximum if limit.usual is None else limit.usual
    if sent > usual:
        kind, maximum = (
            (TOO_LONG_FOR_SERVICE, limit.maximum) if sent > limit.maximum else (LONGER_THAN_USUAL, usual)
        )
        several = "subscriptions" if is_filter_policy(service) else "filters" if service.filters else "rules"
        split = f"split it into several {several}"
        hint = split
        if short < sent:
            rest = "" if short <= maximum else f": still too many, so {split}"
            hint = f"remove the white space between its parts, which leaves {short:,} {limit.unit}{rest}"
    else:
        kind, maximum, sent = LONG_WITH_BLANKS, usual, count
        hint = f"send it without the white space between its parts, as most tools do: then it has {short:,} {limit.unit}"
    names = {
        "count": f"{sent:,}",
        "excess": f"{sent - maximum:,}",
        "unit": limit.unit,
        "service": service.place,
        "hint": hint,
    }
    yield problem_at(kind, text, (0, 1), names=names)


def _length(text: str, limit: Limit) -> int:
    """The length of a text in the unit of the limit."""
    return len(text.encode("utf-8", "surrogatepass")) if limit.unit == "bytes" else utf16_length(text)
