"""An event pattern as a frozen tree: fields with their alternatives, and `$or`.

`{"detail": {"state": ["stopped"]}}` is one `Field` with the steps `("detail", "state")`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from pipefilter.json_text.written import shortened
from pipefilter.language.operator import Operator

__all__ = ["EventPattern", "Field", "Member", "Or", "path_of"]


def path_of(steps: tuple[str, ...]) -> str:
    """The path of a pattern's field: its steps joined by dots, leading empty names lost as in AWS's engine."""
    above = ".".join(steps[:-1])
    return f"{above}.{steps[-1]}" if above else steps[-1]


@dataclass(frozen=True, slots=True)
class Field:
    """One field and its alternatives, of which one must hold.

    Args:
        steps: the names of the members on the way, from the root, with the field's own.
        alternatives: in the order of the text; never empty.
        pointer: JSON pointer to the list in the pattern's text.
        span: offsets of the list in the pattern's text.
        spans: offsets of each alternative.
        numbers: the index of each in the list, if some of the list are left out; else empty.
        name_spans: offsets of the name of each step, with its quotes; empty if it was not parsed.
    """

    steps: tuple[str, ...]
    alternatives: tuple[Operator, ...]
    pointer: str = field(default="", compare=False)
    span: tuple[int, int] = field(default=(0, 0), compare=False)
    spans: tuple[tuple[int, int], ...] = field(default=(), compare=False)
    numbers: tuple[int, ...] = field(default=(), compare=False)
    name_spans: tuple[tuple[int, int], ...] = field(default=(), compare=False)
    path: str = field(init=False, compare=False, repr=False)
    """The names joined by dots: what is compared with the paths of an event."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", path_of(self.steps))  # once: a thousand branches may share it


@dataclass(frozen=True, slots=True)
class Or:
    """Several sets of members, of which one must hold.

    Args:
        steps: the names of the members on the way to the object in which `$or` stands.
        choices: each with its members, whose steps begin at the root.
        pointer: JSON pointer to the list in the pattern's text.
        span: offsets of the list in the pattern's text.
    """

    steps: tuple[str, ...]
    choices: tuple[tuple[Member, ...], ...]
    pointer: str = field(default="", compare=False)
    span: tuple[int, int] = field(default=(0, 0), compare=False)


Member: TypeAlias = Field | Or


@dataclass(frozen=True, slots=True)
class EventPattern:
    """An event pattern that AWS takes.

    Args:
        members: in the order of the text, which matters where a name is repeated.
        text: as it was parsed; "" if it was built.
    """

    members: tuple[Member, ...]
    text: str = field(default="", compare=False, repr=False)

    def __str__(self) -> str:
        from pipefilter.language.render import render  # noqa: PLC0415 - it imports this module

        return self.text or render(self)

    def __repr__(self) -> str:
        return f"<EventPattern: {shortened(str(self))}>"
