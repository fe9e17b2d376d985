"""Filter policies of which it is not known whether SNS rejects them, although EventBridge rejects such patterns."""

from __future__ import annotations

from dataclasses import replace

from pipefilter.errors import InvalidEventPattern, Problem
from pipefilter.json_text.raw_object import raw_object
from pipefilter.language.filter_criteria import InvalidFilter
from pipefilter.language.filter_policy import filter_policy
from pipefilter.language.parse import parse

__all__ = ["undecided_policy"]

_EMPTY, _OPERATOR_IN_OR = "PF111", "PF123"
_OR, _OTHER_NAME = '"$or"', '"$oR"'
_REMOVES = (
    "SetSubscriptionAttributes removes a filter policy if it gets {}, and every message is delivered; what Subscribe does with "
    "it is not documented"
)
_IS_NAME = (
    "AWS's page on SNS says that $or is then the name of an attribute or field like any other; use other names inside $or to be "
    "certain"
)


def undecided_policy(error: InvalidEventPattern, text: str) -> InvalidEventPattern | None:
    """The error with a note instead of its problems, if it is not known whether SNS rejects the policy; None if it does.

    Args:
        text: of the policy, or of the attributes of a subscription that contain it.

    Source: https://docs.aws.amazon.com/sns/latest/dg/and-or-logic.html
    """
    is_policy = isinstance(error, InvalidFilter) and error.is_policy
    hint = _doubt(error, _policy_text(text) if is_policy else text)
    if not hint:
        return None
    note = _as_note(error.problem, hint)
    if isinstance(error, InvalidFilter):
        return InvalidFilter(note, number=error.number, start=error.start, is_policy=is_policy)
    return InvalidEventPattern(note)


def _doubt(error: InvalidEventPattern, text: str) -> str:
    """Why it is not known whether SNS rejects the policy; "" if it is."""
    codes = {problem.code for problem in error.problems}
    if codes == {_EMPTY} and not error.pointer:
        return _REMOVES
    if codes == {_OPERATOR_IN_OR} and (text.count(_OR) > 1 or _is_valid(text.replace(_OR, _OTHER_NAME))):
        return _IS_NAME
    return ""


def _policy_text(text: str) -> str:
    policy = filter_policy(raw_object(text))
    return policy.text if policy is not None else text


def _is_valid(text: str) -> bool:
    try:
        parse(text, limits=False)
    except InvalidEventPattern:
        return False
    return True


def _as_note(problem: Problem, hint: str) -> Problem:
    message = f"It is not certain that SNS rejects this, as EventBridge does: {problem.message}"
    return replace(problem, message=message, hint=hint, severity="note", advice=True, aws_message="")
