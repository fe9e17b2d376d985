"""A message of SNS as passed to `Publish`, from what a filter policy sees of it.

https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
"""

from __future__ import annotations

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.witnesses.usual_values import ACCOUNT, REGION, TIME

__all__ = ["TOPIC", "notification_of_function", "possible_attributes", "published"]

TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:example"
_ID = "2c6a3f0e-5b1d-4c8e-9f27-0a1b2c3d4e5f"
_URL = f"https://sns.{REGION}.amazonaws.com/"


def published(seen: Json, service: str) -> Json:
    """The input of `Publish`.

    Args:
        seen: the attributes, or the body.
        service: the name of the service, which determines what the policy sees.
    """
    topic: tuple[tuple[str, Json], ...] = (("TopicArn", TOPIC),)
    if service == "sns-body" or not isinstance(seen, tuple):
        return (*topic, ("Message", written(seen)))
    message = (*topic, ("Message", "example"))
    attributes = tuple((name, _attribute(_possible(value))) for name, value in seen)
    return (*message, ("MessageAttributes", attributes)) if attributes else message


def possible_attributes(seen: Json) -> Json:
    """Attributes as a message can have them: only an array can contain true, false, null or an empty string."""
    if not isinstance(seen, tuple):
        return seen
    return tuple((name, _possible(value)) for name, value in seen)


def _possible(value: Json) -> Json:
    return [value] if value is None or value == "" or isinstance(value, bool) else value


def _attribute(value: Json) -> Json:
    if isinstance(value, str):
        return (("DataType", "String"), ("StringValue", value))
    if isinstance(value, Number):
        return (("DataType", "Number"), ("StringValue", value.text))
    return (("DataType", "String.Array"), ("StringValue", written(value)))


def notification_of_function(message: Json) -> Json:
    """The record that a function receives for the input of `Publish`; types of attributes are lost, as all are strings.

    https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
    """
    members = dict(message) if isinstance(message, tuple) else {}
    attributes = members.get("MessageAttributes")
    delivered: list[tuple[str, Json]] = []
    for name, attribute in attributes if isinstance(attributes, tuple) else ():
        own = dict(attribute) if isinstance(attribute, tuple) else {}
        delivered.append((name, (("Type", "String"), ("Value", own.get("StringValue")))))
    notification: tuple[tuple[str, Json], ...] = (
        ("Type", "Notification"),
        ("MessageId", _ID),
        ("TopicArn", TOPIC),
        ("Subject", None),
        ("Message", members.get("Message")),
        ("Timestamp", TIME.replace("Z", ".000Z")),
        ("SignatureVersion", "1"),
        ("Signature", "EXAMPLE"),
        ("SigningCertUrl", f"{_URL}SimpleNotificationService-example.pem"),
        ("UnsubscribeUrl", f"{_URL}?Action=Unsubscribe&SubscriptionArn={TOPIC}:{_ID}"),
        ("MessageAttributes", tuple(delivered)),
    )
    return (
        ("EventSource", "aws:sns"),
        ("EventVersion", "1.0"),
        ("EventSubscriptionArn", f"{TOPIC}:{_ID}"),
        ("Sns", notification),
    )
