"""What the AWS provider's resources are called in Pulumi."""

from __future__ import annotations

__all__ = ["NOT_LISTS", "PLURALS", "PULUMI_CLASSES"]

PULUMI_CLASSES = {
    "aws_sqs_queue": "sqs.Queue",
    "aws_sqs_queue_policy": "sqs.QueuePolicy",
    "aws_iam_role": "iam.Role",
    "aws_iam_role_policy": "iam.RolePolicy",
    "aws_pipes_pipe": "pipes.Pipe",
    "aws_lambda_event_source_mapping": "lambda.EventSourceMapping",
    "aws_cloudwatch_event_rule": "cloudwatch.EventRule",
    "aws_cloudwatch_event_target": "cloudwatch.EventTarget",
}
"""By the provider's name, module and class."""

PLURALS = {"filter": "filters", "source_access_configuration": "source_access_configurations"}
"""Blocks that may be there more than once are lists."""

NOT_LISTS = {"queues"}
"""Lists of the provider that hold one element, which Pulumi takes without the list."""
