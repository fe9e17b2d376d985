"""A topic of SNS: messages as they are published, and as subscribers receive them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, TypeAlias

from pipefilter.evidence import Evidence
from pipefilter.json_text.raw_object import RawObject, raw_object
from pipefilter.json_text.tree import is_single_object
from pipefilter.json_text.writer import quoted
from pipefilter.sources.source import Source
from pipefilter.sources.sqs import SQS

__all__ = ["SNS", "Form", "form_of", "has_attributes", "is_from_function", "other_message"]

_FILTERING = "https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html"
_ATTRIBUTE_AS_PUBLISHED = {
    "Type": "DataType",
    "Value": "StringValue",
    "dataType": "DataType",
    "stringValue": "StringValue",
    "binaryValue": "BinaryValue",
}

_AS_DELIVERED = re.compile(rf'"(?:{"|".join(_ATTRIBUTE_AS_PUBLISHED)})"|\\u00')
"""Attributes that may have other names than the input of `Publish`; a name may be written with escapes."""

_SHORT = 256
"""Characters of an attribute that is kept."""
_PARTS = frozenset(("Message", "MessageAttributes", "PublishBatchRequestEntries"))
_MEMBERS = _PARTS | {
    *(
        "TopicArn",
        "TargetArn",
        "PhoneNumber",
        "Subject",
        "MessageStructure",
        "MessageDeduplicationId",
        "MessageGroupId",
    ),
    *(
        "Id",
        "Type",
        "MessageId",
        "SequenceNumber",
        "Timestamp",
        "SignatureVersion",
        "Signature",
        "SigningCertURL",
    ),
    *("UnsubscribeURL", "SigningCertUrl", "UnsubscribeUrl", "Token", "SubscribeURL"),
}
"""Members of the input of `Publish`, of entries of `PublishBatch`, and of notifications.

https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
"""
_ONLY_OF_SNS = (
    *("MessageStructure", "SigningCertURL", "UnsubscribeURL", "SigningCertUrl", "UnsubscribeUrl"),
    *("SubscribeURL", "PublishBatchRequestEntries"),
)
"""Members of messages of SNS that a body is not expected to have."""
_OF_FUNCTION = frozenset(("EventSource", "EventVersion", "EventSubscriptionArn", "Sns"))
"""Members of a record in the event of a function: https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html"""
_TYPES = ("DataType", "Type", "dataType")
Form: TypeAlias = Literal["function", "message", "enveloped", "raw", "content"]
"""As a function receives it; as passed to `Publish`, or a notification; an SQS message with a notification, or with raw
message delivery; only the body of a message, or only its attributes."""


def _recognises(record: RawObject) -> bool:
    if record.text_of("EventSource") == "aws:sns" and record.inner("Sns") is not None:
        return True
    if record.has("PublishBatchRequestEntries"):
        return True
    return record.has("Message") and (record.has("TopicArn") or record.has("TargetArn"))


def _is_of_function(record: RawObject) -> bool:
    """Whether a function received the record, which need not have all its members; `Sns` may be in a body, too."""
    inner = record.inner("Sns")
    if inner is None:
        return False
    names = {name for name, _ in record.members}
    return record.text_of("EventSource") == "aws:sns" or (inner.has("Message") and names <= _OF_FUNCTION)


def form_of(record: RawObject) -> Form:
    """The form in which a record contains a message."""
    if _is_of_function(record):
        return "function"
    if _recognises(record):
        return "message"
    if SQS.recognises(record):
        return "enveloped" if _notification(SQS.as_seen(record)) is not None else "raw"
    names = {name for name, _ in record.members}
    return "message" if names & _PARTS and names <= _MEMBERS else "content"


def is_from_function(message: RawObject) -> bool:
    """Whether a message in the form of `Publish` shows that a function received it, so that types of attributes are lost.

    https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
    """
    return any(message.has(name) for name in ("EventSource", "SigningCertUrl", "UnsubscribeUrl"))


def other_message(record: RawObject, *, of_body: bool) -> RawObject | None:
    """What else an object with a Message may be: the body itself, or the attributes; None if it is certain what it is.

    Args:
        record: as it was read.
        of_body: whether a filter policy sees the body.
    """
    if not record.has("Message") or _recognises(record) or form_of(record) != "message":
        return None
    is_sure = any(record.has(name) for name in _ONLY_OF_SNS) or has_attributes(record)
    if is_sure or not (of_body or _are_attributes(record)):
        return None
    if of_body and is_single_object(record.text_of("Message") or ""):
        return None  # a body in a body is less likely than a body in a message, which usually has no topic in a test
    return _of_content(record)


def has_attributes(record: RawObject) -> bool:
    """Whether an object is certainly a message, by its message attributes, even if it does not have the topic."""
    attributes = record.inner("MessageAttributes")
    return attributes is not None and bool(attributes.members) and _are_attributes(attributes)


def _are_attributes(record: RawObject) -> bool:
    """Whether all members are attributes of a message."""
    return all(
        value.startswith("{") and any(raw_object(value).text_of(name) is not None for name in _TYPES)
        for _, value in record.members
    )


def _of_content(record: RawObject) -> RawObject:
    """The message of which an object is the body, or the attributes."""
    return RawObject((("Message", quoted(record.text)), ("MessageAttributes", record.text)))


def _notification(record: RawObject) -> RawObject | None:
    """The notification in an SQS message; None with raw message delivery.

    Only with raw message delivery, SNS sets attributes of the SQS message:
    https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html
    """
    attributes = record.inner("messageAttributes")
    return None if attributes is not None and attributes.members else _envelope(record.text_of("body"))


def _may_be_body(record: RawObject) -> bool:
    """Whether an event from a bus may be the body of a message: a rule can send it to a topic."""
    return record.has("detail-type", "source")


@lru_cache(maxsize=1)  # the same body is read several times, one after the other
def _envelope(body: str | None) -> RawObject | None:
    """The notification in the body of an SQS message; None if it is not one: with raw message delivery, it is the message."""
    if body is None or not is_single_object(body):
        return None
    notification = raw_object(body)
    return notification if notification.has("Type", "TopicArn", "Message") else None


def _as_published(attribute: str) -> str:
    """An attribute with the names that the input of `Publish` has."""
    if not attribute.startswith("{"):
        return attribute
    return (_known_renamed if len(attribute) <= _SHORT else _renamed)(attribute)


def _renamed(attribute: str) -> str:
    return raw_object(attribute).renamed(_ATTRIBUTE_AS_PUBLISHED).text


_known_renamed = lru_cache(maxsize=4096)(_renamed)
"""Attributes of many messages have the same few values."""


def _as_seen(record: RawObject) -> RawObject:
    """The message as passed to `Publish`; `EventSource` shows that a function received it.

    https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
    """
    message = record
    form = form_of(record)
    if form == "function":
        inner = record.inner("Sns")
        assert inner is not None
        message = RawObject((("EventSource", '"aws:sns"'), *inner.members))
    elif form in ("raw", "enveloped"):
        record = SQS.as_seen(record)
        message = _notification(record) or record.renamed(
            {"body": "Message", "messageAttributes": "MessageAttributes"}
        )
    elif form == "content":
        message = _of_content(record)
    attributes = message.inner("MessageAttributes")
    if attributes is None or _AS_DELIVERED.search(attributes.text) is None:
        return message
    renamed = RawObject(tuple((name, _as_published(value)) for name, value in attributes.members))
    return message.put("MessageAttributes", renamed.text)


SNS = Source(
    name="sns",
    title="SNS topic",
    records="SNS messages",
    url=_FILTERING,
    services=("sns", "sns-body"),
    filterable=Evidence("documented", _FILTERING),
    data_keys={"sns": (), "sns-body": ()},
    is_base64=False,
    rows=(),
    rows_evidence=Evidence("documented", _FILTERING, "the scope of the filter policy decides what it sees"),
    keys=(),
    markers=(b'"aws:sns"', b'"TopicArn"', b'"TargetArn"', b'"PublishBatchRequestEntries"'),
    wrapper='{"Records": [...]}',
    recognises=_recognises,
    as_seen=_as_seen,
    resembles=_may_be_body,
    carried_by=("sqs",),
)
