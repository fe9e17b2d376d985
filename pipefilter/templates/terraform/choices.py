"""Values that are built from parts some of which are choices."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.templates.nodes.node import Choice, Node

__all__ = ["distributed"]

_MAX_OPTIONS = 16
"""The values that conditions in the parts of one value can form."""


def distributed(
    node: Node,
    parts: list[Node],
    build: Callable[[list[Node]], Node | None],
    unknown: Callable[[Node], Node],
    left: int = _MAX_OPTIONS,
) -> Node | None:
    """What is built from the parts; a choice if parts are choices: conditions that are written alike agree.

    Args:
        node: the call of which they are the parts.
        unknown: the value of a node that is not known.
    """
    choice = next((part for part in parts if isinstance(part, Choice)), None)
    if choice is None:
        return build(parts)
    if left < len(choice.options):
        return None
    options = []
    for number in range(len(choice.options)):
        decided = [_decided(part, choice, number) for part in parts]
        value = distributed(node, decided, build, unknown, left // len(choice.options))
        options.append(unknown(node) if value is None else value)
    return Choice(tuple(options), node.start, node.end, choice.condition)


def _decided(part: Node, choice: Choice, number: int) -> Node:
    """A part of a value if an option of a choice is taken."""
    if isinstance(part, Choice) and (
        part is choice or (choice.condition and part.condition == choice.condition)
    ):
        return part.options[number]
    return part
