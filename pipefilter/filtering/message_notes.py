"""Notes on how a record was read as a message of SNS."""

from __future__ import annotations

from pipefilter.json_text.raw_object import RawObject
from pipefilter.sources.sns import SNS, form_of

__all__ = ["message_notes"]

_KINDS = {"{": "a JSON object", "[": "a JSON array"}


def message_notes(record: RawObject, *, of_body: bool) -> tuple[str, ...]:
    """What a reader of the verdict must know, in sentences.

    Args:
        record: as it was read.
        of_body: whether the filter policy has the scope MessageBody.
    """
    form = form_of(record)
    if form == "content":
        return (f"evaluated as the {'body' if of_body else 'attributes'} of a message",)
    if form == "raw":
        return (
            "the SQS message has no notification in its body, so it was read as one with raw message delivery",
        )
    value = SNS.as_seen(record).get("Message") or ""
    if of_body and value[:1] in _KINDS:
        return (f"Message is {_KINDS[value[0]]}, but AWS requires a string, so it was evaluated as its text",)
    return ()
