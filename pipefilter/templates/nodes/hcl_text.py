"""Strings of HCL: escapes, heredocs and interpolations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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
    text_part,
)

__all__ = [
    "Interpolated",
    "at_place",
    "has_directives",
    "heredoc",
    "joined",
    "string_node",
    "template_parts",
    "unescaped",
]

Interpolated = Callable[[str, int, int], Node]
"""The node of an expression in `${...}`, from its text and the offsets of the interpolation."""

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}
_HEREDOC = re.compile(r"<<(-?)([A-Za-z][A-Za-z0-9._-]*)\r?\n")
_DIRECTIVE = re.compile(r"(?<!%)(?:%%)*%\{|\$\{~|~\}")
_MAX_CODE_POINT = 0x10FFFF
_MAX_ZEROS = 1_000


def unescaped(raw: str, start: int) -> Text:
    """A part of a quoted string without its escapes; `raw` is its source without the quotes."""
    value: list[str] = []
    places: list[int] = []
    at = 0
    for match in _ESCAPE.finditer(raw):
        value += raw[at : match.start()]
        places += range(start + at, start + match.start())
        code = int(match[1] or match[2] or "0", 16)
        value.append(_LETTERS.get(match[3], match[3]) if match[3] else chr(min(code, _MAX_CODE_POINT)))
        places.append(start + match.start())
        at = match.end()
    value += raw[at:]
    places += range(start + at, start + len(raw) + 1)
    return Text("".join(value), start, start + len(raw), tuple(places))


def heredoc(token: str, start: int, interpolated: Interpolated) -> Node:
    """The node of a heredoc, from `<<` to the line with its end marker."""
    opening = _HEREDOC.match(token)
    assert opening is not None
    lines = token[opening.end() :].splitlines(keepends=True)[:-1]
    indent = 0
    if opening[1]:
        indent = min((len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()), default=0)
    value: list[str] = []
    places: list[int] = []
    at = start + opening.end()
    for line in lines:
        kept = line[indent:] if line.strip() else line.lstrip(" \t")
        value += kept
        places += range(at + len(line) - len(kept), at + len(line))
        at += len(line)
    end = start + len(token)
    text = Text("".join(value), start, end, (*places, at))
    if has_directives(text.value):
        return Unknown("the heredoc", start, end)
    return string_node(template_parts(text, interpolated), start, end)


def has_directives(value: str) -> bool:
    """Whether a string without escapes other than `$${` and `%%{` has `%{...}` or trims white space with `~`."""
    return bool(_DIRECTIVE.search(value))


def template_parts(text: Text, interpolated: Interpolated) -> list[Node]:
    """The parts of a string with only the escapes `$${` and `%%{`, cut at its interpolations."""
    places = text.places or (text.start,) * (len(text.value) + 1)
    return list(_parts(text.value, places, interpolated))


def _parts(value: str, places: tuple[int, ...], interpolated: Interpolated) -> Iterator[Node]:
    at = done = 0
    while at < len(value):
        two = value[at : at + 2]
        if two in {"${", "%{"} and value[at - 1 : at] == value[at] and at > done:  # `$${` is `${`
            yield text_part(value, places, done, at - 1)
            done = at
            at += 2
        elif two in {"${", "%{"}:
            yield text_part(value, places, done, at)
            end = _after_brace(value, at + 2)
            if two == "${":
                yield interpolated(value[at + 2 : end - 1], places[at], places[end])
            else:
                yield Unknown(value[at:end], places[at], places[end])
            at = done = end
        else:
            at += 1
    yield Text(value[done:], places[done], places[-1], places[done:])


def _after_brace(value: str, at: int) -> int:
    """The offset after the brace that ends an interpolation; braces may nest, and be in quotes."""
    depth = 1
    in_quotes = False
    while at < len(value) and depth:
        character = value[at]
        if character == "\\" and in_quotes:
            at += 1
        elif character == '"':
            in_quotes = not in_quotes
        elif not in_quotes:
            depth += (character == "{") - (character == "}")
        at += 1
    return min(at, len(value))


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


def at_place(node: Node, start: int, end: int) -> Node:  # noqa: PLR0911 - a return for each type of node
    """The node with these offsets as the place of all its parts."""
    if isinstance(node, Text):
        return Text(node.value, start, end, (start,) * (len(node.value) + 1))
    if isinstance(node, Scalar):
        return Scalar(node.value, node.written, start, end)
    if isinstance(node, Unknown):
        return Unknown(node.placeholder, start, end)
    if isinstance(node, Call):
        return Call(node.name, at_place(node.argument, start, end), start, end)
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
