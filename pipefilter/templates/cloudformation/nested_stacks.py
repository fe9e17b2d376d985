"""Finds the stacks that are nested in a template of CloudFormation or AWS SAM, and what it passes to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipefilter.dataclass import dataclass
from pipefilter.templates.intrinsics import Intrinsics
from pipefilter.templates.nodes.node import Joined, Node, Scalar, Sequence, Text
from pipefilter.templates.nodes.node import Mapping as MappingNode
from pipefilter.templates.parameter_values import ParameterValues

__all__ = ["NestedStack", "nested_stacks", "plain_text"]

_LOCATIONS = {"AWS::CloudFormation::Stack": "TemplateURL", "AWS::Serverless::Application": "Location"}
"""The property with the template of each type of resource.

https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
"""
_ASSET_PATH, _ASSET_PROPERTY = "aws:asset:path", "aws:asset:property"
"""Where the CDK writes the path of a template that it uploads."""
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://|[A-Za-z0-9.-]+\.amazonaws\.com")


@dataclass(frozen=True, slots=True)
class NestedStack:
    """A stack that is nested in a template.

    Args:
        path: of its template, from the folder of the outer one; "" if it is not a local file.
        location: where its template is, in words.
        parameters: the values that are passed to it, by name; None for a value that is not known.
        condition: the name of its condition; "" without one.
        is_deployed: whether it is deployed; None if that depends on a condition that is not known.
    """

    logical_id: str
    path: str
    location: str
    parameters: Mapping[str, str | None]
    condition: str
    is_deployed: bool | None


def nested_stacks(root: MappingNode, source: str, parameters: ParameterValues) -> Iterator[NestedStack]:
    """The nested stacks in a template, in the order of its resources.

    Args:
        root: the template.
        source: its text.
        parameters: the values of its parameters.
    """
    intrinsics = Intrinsics(source, parameters)
    for name, resource in root.mapping("Resources").members:
        if not isinstance(resource, MappingNode) or resource.text("Type") not in _LOCATIONS:
            continue
        named = _LOCATIONS[resource.text("Type")]
        properties = resource.mapping("Properties")
        path, location = _location(resource, properties.get(named), named, intrinsics)
        condition = resource.text("Condition")
        yield NestedStack(
            name.value,
            path,
            location,
            {
                key.value: plain_text(intrinsics.resolved(value))
                for key, value in properties.mapping("Parameters").members
            },
            condition,
            parameters.condition(condition) if condition else True,
        )


def _location(resource: MappingNode, node: Node | None, name: str, intrinsics: Intrinsics) -> tuple[str, str]:
    """The path of a template, and where it is in words."""
    metadata = resource.mapping("Metadata")
    if metadata.text(_ASSET_PROPERTY) == name and (asset := metadata.text(_ASSET_PATH)):
        return asset, asset
    if isinstance(node, MappingNode):
        return "", "in the AWS Serverless Application Repository"
    text = None if node is None else plain_text(intrinsics.resolved(node))
    if text is None:
        return "", f"not known: {name} has no value that is known"
    return ("", text) if _URL.match(text) else (text, text)


def plain_text(node: Node | None) -> str | None:
    """A value as CloudFormation passes it in a parameter; None if it is not known in full."""
    match node:
        case Text():
            return node.value
        case Scalar(value=bool()):
            return node.written
        case Joined():
            texts = [plain_text(part) for part in node.parts]
        case Sequence():
            texts = [plain_text(item) for item in node.items]
        case _:
            return None
    known = [text for text in texts if text is not None]
    return ("," if isinstance(node, Sequence) else "").join(known) if len(known) == len(texts) else None
