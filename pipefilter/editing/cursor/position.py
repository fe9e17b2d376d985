"""A position in the tree of a pattern: in an object, in the list of a field, or in an operator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import Json
from pipefilter.language.operator_form import OR

__all__ = ["Position", "PositionKind", "node_at", "position_of", "with_replacement", "without_position"]

PositionKind: TypeAlias = Literal["member", "value", "element", "choice", "operator", "operand", "other"]
"""`member`: the name of a member of an object; `value`: what is after the name, instead of a list or an object;
`element`: an alternative in the list of a field; `choice`: an element of `$or`; `operator`: the name of an operator;
`operand`: a value in an operator; `other`: where nothing is expected."""


@dataclass(frozen=True, slots=True)
class Position:
    """A position in the tree of a pattern.

    Args:
        steps: the number of the member or element at each level.
        names: of the fields that lead to it, without its own if it is a member.
        keywords: of the operators that it is in.
        index: its number in the object or the list.
        siblings: the other names in the object.
    """

    kind: PositionKind
    steps: tuple[int, ...]
    names: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    index: int = 0
    siblings: tuple[str, ...] = ()


def position_of(tree: Json, mark: str) -> Position | None:
    """The position of the first name or string that is the mark; None if there is none."""
    todo: list[tuple[Json, tuple[int, ...]]] = [(tree, ())]
    while todo:
        node, steps = todo.pop()
        if isinstance(node, tuple):
            for number, (name, value) in enumerate(node):
                if name == mark:
                    return _described(tree, (*steps, number), is_name=True)
                todo.append((value, (*steps, number)))
        elif isinstance(node, list):
            todo += [(value, (*steps, number)) for number, value in enumerate(node)]
        elif node == mark and isinstance(node, str):
            return _described(tree, steps, is_name=False)
    return None


def _described(tree: Json, steps: tuple[int, ...], *, is_name: bool) -> Position:
    """The position at the end of the steps."""
    kind: PositionKind = "member"
    names: list[str] = []
    keywords: list[str] = []
    node: Json = tree
    for number, step in enumerate(steps, 1):
        if isinstance(node, tuple):
            if number == len(steps) and is_name:
                siblings = tuple(name for at, (name, _) in enumerate(node) if at != step)
                return Position(kind, steps, tuple(names), tuple(keywords), step, siblings)
            name, node = node[step]
            if kind == "operator":
                keywords.append(name)
            elif name != OR or not isinstance(node, list):
                names.append(name)
            kind = _kind_in_member(kind, name, node)
        elif isinstance(node, list):
            node = node[step]
            if number < len(steps):
                kind = _kind_in_element(kind, node)
    if kind in ("member", "operator"):
        kind = "value" if kind == "member" else "other"
    return Position(kind, steps, tuple(names), tuple(keywords), steps[-1] if steps else 0)


def _kind_in_member(kind: PositionKind, name: str, value: Json) -> PositionKind:
    """The kind of the positions in the value of a member."""
    if kind == "member" and isinstance(value, list):
        return "choice" if name == OR else "element"
    return "operand" if kind == "operator" and not isinstance(value, tuple) else kind


def _kind_in_element(kind: PositionKind, element: Json) -> PositionKind:
    """The kind of the positions in an element of a list."""
    if not isinstance(element, tuple):
        return "other"
    inner: dict[PositionKind, PositionKind] = {"choice": "member", "element": "operator"}
    return inner.get(kind, "other")


def with_replacement(tree: Json, position: Position, replacement: Json) -> Json:
    """The tree with another member, or another value, at a position.

    Args:
        replacement: a value; for a member or an operator, its name and value as an object with one member.
    """
    nodes = list(_nodes(tree, position.steps))
    is_name = position.kind in ("member", "operator")
    node: Json = replacement
    for depth in range(len(position.steps) - 1, -1, -1):
        above, step = nodes[depth], position.steps[depth]
        if isinstance(above, list):
            node = [*above[:step], node, *above[step + 1 :]]
        elif isinstance(above, tuple):
            is_last = depth == len(position.steps) - 1
            members = node if is_last and is_name and isinstance(node, tuple) else ((above[step][0], node),)
            node = (*above[:step], *members, *above[step + 1 :])
    return node


def without_position(
    tree: Json, position: Position, *, in_branch: bool = False
) -> tuple[tuple[str, Json], ...]:
    """The tree without what is at a position, and without the lists and objects that this makes empty.

    Args:
        in_branch: whether to leave out the alternatives in `$or` that the position is not in, so that there is no `$or`.
    """
    nodes = list(_nodes(tree, position.steps))
    kept: Json | None = None
    for depth in range(len(position.steps) - 1, -1, -1):
        above, step = nodes[depth], position.steps[depth]
        below: Sequence[Json] = () if kept is None else (kept,)
        if isinstance(above, list):
            is_choice = depth > 0 and _name_at(nodes[depth - 1], position.steps[depth - 1]) == OR
            if not (in_branch and is_choice):
                kept = [*above[:step], *below, *above[step + 1 :]] or None
        elif isinstance(above, tuple):
            members: list[tuple[str, Json]] = []
            for number, (name, value) in enumerate(above):
                if number != step:
                    members += [] if in_branch and name == OR else [(name, value)]
                elif in_branch and name == OR and isinstance(kept, tuple):
                    members += kept
                elif kept is not None:
                    members.append((name, kept))
            kept = tuple(members) or None
    return kept if isinstance(kept, tuple) else ()


def _name_at(node: Json, step: int) -> str:
    return node[step][0] if isinstance(node, tuple) else ""


def node_at(tree: Json, steps: tuple[int, ...]) -> Json:
    """The list or object at the end of the steps."""
    *_, node = _nodes(tree, (*steps, 0))
    return node


def _nodes(tree: Json, steps: tuple[int, ...]) -> Iterator[Json]:
    """The lists and objects along the steps, from the root."""
    node = tree
    for step in steps:
        yield node
        if isinstance(node, tuple):
            node = node[step][1]
        elif isinstance(node, list):
            node = node[step]
