"""Check: numbers beyond what filter policies of SNS compare exactly."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.number import Number
from pipefilter.language.policy_number import decimals, numbers_of
from pipefilter.services.policy_limits import PolicyLimits

__all__ = ["number_of_policy"]

_PAGE = "https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html"

OUT_OF_RANGE = AdviceKind(
    "PF506",
    "Number beyond the range of filter policies: SNS may not compare it",
    "{number} {why}",
    "AWS documents that filter policies compare numbers from -1,000,000,000 to 1,000,000,000, with five digits after the decimal "
    "point. What SNS does with others is not documented.",
    "compare such numbers as strings, or check them in the target",
    severity="warning",
    url=_PAGE,
    bad=Example('{"time": [{"numeric": [">", 1700000000000]}]}', service="sns"),
    good=Example('{"time": [{"numeric": [">", 1700000]}]}', service="sns"),
)
_MAX_SHOWN = 40


def number_of_policy(subject: Subject) -> Iterator[Problem]:
    """Alternatives with numbers that are too large, or have too many digits."""
    limits = subject.service.policy_limits if subject.service is not None else None
    if limits is None:
        return
    for field, number, operator in every_alternative(subject.pattern):
        for value in numbers_of(operator):
            if why := _fault(value, limits):
                text = value.text if len(value.text) <= _MAX_SHOWN else f"{value.text[:_MAX_SHOWN]}..."
                yield report_alternative(OUT_OF_RANGE, subject.pattern, field, number, number=text, why=why)
                break


def _fault(number: Number, limits: PolicyLimits) -> str:
    """Why SNS may not compare a number as written; "" if it does."""
    if abs(float(number.text)) > limits.magnitude.maximum:
        return f"is not in the range of filter policies, from -{limits.magnitude.maximum:,} to {limits.magnitude.maximum:,}"
    if decimals(number) > limits.decimals.maximum:
        return f"has more than {limits.decimals.maximum} digits after the decimal point"
    return ""
