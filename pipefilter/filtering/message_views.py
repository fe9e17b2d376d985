"""What a filter policy of an SNS subscription sees of a message: its attributes, or its body.

Where AWS does not document what it sees, there are several views. There is a verdict only if it is the same for all.
https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from math import prod
from typing import TypeAlias

from pipefilter.enumeration import enumeration
from pipefilter.errors import Undecided
from pipefilter.filtering.attribute_values import NO_VIEW, attribute_values
from pipefilter.filtering.body_views import body_views
from pipefilter.filtering.undelivered_message import NotDelivered
from pipefilter.json_text.raw_object import RawObject, raw_object
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operator import Operator
from pipefilter.sources.sns import is_from_function

__all__ = ["AttributeValues", "attribute_choices", "message_views", "view_of"]

AttributeValues: TypeAlias = dict[str, tuple[str | None, ...]]
"""What a policy may see of each attribute, as JSON texts; None for nothing, `NO_VIEW` if it then matches no message."""

_MAX_VIEWS = 64
_SHORT = 256
"""Characters of an attribute whose values are kept."""
_CONFIRMATIONS = ("SubscriptionConfirmation", "UnsubscribeConfirmation")


def message_views(message: RawObject, pattern: EventPattern, *, of_body: bool) -> tuple[str, ...]:
    """What a filter policy may see, as JSON texts or `NO_VIEW`; a single one if that is documented.

    Args:
        message: as passed to `Publish`.
        of_body: whether the policy has the scope MessageBody.

    Raises:
        NotDelivered: the message is not delivered, whatever the policy is.
        Undecided: the record is not a message, or there are too many possibilities.
    """
    kind = message.text_of("Type")
    if kind in _CONFIRMATIONS:
        raise Undecided(f"this is a {kind}, which SNS sends itself: no filter policy applies to it")
    if message.has("PublishBatchRequestEntries"):
        raise Undecided(
            "this is the input of PublishBatch, of which each entry is a message, but there are no entries that can be read"
        )
    if not message.has("TopicArn") and (
        message.has("PhoneNumber") or ":endpoint/" in (message.text_of("TargetArn") or "")
    ):
        raise Undecided(
            "this message is for a phone number or an endpoint of a mobile app, not for a topic: no filter policy applies to it"
        )
    return body_views(message, pattern) if of_body else _attribute_sets(message, pattern)


def attribute_choices(message: RawObject, pattern: EventPattern) -> AttributeValues:
    """What a policy on attributes may see of each attribute; a single value if that is documented or has no effect.

    Raises:
        Undecided: an attribute is not one of SNS.
    """
    attributes = message.inner("MessageAttributes") or RawObject(())
    return _choices(attributes, pattern, lost=is_from_function(message))


def _choices(attributes: RawObject, pattern: EventPattern, *, lost: bool) -> AttributeValues:
    conditions: dict[str, list[Operator]] = {}
    for field in every_field(pattern.members):
        conditions.setdefault(field.path, []).extend(field.alternatives)
    return _values_by_name(attributes, conditions, lost=lost)


def _attribute_sets(message: RawObject, pattern: EventPattern) -> tuple[str, ...]:
    if any(len(field.steps) > 1 for field in every_field(pattern.members)):
        raise Undecided("SNS rejects a nested filter policy on attributes")
    attributes = message.inner("MessageAttributes")
    if attributes is None and message.get("MessageAttributes") not in (None, "null"):
        raise Undecided(
            'MessageAttributes is not an object such as {"color": {"DataType": "String", "StringValue": "red"}}'
        )
    is_from_queue = message.has("messageId") or message.text_of("eventSource") == "aws:sqs"
    if attributes is None and is_from_queue:
        raise Undecided(
            "the SQS message does not show whether the message has attributes: a function always receives messageAttributes, "
            "and ReceiveMessage returns them if it asks for them (aws sqs receive-message --message-attribute-names All)"
        )
    if attributes is None or not attributes.members:
        raise NotDelivered("the message has no attributes")
    choices = _choices(attributes, pattern, lost=is_from_function(message))
    if prod(map(len, choices.values())) > _MAX_VIEWS:
        names = enumeration([name for name, values in choices.items() if len(values) > 1], "and")
        raise Undecided(f"AWS does not document how a filter policy sees the message attributes {names}")
    views = [view_of(dict(zip(choices, values, strict=True))) for values in product(*choices.values())]
    # AWS: attributes are sent only if the message has one text; and it does not document whether a message of which
    # filters see no attribute has attributes
    if message.text_of("MessageStructure") == "json" or "{}" in views:
        views.append(NO_VIEW)
    return tuple(dict.fromkeys(views))


def _values_by_name(
    attributes: RawObject, conditions: dict[str, list[Operator]], *, lost: bool
) -> AttributeValues:
    """What a policy may see of each attribute; what it has no condition on has no effect."""
    values_by_name: AttributeValues = {}
    for name, value in attributes.members:
        if not value.startswith("{"):
            raise Undecided(_not_an_attribute(name, value))
        own = conditions.get(name, [])
        known = _known_values if len(value) <= _SHORT else _values
        values = known(name, value, tuple(own), lost)
        if name in values_by_name and own and values != values_by_name[name]:
            raise Undecided(f"the message has two attributes with the name {name}, which SNS does not allow")
        values_by_name[name] = values if own else values[:1]
    return values_by_name


def _values(
    name: str,
    attribute: str,
    conditions: tuple[Operator, ...],
    lost: bool,  # noqa: FBT001 - for the cache
) -> tuple[str | None, ...]:
    return attribute_values(name, raw_object(attribute), conditions, is_from_function=lost)


_known_values = lru_cache(maxsize=4096)(_values)
"""Attributes of many messages have the same few values."""


def _not_an_attribute(name: str, value: str) -> str:
    kind = "Number" if value[:1] in "-0123456789" else "String.Array" if value.startswith("[") else "String"
    return (
        f"the message attribute {name} is not an object with DataType and StringValue: write "
        f'{{"MessageAttributes": {{"{name}": {{"DataType": "{kind}", "StringValue": "..."}}}}}}'
    )


def view_of(values: Mapping[str, str | None]) -> str:
    """What a policy sees of attributes with these values."""
    if NO_VIEW in values.values():
        return NO_VIEW
    return RawObject(tuple((name, value) for name, value in values.items() if value is not None)).text
