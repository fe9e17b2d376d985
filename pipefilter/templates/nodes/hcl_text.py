"""Joins the parts of strings of HCL, and moves nodes to another place."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from pipefilter.json_text.number import Number
from pipefilter.templates.nodes.node import (
    Call,
    Computed,
    Joined,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Text,
    Unknown,
)

__all__ = [
    "at_place",
    "joined",
    "string_length",
    "string_node",
]

_MAX_ZEROS = 1_000


def string_node(parts: list[Node], start: int, end: int) -> Node:
    """A string of these parts; a call of `joined` if some of them must be looked up first."""
    if any(isinstance(part, Call) for part in parts):
        return Call("joined", Sequence(tuple(parts), start, end), start, end)
    return joined(parts, start, end)


def joined(parts: list[Node], start: int, end: int) -> Node:
    """The string that these parts form, as far as they are known."""
    flat: list[Text | Unknown] = []
    for part in parts:
        if isinstance(part, Joined):
            flat += part.parts
        elif isinstance(part, Text):
            flat += [part] if part.value else []
        elif isinstance(part, Unknown):
            flat.append(part)
        elif isinstance(part, Scalar) and part.value is not None and (word := _as_text(part)) is not None:
            flat.append(Text(word, part.start, part.end))
        else:
            flat.append(Unknown("${...}", part.start, part.end))
    if all(isinstance(part, Text) for part in flat):
        texts = [part for part in flat if isinstance(part, Text)]
        places = [place for part in texts for place in part.places[: len(part.value)]]
        value = "".join(part.value for part in texts)
        if len(places) < len(value):  # a part without places of its own
            places = [place for part in texts for place in _places(part)]
        return Text(value, start, end, (*places, end))
    return Joined(tuple(flat), start, end)


def _as_text(scalar: Scalar) -> str | None:
    """A number or boolean as Terraform writes it in a string; None for a number with thousands of zeros."""
    if isinstance(scalar.value, Number):
        try:
            number = Decimal(scalar.value.text)
        except InvalidOperation:  # its exponent is beyond that of any decimal
            return None
        if abs(number.adjusted()) > _MAX_ZEROS:
            return None
        whole, point, fraction = format(number, "f").partition(".")
        return f"{whole}{point}{fraction}".rstrip("0").rstrip(".") if point else whole
    return "true" if scalar.value else "false"


def _places(part: Text) -> tuple[int, ...]:
    return part.places[: len(part.value)] or (part.start,) * len(part.value)


def string_length(part: Node) -> int:
    """The number of characters of a string, as far as they are known."""
    if isinstance(part, Text):
        return len(part.value)
    return sum(map(string_length, part.parts)) if isinstance(part, Joined) else 1


def at_place(node: Node, start: int, end: int) -> Node:  # noqa: PLR0911 - a return for each type of node
    """The node with these offsets as the place of all its parts."""
    if isinstance(node, Text):
        return Text(node.value, start, end, (start,) * (len(node.value) + 1))
    if isinstance(node, Scalar):
        return Scalar(node.value, node.written, start, end)
    if isinstance(node, Unknown):
        return Unknown(node.placeholder, start, end, node.is_text, node.key)
    if isinstance(node, Call):
        return Call(node.name, at_place(node.argument, start, end), start, end, node.written)
    if isinstance(node, Sequence):
        return Sequence(tuple(at_place(item, start, end) for item in node.items), start, end)
    if isinstance(node, Mapping):
        return Mapping(
            tuple((_name_at(name, start, end), at_place(value, start, end)) for name, value in node.members),
            start,
            end,
        )
    parts = getattr(node, "parts", ())
    return joined([at_place(part, start, end) for part in parts], start, end)


def _name_at(name: Text, start: int, end: int) -> Text:
    if isinstance(name, Computed) and name.node is not None:
        return Computed(name.value, start, end, (), at_place(name.node, start, end))
    return Text(name.value, start, end)
