"""Prints filters for deployment tools: one file per tool."""

from __future__ import annotations

from pipefilter.targets.aws_cli import AWS_CLI
from pipefilter.targets.boto3_calls import BOTO3
from pipefilter.targets.cdk.python import CDK_PYTHON
from pipefilter.targets.cdk.typescript import CDK_TYPESCRIPT
from pipefilter.targets.cloudformation import CLOUDFORMATION
from pipefilter.targets.cloudformation_json import CLOUDFORMATION_JSON
from pipefilter.targets.pulumi.python import PULUMI_PYTHON
from pipefilter.targets.pulumi.typescript import PULUMI_TYPESCRIPT
from pipefilter.targets.sam import SAM
from pipefilter.targets.serverless import SERVERLESS
from pipefilter.targets.target import Target, Unsupported
from pipefilter.targets.terraform import TERRAFORM

__all__ = ["TARGETS", "Target", "Unsupported", "target_named"]

TARGETS: tuple[Target, ...] = (
    CDK_TYPESCRIPT,
    CDK_PYTHON,
    SAM,
    CLOUDFORMATION,
    CLOUDFORMATION_JSON,
    TERRAFORM,
    SERVERLESS,
    PULUMI_PYTHON,
    PULUMI_TYPESCRIPT,
    AWS_CLI,
    BOTO3,
)
"""Every tool, in the order of the docs."""


def target_named(name: str) -> Target:
    """The tool with this name, such as `sam`, as `pipefilter generate` accepts it.

    Raises:
        KeyError: there is no such tool.
    """
    return {target.name: target for target in TARGETS}[name]
