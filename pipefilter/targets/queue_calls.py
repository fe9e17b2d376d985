"""The calls of AWS's API that create queues, and let a service send messages to them."""

from __future__ import annotations

from pipefilter.targets.api_call import ApiCall, Argument, Json, Parameter
from pipefilter.targets.deployment import DEAD_LETTER_SECONDS, MAX_RECEIVE_COUNT, Deployment

__all__ = ["policy", "queue_calls", "queue_policy"]


def queue_calls(deployment: Deployment) -> list[ApiCall]:
    """Calls that create the dead-letter queue, and the queue that receives the events."""
    redrive: dict[str, Argument] = {
        "deadLetterTargetArn": Parameter("dead_letters_arn"),
        "maxReceiveCount": MAX_RECEIVE_COUNT,
    }
    return [
        *_queue(deployment, "dead_letters", {"MessageRetentionPeriod": str(DEAD_LETTER_SECONDS)}),
        *_queue(deployment, "queue", {"RedrivePolicy": Json(redrive)}),
    ]


def _queue(deployment: Deployment, variable: str, attributes: dict[str, Argument]) -> list[ApiCall]:
    name = f"{deployment.name.lower()}-{variable.replace('_', '-')}"
    create: dict[str, Argument] = {"QueueName": name, "Attributes": attributes}
    read: dict[str, Argument] = {"QueueUrl": Parameter(f"{variable}_url"), "AttributeNames": ["QueueArn"]}
    return [
        ApiCall("sqs", "create_queue", create, f"{variable}_url", "QueueUrl"),
        ApiCall("sqs", "get_queue_attributes", read, f"{variable}_arn", "Attributes.QueueArn"),
    ]


def policy(statements: list[Argument]) -> Json:
    """A document with statements, as JSON text."""
    return Json({"Version": "2012-10-17", "Statement": statements})


def queue_policy(queue: str, principal: str, source: str) -> ApiCall:
    """The call that lets a service send messages to a queue, for one rule or topic."""
    statement: dict[str, Argument] = {
        "Effect": "Allow",
        "Principal": {"Service": principal},
        "Action": "sqs:SendMessage",
        "Resource": Parameter(f"{queue}_arn"),
        "Condition": {"ArnEquals": {"aws:SourceArn": Parameter(source)}},
    }
    allowed: dict[str, Argument] = {"Policy": policy([statement])}
    return ApiCall(
        "sqs", "set_queue_attributes", {"QueueUrl": Parameter(f"{queue}_url"), "Attributes": allowed}
    )
