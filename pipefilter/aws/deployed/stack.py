"""Reads which resources a stack of CloudFormation has, and the values of its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import field

from pipefilter.aws.connection import Connection
from pipefilter.aws.deployed.answers import ApiOperation, strings
from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput

__all__ = ["Stack", "deployed_stack"]

_PARTS = 4
"""The parts of an ARN before the account."""
_HIDDEN = "****"
"""What AWS returns for a parameter with `NoEcho`."""


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack.

    Args:
        physical_ids: of its resources, by their logical IDs.
        nested: the IDs of the stacks that are nested in it, by their logical IDs.
        parameters: the values of its parameters and pseudo parameters, by name.
    """

    name: str
    physical_ids: Mapping[str, str]
    parameters: Mapping[str, str]
    nested: Mapping[str, str] = field(default_factory=dict)


def deployed_stack(connection: Connection, name: str) -> Stack:
    """A stack in the account.

    Args:
        name: or the ID.

    Raises:
        UnreadableInput: there is no such stack, or it cannot be read.
    """
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html
    listing = ApiOperation(f"the resources of the stack {name}", "cloudformation:ListStackResources")
    description = ApiOperation(f"the stack {name}", "cloudformation:DescribeStacks")
    with closing(listing.client(connection, "cloudformation")) as client:
        stacks = description.answer(client.describe_stacks, StackName=name).get("Stacks")
        if not isinstance(stacks, list) or not stacks or not isinstance(stacks[0], dict):
            raise UnreadableInput(f"there is no stack {name}")
        resources = list(listing.listed(client.list_stack_resources, "StackResourceSummaries", StackName=name))
    physical_ids: dict[str, str] = {}
    nested: dict[str, str] = {}
    for resource in resources:
        kind, logical_id, physical_id = strings(
            resource, "ResourceType", "LogicalResourceId", "PhysicalResourceId"
        )
        if logical_id and physical_id:
            physical_ids[logical_id] = physical_id
            if kind == "AWS::CloudFormation::Stack":
                nested[logical_id] = physical_id
    return Stack(name, physical_ids, _values(stacks[0]), nested)


def _values(stack: Mapping[str, object]) -> dict[str, str]:
    parameters = stack.get("Parameters")
    values: dict[str, str] = {}
    for parameter in parameters if isinstance(parameters, list) else ():
        key, value = strings(parameter, "ParameterKey", "ParameterValue")
        if value != _HIDDEN:
            values[key] = value
    name, arn = strings(stack, "StackName", "StackId")
    parts = arn.split(":")
    if len(parts) > _PARTS:
        values |= {"AWS::Partition": parts[1], "AWS::Region": parts[3], "AWS::AccountId": parts[4]}
    return {**values, "AWS::StackName": name}
