"""A call of AWS's API, in no particular language."""

from __future__ import annotations

from typing import TypeAlias

from pipefilter.dataclass import dataclass

__all__ = ["ApiCall", "Argument", "Calls", "Joined", "Json", "Parameter"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable, in snake case: a parameter of the program, or the result of a call."""

    name: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A string, followed by a variable."""

    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Json:
    """A value as JSON text."""

    value: Argument


Argument: TypeAlias = "str | int | Parameter | Joined | Json | list[Argument] | dict[str, Argument]"


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call of AWS's API.

    Args:
        service: as botocore calls it.
        operation: in snake case.
        parameters: by name, as the API has them.
        result: the variable for a value of the answer; "" for none.
        path: of that value in the answer, with dots.
        why: the reason to wait after the call; "" for none.
    """

    service: str
    operation: str
    parameters: dict[str, Argument]
    result: str = ""
    path: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls in their order.

    Args:
        parameters: the description of each parameter of the program, by name.
        calls: in the order in which they need each other.
    """

    parameters: dict[str, str]
    calls: list[ApiCall]
