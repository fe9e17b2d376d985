"""Texts of HCL: escapes, heredocs, and what is interpolated in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

from pipefilter.json_text.number import Number
from pipefilter.templates.nodes.node import Call, Joined, Node, Scalar, Sequence, Text, Unknown

__all__ = ["Interpolated", "has_directives", "heredoc", "joined", "put_together", "template_parts", "unescaped"]

Interpolated = Callable[[str, int, int], Node]
"""The value of an expression in `${...}`: its text, and the offsets of the whole."""

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}
_HEREDOC = re.compile(r"<<(-?)([A-Za-z][A-Za-z0-9._-]*)\r?\n")
_DIRECTIVE = re.compile(r"(?<!%)(?:%%)*%\{|\$\{~|~\}")
_LAST_CODE = 0x10FFFF
_MAX_ZEROS = 1_000


def unescaped(raw: str, start: int) -> Text:
    """A piece of a text in quotes.

    Args:
        raw: as it is written, without the quotes.
        start: offset in the file.
    """
    value: list[str] = []
    places: list[int] = []
    at = 0
    for found in _ESCAPE.finditer(raw):
        value += raw[at : found.start()]
        places += range(start + at, start + found.start())
        code = int(found[1] or found[2] or "0", 16)
        value.append(_LETTERS.get(found[3], found[3]) if found[3] else chr(min(code, _LAST_CODE)))
        places.append(start + found.start())
        at = found.end()
    value += raw[at:]
    places += range(start + at, start + len(raw) + 1)
    return Text("".join(value), start, start + len(raw), tuple(places))


def heredoc(token: str, start: int, interpolated: Interpolated) -> Node:
    """A heredoc.

    Args:
        token: all of it, from `<<` to the line with its mark.
        start: offset in the file.
        interpolated: the value of an expression in it.
    """
    opening = _HEREDOC.match(token)
    assert opening is not None  # noqa: S101 - the grammar has seen it
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
    return put_together(template_parts(text, interpolated), start, end)


def has_directives(value: str) -> bool:
    """Whether a text has `%{...}` or trims blanks with `~`, so that what stands in it may not be there.

    Args:
        value: without escapes, but for `$${` and `%%{`.
    """
    return bool(_DIRECTIVE.search(value))


def template_parts(text: Text, interpolated: Interpolated) -> list[Node]:
    """A text, cut at what is interpolated.

    Args:
        text: without escapes, but for `$${` and `%%{`.
        interpolated: the value of an expression in it.
    """
    places = text.places or (text.start,) * (len(text.value) + 1)
    return list(_parts(text.value, places, interpolated))


def _parts(value: str, places: tuple[int, ...], interpolated: Interpolated) -> Iterator[Node]:
    at = done = 0
    while at < len(value):
        two = value[at : at + 2]
        if two in {"${", "%{"} and value[at - 1 : at] == value[at] and at > done:  # `$${` is `${`
            yield Text(value[done : at - 1], places[done], places[at - 1], places[done:at])
            done = at
            at += 2
        elif two in {"${", "%{"}:
            yield Text(value[done:at], places[done], places[at], places[done : at + 1])
            end = _after_brace(value, at + 2)
            inner = value[at + 2 : end - 1]
            shown = value[at:end]
            yield (
                interpolated(inner, places[at], places[end])
                if two == "${"
                else Unknown(shown, places[at], places[end])
            )
            at = done = end
        else:
            at += 1
    yield Text(value[done:], places[done], places[-1], places[done:])


def _after_brace(value: str, at: int) -> int:
    """The offset after the brace that ends what is interpolated; braces may nest, and stand in quotes."""
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


def put_together(parts: list[Node], start: int, end: int) -> Node:
    """Parts of a text; to be put together later if some have to be looked up.

    Args:
        parts: texts, and others.
        start: offset in the file.
        end: offset after them.
    """
    if any(isinstance(part, Call) for part in parts):
        return Call("joined", Sequence(tuple(parts), start, end), start, end)
    return joined(parts, start, end)


def joined(parts: list[Node], start: int, end: int) -> Node:
    """Parts put together: a text if all is known.

    Args:
        parts: texts, and others.
        start: offset in the file.
        end: offset after them.
    """
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
    """A number or truth value as Terraform writes it in a string; None for a number of thousands of zeros."""
    if isinstance(scalar.value, Number):
        try:
            number = Decimal(scalar.value.text)
        except InvalidOperation:  # its exponent is longer than any that Python reckons with
            return None
        if abs(number.adjusted()) > _MAX_ZEROS:
            return None
        whole, point, fraction = format(number, "f").partition(".")
        return f"{whole}{point}{fraction}".rstrip("0").rstrip(".") if point else whole
    return "true" if scalar.value else "false"


def _places(part: Text) -> tuple[int, ...]:
    return part.places[: len(part.value)] or (part.start,) * len(part.value)
