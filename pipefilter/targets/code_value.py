"""Values as they stand in programs: plain ones, names, calls and objects with members."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = ["Call", "Code", "Raw"]


@dataclass(frozen=True, slots=True)
class Raw:
    """A piece of code on one line: a name, an expression."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call, or a construction.

    Args:
        name: of what is called, such as `JSON.stringify` or `new sqs.Queue`.
        arguments: by position.
        named: by name; languages without named arguments take an object in the last place.
    """

    name: str
    arguments: tuple[Code, ...] = ()
    named: dict[str, Code] = field(default_factory=dict)


Code: TypeAlias = "str | int | float | bool | Raw | Call | list[Code] | dict[str, Code] | None"
