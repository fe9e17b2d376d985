"""Values of a CDK program, in no particular language: constructs, structs, static calls, variables."""

from __future__ import annotations

from dataclasses import field
from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.targets.filter_text import FilterText, Plain

__all__ = ["Cdk", "Encoded", "Member", "New", "Object", "Static", "Struct", "Variable", "encoded"]


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable, such as `deadLetters`, or one of its attributes."""

    name: str
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A constant of a class, such as `lambda.StartingPosition.TRIM_HORIZON`."""

    path: str


@dataclass(frozen=True, slots=True)
class New:
    """A construct, or an object of a class.

    Args:
        path: module and class.
        name: of a construct in its scope; "" for an object without a scope.
        arguments: by position, after the scope and the name.
    """

    path: str
    name: str = ""
    arguments: tuple[Cdk, ...] = ()
    members: dict[str, Cdk] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Static:
    """A call of a static method.

    Args:
        path: module, class and method.
        name: of the result in its scope; "" for a result without a scope.
    """

    path: str
    name: str = ""
    arguments: tuple[Cdk, ...] = ()
    members: dict[str, Cdk] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Struct:
    """Properties: an object in TypeScript, a class in Python."""

    path: str
    members: dict[str, Cdk]


@dataclass(frozen=True, slots=True)
class Object:
    """An object with names as they are, such as a pattern."""

    value: Plain


@dataclass(frozen=True, slots=True)
class Encoded:
    """A pattern as a JSON string, encoded from an object."""

    text: FilterText


Cdk: TypeAlias = "str | int | float | bool | Variable | Member | New | Static | Struct | Object | Encoded | list[Cdk] | dict[str, Cdk]"


def encoded(pattern: FilterText) -> Cdk:
    """A pattern as a JSON string: encoded from an object where that loses nothing."""
    return pattern.text if pattern.value is None else Encoded(pattern)
