"""Evaluates a call of TestEventPattern: from its parameters to its result, or to AWS's fault."""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.errors import EventTooIntricate, InvalidEvent, InvalidEventPattern
from pipefilter.language.parse import parse
from pipefilter.matching.event_text import event_tree
from pipefilter.matching.matcher import Matcher
from pipefilter.verification.envelope import MAX_PATTERN, REQUIRED_FIELDS

__all__ = ["LIST_NOT_EXPECTED", "CallFault", "evaluate_call", "internal_exception"]

LIST_NOT_EXPECTED = "Start of list found where not expected"


class CallFault(Exception):
    """A fault that AWS returns instead of a result.

    Args:
        type_: the name of AWS's exception.
        message: AWS's words where they are known.
    """

    def __init__(self, type_: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.type = type_
        self.message = message
        self.status = status


def internal_exception(reason: str) -> CallFault:
    """AWS's exception for a failure that is not the caller's; SDKs retry it."""
    return CallFault("InternalException", reason, 500)


def evaluate_call(parameters: Mapping[str, object]) -> bool:
    """Whether the event matches the pattern; both parameters may have come with any type.

    Whether AWS checks the pattern or the event first is not recorded; here it is the pattern, as its fault is more
    specific.

    Raises:
        CallFault: AWS gives no result.

    Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html
    """
    values = {name: _string(parameters.get(name)) for name in ("EventPattern", "Event")}
    _check_constraints(values)
    pattern, event = values["EventPattern"] or "", values["Event"] or ""
    try:
        matcher = Matcher(parse(pattern))
    except InvalidEventPattern as error:
        raise CallFault("InvalidEventPatternException", _reason(error)) from None
    try:
        tree = event_tree(event)
        # the types that the values must have are not recorded, so any are accepted
        if not isinstance(tree, tuple) or not {name for name, _ in tree} >= REQUIRED_FIELDS:
            raise CallFault("ValidationException", "Parameter Event is not valid.")
        return matcher.matches(event)
    except InvalidEvent:
        raise CallFault("ValidationException", "Parameter Event is not valid.") from None
    except EventTooIntricate as error:
        raise internal_exception(str(error)) from None


def _reason(error: InvalidEventPattern) -> str:
    """AWS's whole message; for what AWS refuses in words that are not recorded, such as 1,001 combinations, ours."""
    return error.aws_message or f"Event pattern is not valid. Reason: {error.message}"


def _string(value: object) -> str | None:
    """The value, which must be a string or null.

    AWS's answer to other types is not recorded for EventBridge; these are the words of the framework behind it, as
    they are recorded for Kinesis, Athena and SES.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list):
        message = LIST_NOT_EXPECTED
    elif isinstance(value, dict):
        message = "Start of structure or map found where not expected."
    else:
        kind = f"{value}_VALUE".upper() if isinstance(value, bool) else "NUMBER_VALUE"
        message = f"{kind} can not be converted to a String"
    raise CallFault("SerializationException", message)


def _check_constraints(values: Mapping[str, str | None]) -> None:
    """Check the parameters against the constraints in the API's model; an account's quota may be smaller.

    The form of the message is recorded for other calls of EventBridge; in which order AWS names several is not known,
    nor whether it counts characters or UTF-16 units.
    """
    faults = []
    for name, value in values.items():
        member = name[0].lower() + name[1:]
        if value is None:
            faults.append(f"Value null at '{member}' failed to satisfy constraint: Member must not be null")
        elif name == "EventPattern" and len(value) > MAX_PATTERN:
            faults.append(
                f"Value '{value}' at '{member}' failed to satisfy constraint: "
                f"Member must have length less than or equal to {MAX_PATTERN}"
            )
    if faults:
        counted = "1 validation error" if len(faults) == 1 else f"{len(faults)} validation errors"
        raise CallFault("ValidationException", f"{counted} detected: {'; '.join(faults)}")
