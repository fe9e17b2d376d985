"""Terraform's functions on values that are known.

Source: https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipefilter.json_text.number import Number
from pipefilter.templates.nodes.hcl_text import joined
from pipefilter.templates.nodes.node import Joined, Mapping, Node, Scalar, Sequence, Text, Unknown
from pipefilter.templates.terraform.operators import decimal, number_node, truth_node

__all__ = ["FUNCTIONS", "Function"]

Function = Callable[[list[Node], Node], Node | None]
"""Takes the values of the arguments and the call; returns None if the result is not known."""

_VERB = re.compile(r"%(?:[sdv]|%)")
_ANY_VERB = re.compile(r"%[^sdv%]|%$")
_PARTS = (Text, Joined, Scalar, Unknown)


def _string(change: Callable[[str], str]) -> Function:
    def function(arguments: list[Node], _: Node) -> Node | None:
        text = arguments[0]
        if len(arguments) != 1 or not isinstance(text, Text):
            return None
        if not text.value.isascii():  # Go's rules for other characters differ a little
            return None
        changed = change(text.value)
        return text if changed == text.value else Text(changed, text.start, text.start)

    return function


def _trim(change: Callable[[str, str], str]) -> Function:
    def function(arguments: list[Node], _: Node) -> Node | None:
        texts = [argument.value for argument in arguments if isinstance(argument, Text)]
        if len(texts) != 2 or len(arguments) != 2:
            return None
        return Text(change(*texts), arguments[0].start, arguments[0].start)

    return function


def _replace(arguments: list[Node], _: Node) -> Node | None:
    whole, old, new = arguments
    if not isinstance(old, Text) or not isinstance(new, Text):
        return None
    if len(old.value) > 1 and old.value[0] == old.value[-1] == "/":
        return None  # a regular expression is in slashes
    parts: list[Node] = [
        Text(part.value.replace(old.value, new.value), part.start, part.start)
        if isinstance(part, Text)
        else part
        for part in (whole.parts if isinstance(whole, Joined) else (whole,))
    ]
    return joined(parts, whole.start, whole.end) if all(isinstance(part, _PARTS) for part in parts) else None


def _format(arguments: list[Node], call: Node) -> Node | None:
    form, *values = arguments
    if not isinstance(form, Text) or _ANY_VERB.search(form.value.replace("%%", "")):
        return None
    parts: list[Node] = []
    at = number = 0
    for verb in _VERB.finditer(form.value):
        parts.append(Text(form.value[at : verb.start()], call.start, call.start))
        at = verb.end()
        if verb[0] == "%%":
            parts.append(Text("%", call.start, call.start))
        elif number < len(values) and isinstance(values[number], _PARTS):
            parts.append(values[number])
            number += 1
        else:
            return None
    parts.append(Text(form.value[at:], call.start, call.start))
    return joined(parts, call.start, call.end) if number == len(values) else None


def _join(arguments: list[Node], call: Node) -> Node | None:
    separator, *lists = arguments
    if not isinstance(separator, Text) or not all(isinstance(each, Sequence) for each in lists):
        return None
    parts: list[Node] = []
    for item in (item for each in lists if isinstance(each, Sequence) for item in each.items):
        if not isinstance(item, _PARTS):
            return None
        parts += [Text(separator.value, call.start, call.start)] if parts else []
        parts.append(item)
    return joined(parts, call.start, call.end)


def _split(arguments: list[Node], call: Node) -> Node | None:
    separator, text = arguments
    if not isinstance(separator, Text) or not isinstance(text, Text):
        return None
    words = text.value.split(separator.value) if separator.value else list(text.value)
    return Sequence(tuple(Text(word, text.start, text.start) for word in words), call.start, call.end)


def _concat(arguments: list[Node], call: Node) -> Node | None:
    if not all(isinstance(argument, Sequence) for argument in arguments):
        return None
    items = (item for argument in arguments if isinstance(argument, Sequence) for item in argument.items)
    return Sequence(tuple(items), call.start, call.end)


def _distinct(arguments: list[Node], call: Node) -> Node | None:
    values = arguments[0]
    if not isinstance(values, Sequence) or not all(isinstance(item, Text | Scalar) for item in values.items):
        return None
    items: dict[object, Node] = {}
    for item in values.items:
        items.setdefault(_identity(item), item)
    return Sequence(tuple(items.values()), call.start, call.end)


def _set(arguments: list[Node], call: Node) -> Node | None:
    values = arguments[0]
    if not isinstance(values, Sequence):
        return None
    items = {item.value: item for item in reversed(values.items) if isinstance(item, Text)}
    is_known = all(isinstance(item, Text) for item in values.items)
    return Sequence(tuple(items[name] for name in sorted(items)), call.start, call.end) if is_known else None


def _compact(arguments: list[Node], call: Node) -> Node | None:
    values = arguments[0]
    if not isinstance(values, Sequence) or not all(isinstance(item, Text | Scalar) for item in values.items):
        return None
    kept = (item for item in values.items if _identity(item)[1] not in (None, ""))
    return Sequence(tuple(kept), call.start, call.end)


def _merge(arguments: list[Node], call: Node) -> Node | None:
    members: dict[str, tuple[Text, Node]] = {}
    for argument in arguments:
        if isinstance(argument, Mapping) and all(type(name) is Text for name, _ in argument.members):
            for name, value in argument.members:
                members.pop(name.value, None)
                members[name.value] = name, value
        elif not _is_null(argument):
            return None
    return Mapping(tuple(members.values()), call.start, call.end)


def _keys(arguments: list[Node], call: Node) -> Node | None:
    values = arguments[0]
    if not isinstance(values, Mapping) or not all(type(name) is Text for name, _ in values.members):
        return None
    names = sorted((name for name, _ in values.members), key=lambda name: name.value)
    return Sequence(tuple(names), call.start, call.end)


def _values(arguments: list[Node], call: Node) -> Node | None:
    values = arguments[0]
    if not isinstance(values, Mapping) or not all(type(name) is Text for name, _ in values.members):
        return None
    members = sorted(values.members, key=lambda member: member[0].value)
    return Sequence(tuple(value for _, value in members), call.start, call.end)


def _lookup(arguments: list[Node], _: Node) -> Node | None:
    values, key, *default = arguments
    if not isinstance(values, Mapping) or not isinstance(key, Text):
        return None
    if not all(type(name) is Text for name, _ in values.members):
        return None
    return values.get(key.value) or (default[0] if default else None)


def _contains(arguments: list[Node], call: Node) -> Node | None:
    values, value = arguments
    if not isinstance(values, Sequence) or not isinstance(value, Text):
        return None
    if any(isinstance(item, Text) and item.value == value.value for item in values.items):
        return truth_node(value=True, at=call)
    is_known = all(isinstance(item, Text | Scalar) for item in values.items)
    return truth_node(value=False, at=call) if is_known else None


def _length(arguments: list[Node], call: Node) -> Node | None:
    value = arguments[0]
    if isinstance(value, Text) and value.value.isascii():  # otherwise grapheme clusters are counted
        return number_node(len(value.value), call)
    if isinstance(value, Sequence):
        return number_node(len(value.items), call)
    if isinstance(value, Mapping) and all(type(name) is Text for name, _ in value.members):
        return number_node(len({name.value for name, _ in value.members}), call)
    return None


def _element(arguments: list[Node], _: Node) -> Node | None:
    values, number = arguments
    at = decimal(number)
    if not isinstance(values, Sequence) or not values.items or at is None or at != int(at) or at < 0:
        return None
    return values.items[int(at) % len(values.items)]


def _coalesce(arguments: list[Node], _: Node) -> Node | None:
    for argument in arguments:
        if isinstance(argument, Unknown | Joined):
            return None
        if not _is_null(argument) and not (isinstance(argument, Text) and not argument.value):
            return argument
    return None


def _same(arguments: list[Node], _: Node) -> Node | None:
    return arguments[0] if isinstance(arguments[0], Sequence | Mapping) else None


def _to_string(arguments: list[Node], call: Node) -> Node | None:
    value = arguments[0]
    return joined([value], call.start, call.end) if isinstance(value, _PARTS) and not _is_null(value) else None


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None


def _identity(node: Node) -> tuple[str, object]:
    if isinstance(node, Text):
        return "text", node.value
    value = node.value if isinstance(node, Scalar) else id(node)
    return type(value).__name__, value.text if isinstance(value, Number) else value


FUNCTIONS: dict[str, tuple[int, Function]] = {
    "lower": (1, _string(str.lower)),
    "upper": (1, _string(str.upper)),
    "trimspace": (1, _string(str.strip)),
    "chomp": (1, _string(lambda text: text.rstrip("\r\n"))),
    "trimprefix": (2, _trim(str.removeprefix)),
    "trimsuffix": (2, _trim(str.removesuffix)),
    "trim": (2, _trim(str.strip)),
    "replace": (3, _replace),
    "format": (1, _format),
    "join": (1, _join),
    "split": (2, _split),
    "concat": (1, _concat),
    "distinct": (1, _distinct),
    "toset": (1, _set),
    "compact": (1, _compact),
    "merge": (1, _merge),
    "keys": (1, _keys),
    "values": (1, _values),
    "lookup": (2, _lookup),
    "contains": (2, _contains),
    "length": (1, _length),
    "element": (2, _element),
    "coalesce": (1, _coalesce),
    "tolist": (1, _same),
    "tomap": (1, _same),
    "tostring": (1, _to_string),
}
"""The functions by their names, each with the least number of its arguments."""
