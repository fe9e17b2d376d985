"""Finds which property of a template is at an offset in its text."""

from __future__ import annotations

from pipefilter.templates.nodes.node import Call, Mapping, Node, Sequence

__all__ = ["property_path"]


def property_path(root: Node, offset: int) -> tuple[str, ...]:
    """The names of the members, and the indexes in lists, that lead to the outermost value that starts at an offset.

    Args:
        root: the template.
        offset: in its text. Inside a string, it leads to the string, and at the name of a member to the member.
    """
    steps: list[str] = []
    node: Node | None = root
    while node is not None and node.start != offset:
        step, node = _step(node, offset)
        steps += [] if step is None else [step]
    return tuple(steps)


def _step(node: Node, offset: int) -> tuple[str | None, Node | None]:
    """The name of the part of a value that an offset is in, and that part if the offset may be inside it.

    Of a function, the argument has no name.
    """
    match node:
        case Mapping(members=members):
            for name, value in members:
                if name.start <= offset < name.end:
                    return name.value, None
                if value.start <= offset < value.end:
                    return name.value, value
        case Sequence(items=items):
            for index, item in enumerate(items):
                if item.start <= offset < item.end:
                    return str(index), item
        case Call(argument=argument) if argument.start <= offset < argument.end:
            return None, argument
        case _:
            pass
    return None, None
