"""`EventPattern` to text: fields that follow each other and share names share objects."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.json_text.written import quoted, written
from pipefilter.language.event_pattern import EventPattern, Field, Member

__all__ = ["render"]


class _Writer:
    """Writes members into one object, opening and closing the objects between."""

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
        """Close and open objects until the one with these steps is open."""
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

    Args:
        pattern: parsed or built.

    Raises:
        TypeError: it is neither.
    """
    if not isinstance(pattern, EventPattern):
        raise TypeError(f"{type(pattern).__name__} is not a pattern that was parsed: use pipefilter.parse")
    pieces: list[str] = []
    writer = _Writer(pieces, 0)
    # Each level: the writer of an object, its members to go, and the choices of the `$or` it belongs to.
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
