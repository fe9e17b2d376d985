"""Terraform, with resources of the AWS provider."""

from __future__ import annotations

from pipefilter.json_text.place import utf16_length
from pipefilter.targets.cloudformation_properties import snake
from pipefilter.targets.code_language import HCL, Call, Code, Raw, aligned, to_code
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.provider_resources import filter_members, to_unit
from pipefilter.targets.provider_unit import (
    Attribute,
    Block,
    Blocks,
    Document,
    Pattern,
    Provided,
    Resource,
    Variable,
)
from pipefilter.targets.target import Target

__all__ = ["TERRAFORM"]

_ESCAPED = "<>&\u2028\u2029"
_HEAD = """terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.40"
    }
  }
}
"""


class _Writer:
    def __init__(self, deployment: Deployment, resources: list[Resource]) -> None:
        self._max_length = deployment.service.pattern_length.maximum
        self._prefix = snake(deployment.name)
        self._kinds = {
            resource.label: resource.kind for resource in reversed(resources) if "policy" not in resource.kind
        }

    def body(self, members: dict[str, Provided], depth: int) -> list[str]:
        """The lines of a body: attributes, with aligned values, and blocks."""
        indent = "  " * depth
        lines: list[str] = []
        attributes = {name: value for name, value in members.items() if not isinstance(value, Block | Blocks)}
        width = max([len(name) for name in attributes], default=0)
        printed = {name: HCL.print(self._code(value), depth, width + 3) for name, value in attributes.items()}
        names = aligned(list(printed), list(printed.values()))
        lines += [f"{indent}{name} = {text}" for name, text in zip(names, printed.values(), strict=True)]
        for name, value in members.items():
            if isinstance(value, Block | Blocks):
                for block in value.each if isinstance(value, Blocks) else [value]:
                    lines += [""] if lines else []
                    lines += [f"{indent}{name} {{", *self.body(block.members, depth + 1), f"{indent}}}"]
        return lines

    def resource(self, resource: Resource) -> list[str]:
        """The lines of a resource."""
        name = self.name(resource.label)
        lines = ["", f'resource "{resource.kind}" "{name}" {{', *self.body(resource.members, 1)]
        if resource.after:
            addresses = (address.partition(".") for address in resource.after)
            after = ", ".join(f"{kind}.{self.name(label)}" for kind, _, label in addresses)
            lines += ["", f"  depends_on = [{after}]"]
        return [*lines, "}"]

    def name(self, name: str) -> str:
        """The name of a resource or a variable, with the prefix, so that a module can contain several such units."""
        return f"{self._prefix}_{name}"

    def account(self) -> list[str]:
        """The lines of the data source with the account."""
        return ["", f'data "aws_caller_identity" "{self._prefix}" {{}}']

    def _code(self, value: Provided) -> Code:  # noqa: PLR0911 - a return for each type of value
        if isinstance(value, Variable):
            if value.name == "account":
                return Raw(f"data.aws_caller_identity.{self._prefix}.account_id")
            variable = f"var.{self.name(value.name)}"
            return Raw(f'"{value.prefix}${{{variable}}}"' if value.prefix else variable)
        if isinstance(value, Attribute):
            return Raw(f"{self._kinds[value.resource]}.{self.name(value.resource)}.{value.name}")
        if isinstance(value, Document):
            return Call("jsonencode", (self._code(value.value),))
        if isinstance(value, Pattern):
            return self._pattern(value)
        if isinstance(value, list):
            return [self._code(element) for element in value]
        if isinstance(value, dict):
            return {name: self._code(member) for name, member in value.items()}
        assert isinstance(value, str | int)
        return value

    def _pattern(self, value: Pattern) -> Code:
        """An object for jsonencode, unless its output, in which <, > and & are six characters each, is too long."""
        text = value.text.text
        longer = utf16_length(text) + 5 * sum(text.count(character) for character in _ESCAPED)
        if value.text.value is None or longer > self._max_length:
            return text
        return Call("jsonencode", (to_code(value.text.value),))


def _render(deployment: Deployment) -> str:
    if not deployment.whole:
        return "\n".join(_Writer(deployment, []).body(filter_members(deployment), 0)) + "\n"
    unit = to_unit(deployment)
    writer = _Writer(deployment, unit.resources)
    lines = [_HEAD.rstrip("\n")]
    for name, description in unit.variables.items():
        lines += [
            "",
            f'variable "{writer.name(name)}" {{',
            f"  description = {HCL.string(description)}",
            "  type        = string",
            "}",
        ]
    lines += writer.account() if deployment.service.name == "pipe" else []
    for resource in unit.resources:
        lines += writer.resource(resource)
    return "\n".join(lines) + "\n"


TERRAFORM = Target(
    name="terraform",
    title="Terraform",
    what="The attributes or the block with the filters for `aws_cloudwatch_event_rule`, `source_parameters` of `aws_pipes_pipe`, `aws_lambda_event_source_mapping` or `aws_sns_topic_subscription`.",
    url="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/pipes_pipe",
    suffix=".tf",
    renderers=dict.fromkeys(("rule", "pipe", "lambda", "sns", "sns-body"), _render),
    unsupported={
        "v2": "the AWS provider has no such resource; use the target cloudformation, "
        "which aws_cloudformation_stack deploys",
    },
    checked_with="python-hcl2, which parses the HCL, and with the names of the AWS provider that Pulumi's package contains. "
    "No provider is called, and nothing is planned.",
)
