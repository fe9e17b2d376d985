"""An event pattern as a frozen tree: fields with their alternatives, and `$or`.

`{"detail": {"state": ["stopped"]}}` is one `Field` with the steps `("detail", "state")`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.json_text.writer import quoted, shortened, written
from pipefilter.language.operator import Operator
from pipefilter.override import override

__all__ = ["EventPattern", "Field", "Member", "Or", "path_of", "render"]


def path_of(steps: tuple[str, ...]) -> str:
    """The path of a field: its steps joined by dots, without leading empty names, which AWS's engine drops."""
    above = ".".join(steps[:-1])
    return f"{above}.{steps[-1]}" if above else steps[-1]


@dataclass(frozen=True, slots=True)
class Field:
    """A field and its alternatives, one of which must match.

    Args:
        steps: the names that lead from the root to the field, with its own.
        alternatives: in the order of the text; never empty.
        pointer: JSON pointer to the list in the pattern's text.
        span: offsets of the list in the pattern's text.
        spans: offsets of each alternative.
        numbers: the index of each in the list, if some elements of the list are left out; else empty.
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
    """The names joined by dots, to be compared with the paths of an event."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", path_of(self.steps))  # once: a thousand branches may share it


@dataclass(frozen=True, slots=True)
class Or:
    """A `$or`: several sets of members, one of which must match.

    Args:
        steps: the names that lead from the root to the object with the `$or`.
        choices: the members of each, with steps from the root.
        pointer: JSON pointer to the list in the pattern's text.
        span: offsets of the list in the pattern's text.
        spans: offsets of each choice; empty if it was not parsed.
    """

    steps: tuple[str, ...]
    choices: tuple[tuple[Member, ...], ...]
    pointer: str = field(default="", compare=False)
    span: tuple[int, int] = field(default=(0, 0), compare=False)
    spans: tuple[tuple[int, int], ...] = field(default=(), compare=False)


Member: TypeAlias = Field | Or


@dataclass(frozen=True, slots=True)
class EventPattern:
    """A valid event pattern.

    Args:
        members: the members, in the order of the text, which matters where a name is repeated.
        text: the text that was parsed; "" if the pattern was built.
    """

    members: tuple[Member, ...]
    text: str = field(default="", compare=False, repr=False)

    @override
    def __str__(self) -> str:
        return self.text or render(self)

    @override
    def __repr__(self) -> str:
        return f"<EventPattern: {shortened(str(self))}>"


class _Writer:
    """Writes members into one object, and opens and closes the objects between them."""

    def __init__(self, pieces: list[str], base: int) -> None:
        self.pieces = pieces
        self.base = base
        self.open: list[str] = []
        self.first = [True]
        pieces.append("{")

    def name(self, name: str) -> None:
        self.pieces.append(("" if self.first[-1] else ", ") + quoted(name) + ": ")
        self.first[-1] = False

    def go_to(self, steps: tuple[str, ...]) -> None:
        """Close and open objects until the object with these steps is open."""
        shared = 0
        while shared < min(len(steps), len(self.open)) and steps[shared] == self.open[shared]:
            shared += 1
        self._close_to(shared)
        for step in steps[shared:]:
            self.name(step)
            self.pieces.append("{")
            self.open.append(step)
            self.first.append(True)

    def _close_to(self, depth: int) -> None:
        while len(self.open) > depth:
            self.open.pop()
            self.first.pop()
            self.pieces.append("}")

    def end(self) -> None:
        self._close_to(0)
        self.pieces.append("}")


def render(pattern: EventPattern) -> str:
    """The pattern as JSON text on one line, which parses to an equal pattern.

    Raises:
        TypeError: the argument is not an `EventPattern`.
    """
    if not isinstance(pattern, EventPattern):
        raise TypeError(f"{type(pattern).__name__} is not a pattern that was parsed: use pipefilter.parse")
    pieces: list[str] = []
    writer = _Writer(pieces, 0)
    # Each level: the writer of an object, its remaining members, and the remaining choices of its `$or`.
    levels: list[tuple[_Writer, Iterator[Member], Iterator[tuple[Member, ...]]]] = [
        (writer, iter(pattern.members), iter(()))
    ]
    while levels:
        writer, members, choices = levels[-1]
        member = next(members, None)
        if isinstance(member, Field):
            writer.go_to(member.steps[writer.base : -1])
            writer.name(member.steps[-1])
            pieces.append(written([operator.element() for operator in member.alternatives]))
            continue
        if member is not None:
            writer.go_to(member.steps[writer.base :])
            writer.name("$or")
            pieces.append("[")
            first, *rest = member.choices
            levels.append((_Writer(pieces, len(member.steps)), iter(first), iter(rest)))
            continue
        writer.end()
        following = next(choices, None)
        if following is not None:
            pieces.append(", ")
            levels[-1] = (_Writer(pieces, writer.base), iter(following), choices)
        else:
            levels.pop()
            if levels:
                pieces.append("]")
    return "".join(pieces)
