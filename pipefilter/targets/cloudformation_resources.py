"""The resources of a template that deploys filters, as values with references in them."""

from __future__ import annotations

from pipefilter.dataclass import dataclass
from pipefilter.targets.cloudformation_properties import (
    GetAtt,
    Ref,
    Value,
    allow,
    filter_list,
    mapping_properties,
    pattern_value,
    pipe_parts,
)
from pipefilter.targets.deployment import DEAD_LETTER_SECONDS, MAX_RECEIVE_COUNT, Deployment

__all__ = ["Template", "to_template"]


@dataclass(frozen=True, slots=True)
class Template:
    """The parts of a CloudFormation template.

    Args:
        parameters: the description of each, by name.
        resources: by logical ID.
    """

    description: str
    parameters: dict[str, str]
    resources: dict[str, Value]


def to_template(deployment: Deployment) -> Template:
    """The template that deploys the filters, for any service."""
    return {"pipe": _pipe, "lambda": _mapping, "rule": _rule, "v2": _subscriber}[deployment.service.name](
        deployment
    )


def _mapping(deployment: Deployment) -> Template:
    parameters, properties = mapping_properties(deployment)
    resources: dict[str, Value] = {
        f"{deployment.name}Mapping": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": properties}
    }
    return Template(f"Filtered delivery of {deployment.source.records} to a function", parameters, resources)


def _pipe(deployment: Deployment) -> Template:
    parts, name = pipe_parts(deployment), deployment.name
    dead, queue = f"{name}DeadLetters", f"{name}Queue"
    account: Value = {"StringEquals": {"aws:SourceAccount": Ref("AWS::AccountId")}}
    resources: dict[str, Value] = {
        dead: _dead_letters(),
        queue: _queue(dead),
        f"{name}Role": _role("pipes.amazonaws.com", list(parts.statements), account),
        f"{name}Pipe": {"Type": "AWS::Pipes::Pipe", "Properties": parts.properties},
    }
    return Template(f"Filtered delivery of {deployment.source.records} to a queue", parts.parameters, resources)


def _role(principal: str, statements: list[Value], condition: Value = None) -> Value:
    trust: dict[str, Value] = {
        "Effect": "Allow",
        "Principal": {"Service": principal},
        "Action": "sts:AssumeRole",
    }
    if condition:
        trust["Condition"] = condition
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            "Policies": [
                {
                    "PolicyName": "least",
                    "PolicyDocument": {"Version": "2012-10-17", "Statement": statements},
                }
            ],
        },
    }


def _rule(deployment: Deployment) -> Template:
    name = deployment.name
    dead, queue, rule = f"{name}DeadLetters", f"{name}Queue", f"{name}Rule"
    target: Value = {
        "Id": "queue",
        "Arn": GetAtt(queue, "Arn"),
        "DeadLetterConfig": {"Arn": GetAtt(dead, "Arn")},
    }
    statement: Value = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": "*",
        "Condition": {"ArnEquals": {"aws:SourceArn": GetAtt(rule, "Arn")}},
    }
    resources: dict[str, Value] = {
        dead: _dead_letters(),
        queue: _queue(dead),
        f"{name}QueuePolicy": {
            "Type": "AWS::SQS::QueuePolicy",
            "Properties": {
                "Queues": [Ref(queue), Ref(dead)],
                "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]},
            },
        },
        rule: {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "EventBusName": Ref("EventBusName"),
                "EventPattern": pattern_value(deployment.pattern),
                "Targets": [target],
            },
        },
    }
    return Template(
        "Filtered delivery of events from an event bus to a queue",
        {"EventBusName": "Name of the event bus"},
        resources,
    )


def _subscriber(deployment: Deployment) -> Template:
    name = deployment.name
    dead, queue, role = f"{name}DeadLetters", f"{name}Queue", f"{name}Role"
    send: list[Value] = [allow(["sqs:SendMessage"], [GetAtt(queue, "Arn"), GetAtt(dead, "Arn")])]
    resources: dict[str, Value] = {
        dead: _dead_letters(),
        queue: _queue(dead),
        role: _role("events.amazonaws.com", send),
        f"{name}Subscriber": {
            "Type": "AWS::EventsV2::Subscriber",
            "Properties": {
                "Name": deployment.name,
                "EventBusArn": Ref("EventBusArn"),
                "FilterConfiguration": filter_list(deployment),
                "InvokeConfiguration": {"TargetArn": GetAtt(queue, "Arn"), "RoleArn": GetAtt(role, "Arn")},
                "OnFailureConfiguration": {"Arn": GetAtt(dead, "Arn")},
            },
        },
    }
    return Template(
        "Filtered delivery of events from an event bus to a queue",
        {"EventBusArn": "ARN of the event bus"},
        resources,
    )


def _dead_letters() -> Value:
    return {"Type": "AWS::SQS::Queue", "Properties": {"MessageRetentionPeriod": DEAD_LETTER_SECONDS}}


def _queue(dead: str) -> Value:
    return {
        "Type": "AWS::SQS::Queue",
        "Properties": {
            "RedrivePolicy": {"deadLetterTargetArn": GetAtt(dead, "Arn"), "maxReceiveCount": MAX_RECEIVE_COUNT}
        },
    }
