"""Resources of the AWS provider, shared by Terraform and Pulumi, before they are printed."""

from __future__ import annotations

from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.targets.filter_text import FilterText

__all__ = [
    "Attribute",
    "Block",
    "Blocks",
    "Document",
    "Pattern",
    "Provided",
    "Resource",
    "Unit",
    "Variable",
]


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the unit; `account` is the caller's account."""

    name: str
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of another resource."""

    resource: str
    name: str


@dataclass(frozen=True, slots=True)
class Block:
    """A block, or an object."""

    members: dict[str, Provided]


@dataclass(frozen=True, slots=True)
class Blocks:
    """A repeated block, or a list of objects."""

    each: list[Block]


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON document, such as a policy."""

    value: Provided


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern, as a JSON string."""

    text: FilterText


Provided: TypeAlias = "str | int | bool | Variable | Attribute | Block | Blocks | Document | Pattern | list[Provided] | dict[str, Provided]"


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of the AWS provider.

    Args:
        kind: as the provider calls it, such as `aws_pipes_pipe`.
        label: its name in the unit.
        after: the labels of the resources that must exist before.
    """

    kind: str
    label: str
    members: dict[str, Provided]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """Resources that can be deployed together.

    Args:
        variables: the description of each, by name.
        resources: in the order in which they need each other.
    """

    variables: dict[str, str]
    resources: list[Resource]
