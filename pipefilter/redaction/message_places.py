"""Decides which values of an SNS message are masked: its content is, its origin, its time and the types are not."""

from __future__ import annotations

from typing import Literal

__all__ = ["message_treatment", "path_in_message"]

# https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
_KEPT = frozenset(
    (
        *("Type", "MessageId", "MessageStructure", "SequenceNumber", "Timestamp", "SignatureVersion", "Id"),
        *("EventSource", "EventVersion"),
    )
)
_ARNS = frozenset(("TopicArn", "TargetArn", "EventSubscriptionArn"))


_OUTER = ("Sns", "PublishBatchRequestEntries")
"""Members around a message: in the record of a function, and in the input of PublishBatch."""


def message_treatment(names: tuple[str, ...]) -> Literal["keep", "text", "base64", "arn"]:
    """How a value is masked.

    Args:
        names: of the members that lead to it, in the input of `Publish`, in a notification or in a function's record.
    """
    names = names[1:] if names and names[0] in _OUTER else names
    if len(names) == 1:
        return "keep" if names[0] in _KEPT else "arn" if names[0] in _ARNS else "text"
    if names[:1] == ("MessageAttributes",) and len(names) == 3:
        if names[2] in ("DataType", "Type"):
            return "keep"
        return "base64" if names[2] == "BinaryValue" else "text"
    return "text"


def path_in_message(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names by which the user can exempt a value: below the body, or the name of an attribute."""
    names = names[1:] if names and names[0] in _OUTER else names
    if names[:1] == ("Message",):
        return names[1:]
    return names[1:2] if names[:1] == ("MessageAttributes",) else names
