"""A stack of the CDK, whatever the language, and the parts that stacks share."""

from __future__ import annotations

from dataclasses import dataclass

from pipefilter.targets.cdk.value import Cdk, New, Static, Struct, Variable

__all__ = ["Stack", "queues", "role_with", "statement"]


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack.

    Args:
        modules: of aws-cdk-lib that it imports, such as `sqs`.
        parameters: by name, what each is, in words.
        constructs: each with the name of its variable, "" for none.
    """

    modules: tuple[str, ...]
    parameters: dict[str, str]
    constructs: list[tuple[str, Cdk]]


def queues() -> list[tuple[str, Cdk]]:
    """The queue that a stack fills, and the one for what nobody could take from it."""
    days = Static("cdk.Duration.days", arguments=(14,))
    dead = Struct("sqs.DeadLetterQueue", {"queue": Variable("deadLetters"), "maxReceiveCount": 3})
    return [
        ("deadLetters", New("sqs.Queue", "DeadLetters", members={"retentionPeriod": days})),
        ("queue", New("sqs.Queue", "Queue", members={"deadLetterQueue": dead})),
    ]


def role_with(principal: Cdk, statements: list[Cdk]) -> Cdk:
    """A role.

    Args:
        principal: may take it.
        statements: what it allows.
    """
    document = New("iam.PolicyDocument", members={"statements": statements})
    return New("iam.Role", "Role", members={"assumedBy": principal, "inlinePolicies": {"least": document}})


def statement(actions: list[Cdk], resources: list[Cdk]) -> Cdk:
    """A statement of a policy that allows actions on resources."""
    return New("iam.PolicyStatement", members={"actions": actions, "resources": resources})
