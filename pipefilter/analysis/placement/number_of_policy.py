"""Check: numbers beyond what filter policies of SNS compare exactly."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.number import Number
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.numeric import Numeric
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
        for value in _numbers(operator):
            if why := _fault(value, limits):
                text = value.text if len(value.text) <= _MAX_SHOWN else f"{value.text[:_MAX_SHOWN]}..."
                yield report_alternative(OUT_OF_RANGE, subject.pattern, field, number, number=text, why=why)
                break


def _numbers(operator: Operator) -> Iterator[Number]:
    if isinstance(operator, Exact) and isinstance(operator.value, Number):
        yield operator.value
    elif isinstance(operator, Numeric):
        yield from (number for _, number in operator.terms)
    elif isinstance(operator, AnythingBut):
        yield from (value for value in operator.excluded if isinstance(value, Number))


def _fault(number: Number, limits: PolicyLimits) -> str:
    """Why SNS may not compare a number as written; "" if it does."""
    if abs(float(number.text)) > limits.magnitude.maximum:
        return f"is beyond the range of filter policies, {limits.magnitude.maximum:,} in both directions"
    if _decimals(number.text) > limits.decimals.maximum:
        return f"has more than {limits.decimals.maximum} digits after the decimal point"
    return ""


def _decimals(text: str) -> int:
    """The number of digits after the decimal point, written without an exponent; zeros at the end do not count."""
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = whole + fraction
    zeros = len(digits) - len(digits.rstrip("0"))
    return 0 if not digits.strip("-0") else len(fraction) - zeros - int(exponent or 0)
