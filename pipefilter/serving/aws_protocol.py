"""Speaks AWS's JSON protocol, in which every SDK calls TestEventPattern."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from pipefilter.serving.event_pattern_call import LIST_NOT_EXPECTED, CallFault, evaluate_call
from pipefilter.serving.http_message import Answer, Request, json_answer
from pipefilter.serving.json_body import NotAnObject, json_object

__all__ = ["aws_answer", "fault_answer"]

OPERATION = "AWSEvents.TestEventPattern"

MEDIA_TYPES = ("application/x-amz-json-1.1", "application/x-amz-json-1.0")
"""EventBridge's models name AWS JSON 1.1 as its only protocol (botocore 1.44.8, @aws-sdk/client-eventbridge 3.1169.0).
1.0 differs in its name only."""


def aws_answer(request: Request) -> Answer:
    """The answer of AWS to a call; signatures are not checked.

    That the body is read before the operation is looked up is recorded for Kinesis, which speaks the same protocol,
    and so are the two statuses of UnknownOperationException. The messages of these two faults at EventBridge are not
    recorded; these are our own.

    Source: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
    """
    try:
        result = evaluate_call(_parameters(request))
    except CallFault as fault:
        return fault_answer(fault, media_type=request.media_type)
    return _answer(200, {"Result": result}, request.media_type)


def fault_answer(fault: CallFault, *, media_type: str = MEDIA_TYPES[0], log: str = "") -> Answer:
    """The answer for a fault, as AWS gives it: the type in the body and in a header; the log is for the server."""
    value = {"__type": fault.type, "message": fault.message}
    return _answer(fault.status, value, media_type, (("x-amzn-ErrorType", fault.type),), log)


def _answer(
    status: int,
    value: Mapping[str, object],
    media_type: str,
    headers: tuple[tuple[str, str], ...] = (),
    log: str = "",
) -> Answer:
    sent = media_type if media_type in MEDIA_TYPES else MEDIA_TYPES[0]
    headers = (("x-amzn-RequestId", str(uuid4())), *headers, ("Cache-Control", "no-store"))
    return json_answer(status, value, content_type=sent, headers=headers, fault=log)


def _parameters(request: Request) -> dict[str, object]:
    """The parameters of the call, if it is one of TestEventPattern."""
    if request.media_type not in MEDIA_TYPES:
        what = f"content type {request.media_type or '(none)'}: AWS SDKs send {MEDIA_TYPES[0]}"
        raise CallFault("UnknownOperationException", what, 404)
    try:
        parameters = json_object(request.body)
    except NotAnObject as error:
        message = LIST_NOT_EXPECTED if error.is_list else str(error)
        raise CallFault("SerializationException", message) from None
    target = request.headers.get("x-amz-target", "")
    if target != OPERATION:
        what = f"X-Amz-Target {target or '(none)'}: pipefilter supports only {OPERATION}"
        raise CallFault("UnknownOperationException", what)
    return parameters
