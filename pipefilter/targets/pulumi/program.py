"""A Pulumi program, in any of its languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipefilter.targets.code_language import Language, as_code
from pipefilter.targets.code_value import Call, Code, Raw
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.provider_resources import (
    Attribute,
    Block,
    Blocks,
    Document,
    Pattern,
    Provided,
    Resource,
    Unit,
    Variable,
    filter_member,
)
from pipefilter.targets.pulumi.names import NOT_LISTS, PLURALS, PULUMI_CLASSES

__all__ = ["PulumiLanguage", "camel_of"]


def camel_of(name: str) -> str:
    """A name of the provider as JavaScript has it.

    Args:
        name: such as `source_parameters`.
    """
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@dataclass(frozen=True, slots=True)
class PulumiLanguage:
    """How a language writes a Pulumi program.

    Args:
        language: of values.
        name: of a member or a variable.
        made: a resource: its class, its name and its members.
        nested: a block: the path of names to it, and its members.
        encode: the function that makes JSON of plain values.
        encode_outputs: the one that makes JSON of values of which some are outputs.
        prefixed: a variable after a text.
        account: the account's number.
    """

    language: Language
    name: Callable[[str], str]
    made: Callable[[Resource, str, dict[str, Code], list[str]], Code]
    nested: Callable[[str, dict[str, Code]], Code]
    encode: str
    encode_outputs: str
    prefixed: Callable[[str, str], str]
    account: str

    def resources(self, unit: Unit, deployment: Deployment) -> list[tuple[str, Code]]:
        """Each resource with its variable.

        Args:
            unit: what can be deployed.
            deployment: for its name.
        """
        variables = {f"{one.kind}.{one.label}": _variable(one) for one in unit.resources}
        found = []
        for one in unit.resources:
            labels = {
                other.label: _variable(other)
                for other in reversed(unit.resources)
                if "policy" not in other.kind
            }
            path = PULUMI_CLASSES[one.kind].rpartition(".")
            members = {
                self.name(PLURALS.get(name, name)): self._code(value, f"{path[0]}.{path[2]}", name, labels)
                for name, value in one.members.items()
            }
            title = f"{deployment.name.lower()}-{_variable(one).replace('_', '-')}"
            after = [self.name(variables[label]) for label in one.after]
            found.append((self.name(_variable(one)), self.made(one, title, members, after)))
        return found

    def filter_code(self, deployment: Deployment) -> tuple[str, Code]:
        """The member with the filters, as it stands in its resource.

        Args:
            deployment: of a rule, a pipe or an event source mapping.
        """
        name, value = filter_member(deployment)
        path = {
            "rule": "cloudwatch.EventRule",
            "pipe": "pipes.PipeSourceParameters",
            "lambda": "lambda.EventSourceMapping",
        }
        return self.name(name), self._code(value, path[deployment.service.name], name, {})

    def _code(self, value: Provided, path: str, name: str, labels: dict[str, str]) -> Code:  # noqa: C901, PLR0911 - one a kind of value
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
                self.name(PLURALS.get(key, key)): self._code(one, inner, key, labels)
                for key, one in value.members.items()
            }
            return self.nested(inner, members)
        if isinstance(value, Blocks):
            return [self._code(one, path, name, labels) for one in value.each]
        if isinstance(value, Document):
            return Call(self.encode_outputs, (self._code(value.value, path, name, labels),))
        if isinstance(value, Pattern):
            text = value.text
            if text.value is None or (self.encode == "json.dumps" and not text.fits_with_blanks):
                return text.text
            return Call(self.encode, (as_code(text.value),))
        if isinstance(value, list):
            if name in NOT_LISTS:
                return self._code(value[0], path, name, labels)
            return [self._code(one, path, name, labels) for one in value]
        if isinstance(value, dict):
            return {key: self._code(one, path, name, labels) for key, one in value.items()}
        return value


def _variable(one: Resource) -> str:
    """A name that no other resource of the unit has."""
    suffix = {"aws_iam_role": "role", "aws_iam_role_policy": "policy", "aws_sqs_queue_policy": "policy"}
    end = suffix.get(one.kind, "target" if one.kind.endswith("_target") else "")
    return f"{one.label}_{end}" if end and not (one.label == "pipe" and end == "role") else end or one.label
