"""A CDK stack, in no particular language, and the parts that stacks share."""

from __future__ import annotations

from pipefilter.dataclass import dataclass
from pipefilter.targets.cdk.value import Cdk, New, Static, Struct, Variable
from pipefilter.targets.deployment import DEAD_LETTER_SECONDS, MAX_RECEIVE_COUNT

__all__ = ["Stack", "dead_letter_queue", "queues", "role_with", "statement"]


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack of the CDK.

    Args:
        modules: of aws-cdk-lib that it imports, such as `sqs`.
        parameters: the description of each, by name.
        constructs: each after the name of its variable, "" for none.
    """

    modules: tuple[str, ...]
    parameters: dict[str, str]
    constructs: list[tuple[str, Cdk]]


def dead_letter_queue() -> tuple[str, Cdk]:
    """The dead-letter queue."""
    days = Static("cdk.Duration.days", arguments=(DEAD_LETTER_SECONDS // 86400,))
    return "deadLetters", New("sqs.Queue", "DeadLetters", members={"retentionPeriod": days})


def queues() -> list[tuple[str, Cdk]]:
    """The dead-letter queue, and the queue that receives the events."""
    dead = Struct(
        "sqs.DeadLetterQueue", {"queue": Variable("deadLetters"), "maxReceiveCount": MAX_RECEIVE_COUNT}
    )
    return [
        dead_letter_queue(),
        ("queue", New("sqs.Queue", "Queue", members={"deadLetterQueue": dead})),
    ]


def role_with(principal: Cdk, statements: list[Cdk]) -> Cdk:
    """A role that a principal may assume, with the statements of its policy."""
    document = New("iam.PolicyDocument", members={"statements": statements})
    return New("iam.Role", "Role", members={"assumedBy": principal, "inlinePolicies": {"least": document}})


def statement(actions: list[Cdk], resources: list[Cdk]) -> Cdk:
    """A statement of a policy that allows actions on resources."""
    return New("iam.PolicyStatement", members={"actions": actions, "resources": resources})
