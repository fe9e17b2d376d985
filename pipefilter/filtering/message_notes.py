"""Notes on how a record was read as a message of SNS, and on what a filter policy does not see of it."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.filtering.message_limits import limit_notes
from pipefilter.json_text.raw_object import RawObject, raw_object
from pipefilter.json_text.tree import is_single_object
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators.exists import Exists
from pipefilter.sources.sns import Form, form_of

__all__ = ["message_notes", "unseen_notes"]

_KINDS = {"{": "a JSON object", "[": "a JSON array"}
_NOTHING = RawObject(())


def message_notes(record: RawObject, message: RawObject, *, of_body: bool) -> tuple[str, ...]:
    """What a reader of the verdict must know, in sentences.

    Args:
        record: as it was read.
        message: the same as passed to `Publish`.
        of_body: whether the filter policy has the scope MessageBody.
    """
    form = form_of(record)
    if form == "content":
        part = "Message" if of_body else "MessageAttributes"
        message = RawObject(tuple(member for member in message.members if member[0] == part))
    return (*_on_form(message, form, of_body=of_body), *limit_notes(message))


def _on_form(message: RawObject, form: Form, *, of_body: bool) -> tuple[str, ...]:
    """How a record was read as a message."""
    if form == "content":
        return (f"evaluated as the {'body' if of_body else 'attributes'} of a message",)
    if form == "raw":
        attributes = message.inner("MessageAttributes")
        why = (
            "has message attributes, which SNS sets only with raw message delivery, so its body was read as the message"
            if attributes is not None and attributes.members
            else "has no notification in its body, so it was read as one with raw message delivery"
        )
        return (f"the SQS message {why}",)
    value = message.get("Message") or ""
    if of_body and value[:1] in _KINDS:
        return (
            f"Message is {_KINDS[value[0]]}, but AWS requires a string; its JSON was evaluated as the body",
        )
    return ()


def unseen_notes(message: RawObject, pattern: EventPattern, *, of_body: bool) -> Iterator[str]:
    """Why a filter policy may not match a message that it was meant for, in sentences.

    Args:
        message: as passed to `Publish`.
        pattern: the filter policy.
        of_body: whether it has the scope MessageBody.
    """
    attributes = message.inner("MessageAttributes") or _NOTHING
    text = message.text_of("Message") or ""
    body = raw_object(text) if is_single_object(text) else _NOTHING
    names = dict.fromkeys(field.steps[0] for field in every_field(pattern.members))
    seen, other = (body, attributes) if of_body else (attributes, body)
    if of_body:
        for name in ("Message", "MessageAttributes"):
            if name in names and not body.has(name):
                yield f"the policy is compared with the body itself, which has no {name}"
                return
    for name in names:
        if other.has(name) and not seen.has(name):
            part, scope = ("an attribute", "MessageAttributes") if of_body else ("in the body", "MessageBody")
            service = "sns" if of_body else "sns-body"
            yield f"{name} is {part}, which only a filter policy with the scope {scope} (service {service}) sees"
            return
    if not of_body:
        yield from _of_types(attributes, pattern)


def _of_types(attributes: RawObject, pattern: EventPattern) -> Iterator[str]:
    """Attributes whose type is probably wrong."""
    for field in every_field(pattern.members):
        attribute = attributes.inner(field.path)
        if attribute is None or attribute.text_of("DataType") != "String":
            continue
        text = attribute.text_of("StringValue") or ""
        conditions = [each for each in field.alternatives if not isinstance(each, Exists)]
        if text.startswith("["):
            yield f"{field.path} has the DataType String, so it is one string; the elements of a String.Array are compared one by one"
            return
        if conditions and all(each.numeric for each in conditions) and text[-1:].isdigit():
            yield f"{field.path} has the DataType String; numbers in a policy match only a Number"
            return
