"""A value of a template: plain, or a reference that a tool fills in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["GetAtt", "Ref", "Sub", "Value"]


@dataclass(frozen=True, slots=True)
class Ref:
    """`Ref`: the value of a parameter, or what a resource is known by."""

    name: str


@dataclass(frozen=True, slots=True)
class GetAtt:
    """`Fn::GetAtt`: an attribute of a resource."""

    name: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Sub:
    """`Fn::Sub`: a text with `${...}` in it."""

    text: str


Value: TypeAlias = "str | int | float | bool | Ref | GetAtt | Sub | list[Value] | dict[str, Value] | None"
