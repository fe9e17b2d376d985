"""The code of a Pulumi program, in any of its languages."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.dataclass import dataclass
from pipefilter.targets.code_language import Call, Code, Language, Raw, to_code
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.provider_resources import filter_members
from pipefilter.targets.provider_unit import (
    Attribute,
    Block,
    Blocks,
    Document,
    Pattern,
    Provided,
    Resource,
    Unit,
    Variable,
)

__all__ = ["PULUMI_CLASSES", "PulumiLanguage", "camel_case"]

PULUMI_CLASSES = {
    "aws_sqs_queue": "sqs.Queue",
    "aws_sqs_queue_policy": "sqs.QueuePolicy",
    "aws_iam_role": "iam.Role",
    "aws_iam_role_policy": "iam.RolePolicy",
    "aws_pipes_pipe": "pipes.Pipe",
    "aws_lambda_event_source_mapping": "lambda.EventSourceMapping",
    "aws_cloudwatch_event_rule": "cloudwatch.EventRule",
    "aws_cloudwatch_event_target": "cloudwatch.EventTarget",
    "aws_lambda_permission": "lambda.Permission",
    "aws_sns_topic_subscription": "sns.TopicSubscription",
}
"""The module and class of each of the AWS provider's resources."""

_PLURALS = {"filter": "filters", "source_access_configuration": "source_access_configurations"}
"""Repeated blocks are lists."""

_RENAMED = {
    ("aws_sns_topic_subscription", "topic_arn"): "topic",
    ("aws_lambda_permission", "function_name"): "function",
}
"""Attributes of the provider that Pulumi calls otherwise."""

_NOT_LISTS = {"queues"}
"""Lists of the provider with one element, which Pulumi accepts without the list."""


def camel_case(name: str) -> str:
    """A name of the provider as JavaScript has it: `source_parameters` as `sourceParameters`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@dataclass(frozen=True, slots=True)
class PulumiLanguage:
    """How a language writes a Pulumi program.

    Args:
        name: of a member or a variable.
        resource_code: constructs a resource from its name, its members and the names of what it depends on.
        block_code: constructs a block from the path of names to it, and its members.
        encode: the function that encodes plain values as JSON.
        encode_outputs: the function that encodes values as JSON if some are outputs.
        prefixed: a variable after a string.
        account: the expression of the account's number.
    """

    language: Language
    name: Callable[[str], str]
    resource_code: Callable[[Resource, str, dict[str, Code], list[str]], Code]
    block_code: Callable[[str, dict[str, Code]], Code]
    encode: str
    encode_outputs: str
    prefixed: Callable[[str, str], str]
    account: str

    def resources(self, unit: Unit, deployment: Deployment) -> list[tuple[str, Code]]:
        """Each resource with its variable."""
        variables = {f"{resource.kind}.{resource.label}": _variable(resource) for resource in unit.resources}
        code = []
        for resource in unit.resources:
            labels = {
                other.label: _variable(other)
                for other in reversed(unit.resources)
                if "policy" not in other.kind
            }
            path = PULUMI_CLASSES[resource.kind].rpartition(".")
            members = {
                self.name(_RENAMED.get((resource.kind, name), _PLURALS.get(name, name))): self._code(
                    value, f"{path[0]}.{path[2]}", name, labels
                )
                for name, value in resource.members.items()
            }
            title = f"{deployment.name.lower()}-{_variable(resource).replace('_', '-')}"
            after = [self.name(variables[label]) for label in resource.after]
            code.append((self.name(_variable(resource)), self.resource_code(resource, title, members, after)))
        return code

    def filter_code(self, deployment: Deployment) -> dict[str, Code]:
        """The arguments of a resource with its filters."""
        paths = {
            "rule": "cloudwatch.EventRule",
            "pipe": "pipes.PipeSourceParameters",
            "lambda": "lambda.EventSourceMapping",
        }
        path = paths.get(deployment.service.name, "sns.TopicSubscription")
        return {
            self.name(name): self._code(value, path, name, {})
            for name, value in filter_members(deployment).items()
        }

    def _code(self, value: Provided, path: str, name: str, labels: dict[str, str]) -> Code:  # noqa: C901, PLR0911 - a return for each type of value
        if isinstance(value, Variable):
            if value.name == "account":
                return Raw(self.account)
            variable = self.name(value.name)
            return Raw(self.prefixed(value.prefix, variable) if value.prefix else variable)
        if isinstance(value, Attribute):
            return Raw(f"{self.name(labels[value.resource])}.{value.name}")
        if isinstance(value, Block):
            inner = path + "".join(word.capitalize() for word in name.split("_"))
            members = {
                self.name(_PLURALS.get(key, key)): self._code(member, inner, key, labels)
                for key, member in value.members.items()
            }
            return self.block_code(inner, members)
        if isinstance(value, Blocks):
            return [self._code(block, path, name, labels) for block in value.each]
        if isinstance(value, Document):
            return Call(self.encode_outputs, (self._code(value.value, path, name, labels),))
        if isinstance(value, Pattern):
            text = value.text
            if text.value is None or (self.encode == "json.dumps" and not text.fits_with_blanks):
                return text.text
            return Call(self.encode, (to_code(text.value),))
        if isinstance(value, list):
            if name in _NOT_LISTS:
                return self._code(value[0], path, name, labels)
            return [self._code(element, path, name, labels) for element in value]
        if isinstance(value, dict):
            return {key: self._code(member, path, name, labels) for key, member in value.items()}
        return value


def _variable(resource: Resource) -> str:
    """A variable's name that no other resource of the unit has."""
    label = resource.label
    suffixes = {"aws_iam_role": "role", "aws_iam_role_policy": "policy", "aws_sqs_queue_policy": "policy"}
    suffix = suffixes.get(resource.kind, "target" if resource.kind.endswith("_target") else "")
    return f"{label}_{suffix}" if suffix and not (label == "pipe" and suffix == "role") else suffix or label
