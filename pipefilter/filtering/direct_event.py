"""Detects events that services pass to a function themselves, and input of calls that send: no filter sees either.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
"""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.json_text.raw_object import RawObject, raw_elements, raw_object

__all__ = ["direct_event_note"]

_OF_SNS = "an SNS notification as a function receives it"
_BY_EVENT_SOURCE = {
    "aws:s3": "an S3 event notification",
    "aws:sns": _OF_SNS,
    "aws:ses": "an SES event",
    "aws:codecommit": "a CodeCommit event",
    "aws:cloudfront": "a CloudFront event",
}


def _is_of_load_balancer(event: RawObject) -> bool:
    context = event.inner("requestContext")
    return context is not None and context.has("elb")


def _is_of_api_gateway(event: RawObject) -> bool:
    if event.inner("requestContext") is None:
        return event.has("methodArn") and event.has("type")
    return any(event.has(name) for name in ("httpMethod", "routeKey", "rawPath", "resource"))


def _is_of_cloudfront(event: RawObject) -> bool:
    inner = event.inner("cf")
    return inner is not None and (inner.has("config") or inner.has("request"))


def _is_of_websocket(event: RawObject) -> bool:
    context = event.inner("requestContext")
    return context is not None and context.has("connectionId")


_FORMS: tuple[tuple[str, Callable[[RawObject], bool]], ...] = (
    ("a request from an Application Load Balancer", _is_of_load_balancer),
    ("a WebSocket message from API Gateway", _is_of_websocket),
    ("a request from API Gateway or a function URL", _is_of_api_gateway),
    ("a CloudFront event", _is_of_cloudfront),
    ("an event of a Cognito user pool", lambda event: event.has("triggerSource", "userPoolId")),
    ("an event of a Cognito identity pool", lambda event: event.has("identityPoolId", "datasetRecords")),
    (
        "a request of a custom resource from CloudFormation",
        lambda event: event.has("RequestType", "ResponseURL"),
    ),
    ("a job of CodePipeline", lambda event: event.has("CodePipeline.job")),
    ("an event of AWS Config", lambda event: event.has("invokingEvent", "configRuleArn")),
    ("a request from Lex", lambda event: event.has("bot", "sessionState")),
    ("a request to rotate a secret", lambda event: event.has("SecretId", "ClientRequestToken", "Step")),
)
_NOTHING = RawObject(())


def direct_event_note(event: RawObject) -> str:
    """What an event is that no filter ever sees, in a sentence; "" if it may be one that filters see."""
    kind = _kind(event) or _kind(_first_of(event, "Records"))
    if kind == _OF_SNS:
        return f"this is {kind}: only filter policies of SNS (services sns and sns-body) see its message"
    if kind:
        return f"this is {kind}: filters of pipes, event source mappings and rules never see it in this form"
    if _is_entry(event):
        return (
            "this is an entry of the PutEvents call, not an event: the event that it becomes has source, detail-type and, as an "
            "object, detail"
        )
    if _is_entry(_first_of(event, "Entries")):
        return (
            "these are entries of the PutEvents call, not an event: test the event that each becomes, with source, "
            "detail-type and, as an object, detail"
        )
    return _sent_note(event)


_SENT = "this is the input of the {call} call, not a record: SQS makes a record of it, with the text of MessageBody in its body"


def _sent_note(event: RawObject) -> str:
    """That an object is what a program sends to a queue, or the command of an SDK; "" if it is neither.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
    """
    if event.has("detail-type") or event.has("source"):
        return ""
    is_alone = len(event.members) == 1
    if event.has("MessageBody") and (is_alone or event.has("QueueUrl")):
        return _SENT.format(call="SendMessage")
    if _first_of(event, "Entries").has("Id", "MessageBody"):
        return _SENT.format(call="SendMessageBatch")
    sent = event.inner("input") if is_alone else None
    return direct_event_note(sent) if sent is not None else ""  # a command of the AWS SDK for JavaScript


def _kind(event: RawObject) -> str:
    """The kind of an event that a service passes to a function itself; "" for any other."""
    kind = _BY_EVENT_SOURCE.get(event.text_of("eventSource") or event.text_of("EventSource") or "")
    return kind or next((name for name, is_it in _FORMS if is_it(event)), "")


def _first_of(event: RawObject, name: str) -> RawObject:
    """The first object in a member with a list; an empty object if there is none."""
    elements = event.get(name)
    if elements is None or not elements.startswith("["):
        return _NOTHING
    first = next(iter(raw_elements(elements)), None)
    return raw_object(first[0]) if first is not None and first[0].startswith("{") else _NOTHING


def _is_entry(event: RawObject) -> bool:
    """Whether an object is an entry of PutEvents.

    https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
    """
    if event.has("detail-type") or event.has("source"):
        return False
    return event.text_of("DetailType") is not None and (event.has("Source") or event.has("Detail"))
