"""A JSON text as a tree that keeps what AWS looks at: every repeated name, and numbers as written.

An object is a tuple of (name, value), an array a list, a number a `Number`.
"""

from __future__ import annotations

import codecs
import json
import math
from collections.abc import Iterator
from decimal import Decimal
from typing import NoReturn, TypeAlias, TypeGuard

from pipefilter.json_text import syntax_problems as syntax
from pipefilter.json_text.number import MAX_DIGITS, Number
from pipefilter.json_text.place import pointer_step
from pipefilter.json_text.reader import MAX_DEPTH, MAX_NAME, MAX_STRING, JsonReader, Token, joined_surrogates

__all__ = ["Json", "NotJson", "Scalar", "decoded", "fast_tree", "from_python", "strict_tree", "value_end", "written"]

Scalar: TypeAlias = str | Number | bool | None
Json: TypeAlias = "Scalar | list[Json] | tuple[tuple[str, Json], ...]"

_CONSTANTS = {Token.TRUE: True, Token.FALSE: False, Token.NULL: None}
_IN_NUMBERS = frozenset("0123456789.eE+-")


class NotJson(Exception):
    """A Python value has no JSON form: `pointer` says where, `reason` why."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(reason)
        self.pointer = pointer
        self.reason = reason


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, with or without byte order mark, or UTF-16 with one (PowerShell's `>`).

    Raises:
        UnicodeDecodeError: it is neither.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def strict_tree(text: str) -> Json:
    """The first JSON value of a text, read as AWS reads it; what follows it is not looked at.

    Raises:
        JsonFault: the text is not JSON, or beyond the parser's limits.
    """
    reader = JsonReader(text)
    members: list[list[tuple[str, Json]]] = []  # of each open container; an array's have empty names
    names: list[str] = []
    while True:
        token = reader.next()
        value: Json
        if token is Token.NAME:
            names[-1] = reader.name
            continue
        if token in (Token.OBJECT, Token.ARRAY):
            members.append([])
            names.append("")
            continue
        if token is Token.END:
            raise syntax.end_of_input(text, ": there is no value")
        if token is Token.STRING:
            value = reader.string()
        elif token is Token.NUMBER:
            value = reader.number()
        elif token is Token.OBJECT_END:
            value = tuple(members.pop())
            names.pop()
        elif token is Token.ARRAY_END:
            value = [element for _, element in members.pop()]
            names.pop()
        else:
            value = _CONSTANTS[token]
        if not members:
            return value
        members[-1].append((names[-1], value))


class _NotCertain(Exception):
    """The fast reader hands over to the strict one."""


def _refuse(_constant: str) -> NoReturn:
    raise _NotCertain


def _with_short_names(pairs: list[tuple[str, Json]]) -> tuple[tuple[str, Json], ...]:
    if any(len(name) > MAX_NAME // 2 for name, _ in pairs):
        raise _NotCertain
    return tuple(pairs)


# `tuple` as hook keeps repeated names, tells objects from arrays, and runs in C.
_DECODER = json.JSONDecoder(
    object_pairs_hook=tuple, parse_int=Number, parse_float=Number, parse_constant=_refuse
)
_DECODER_OF_LONG_TEXT = json.JSONDecoder(
    object_pairs_hook=_with_short_names, parse_int=Number, parse_float=Number, parse_constant=_refuse
)


def fast_tree(text: str) -> Json:
    """The same as `strict_tree`, by Python's own reader in C wherever that is certain to agree.

    Handed over: text that is not JSON, surrogates written raw, and anything near a limit of AWS's parser.

    Raises:
        JsonFault: the text is not JSON, or beyond the parser's limits.
    """
    tree = _certain_tree(text)
    return strict_tree(text) if tree is None else tree


def _certain_tree(text: str) -> list[Json] | tuple[tuple[str, Json], ...] | None:
    if len(text) > MAX_STRING // 2 or _may_have_long_number(text):
        return None
    decoder = _DECODER if len(text) <= MAX_NAME // 2 else _DECODER_OF_LONG_TEXT
    try:
        if not text.isascii():
            text.encode()  # refuses surrogates
        tree: Json = decoder.raw_decode(text, len(text) - len(text.lstrip(" \t\r\n")))[0]
    except (ValueError, RecursionError, _NotCertain):
        return None
    if not isinstance(tree, list | tuple):
        return None
    if text.count("{") + text.count("[") > MAX_DEPTH and _depth(tree) > MAX_DEPTH:
        return None
    return tree


def value_end(text: str, start: int) -> int:
    """The offset after the JSON value that begins at `start`.

    Raises:
        JsonFault: there is none, or it is beyond the parser's limits; offsets count from `start`.
    """
    try:
        end: int = _DECODER.raw_decode(text, start)[1]
    except (ValueError, RecursionError, _NotCertain):
        reader = JsonReader(text[start:])
        reader.next()
        reader.skip_to(0)
        reader.finish()
        return start + reader.consumed
    return end


def _may_have_long_number(text: str) -> bool:
    """Whether some run of 1,000 characters is all digits, points and signs; looks at few of them."""
    for at in range(MAX_DIGITS - 1, len(text), MAX_DIGITS):
        if text[at] in _IN_NUMBERS and all(c in _IN_NUMBERS for c in text[at - 50 : at]):
            return True
    return False


def _is_container(node: Json) -> TypeGuard[list[Json] | tuple[tuple[str, Json], ...]]:
    return isinstance(node, list | tuple)


def _depth(tree: Json) -> int:
    level = [tree] if _is_container(tree) else []
    depth = 0
    while level:
        depth += 1
        below: list[Json] = []
        for node in level:
            if isinstance(node, list):
                below.extend(filter(_is_container, node))
            elif isinstance(node, tuple):
                below.extend(value for _, value in node if _is_container(value))
        level = below
    return depth


def from_python(value: object) -> Json:
    """The tree of a Python value, as `json.dumps` would write it.

    Args:
        value: dict, list, tuple, str, int, float, Decimal, bool or None, nested as you like.

    Raises:
        NotJson: something in it has no JSON form, or it is nested more than 1,000 deep.
    """
    open_: list[_OpenValue] = []
    todo = value
    while True:  # a stack instead of recursion: as deep as AWS allows is deeper than Python allows
        if isinstance(todo, dict | list | tuple):
            if len(open_) == MAX_DEPTH:
                raise NotJson(_pointer(open_[:10]), f"it is nested more than {MAX_DEPTH} deep")
            open_.append(_OpenValue(todo))
        elif open_:
            open_[-1].done.append(_scalar(todo, open_))
        else:
            return _scalar(todo, open_)
        while (following := next(open_[-1].members, None)) is None:
            finished = open_.pop().tree
            if not open_:
                return finished
            open_[-1].done.append(finished)
        name, todo = following
        if not isinstance(name, str | int) or (open_[-1].is_object and not isinstance(name, str)):
            raise NotJson(_pointer(open_[:-1]), f"the key {name!r} is no string")
        open_[-1].names.append(joined_surrogates(str(name)))


class _OpenValue:
    """A dict or list whose members are being turned into trees."""

    __slots__ = ("done", "is_object", "members", "names")

    def __init__(self, value: dict[object, object] | list[object] | tuple[object, ...]) -> None:
        self.is_object = isinstance(value, dict)
        self.members: Iterator[tuple[object, object]] = iter(
            value.items() if isinstance(value, dict) else enumerate(value)
        )
        self.names: list[str] = []
        self.done: list[Json] = []

    @property
    def tree(self) -> Json:
        if self.is_object:
            return tuple(zip(self.names, self.done, strict=True))
        return self.done


def _scalar(value: object, open_: list[_OpenValue]) -> Scalar:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return joined_surrogates(str(value))
    if isinstance(value, int | float | Decimal):
        return _number(value, open_)
    raise NotJson(_pointer(open_), f"a {type(value).__name__} has no JSON form")


def _pointer(open_: list[_OpenValue]) -> str:
    return "".join(pointer_step(level.names[-1]) for level in open_)


def _number(value: float | Decimal, open_: list[_OpenValue]) -> Number:
    too_long = NotJson(_pointer(open_), f"a number of more than {MAX_DIGITS} digits")
    if isinstance(value, int):
        if value.bit_length() > 4 * MAX_DIGITS:
            raise too_long
        number = Number(int.__repr__(value))
    else:
        if not math.isfinite(value):
            raise NotJson(_pointer(open_), f"{value} has no JSON form")
        number = Number(float.__repr__(value) if isinstance(value, float) else str(value))
    if number.too_long:
        raise too_long
    return number


def written(tree: Json) -> str:
    """The tree as JSON text, on one line, repeated names and numbers as they are.

    Args:
        tree: nested as deep as you like.
    """
    pieces: list[str] = []
    todo: list[Json | _Raw] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, _Raw):
            pieces.append(node.text)
        elif isinstance(node, Number):
            pieces.append(node.text)
        elif isinstance(node, list):
            todo.append(_Raw("]"))
            for index in range(len(node) - 1, -1, -1):
                todo += [node[index], _Raw(", ")] if index else [node[index]]
            todo.append(_Raw("["))
        elif isinstance(node, tuple):
            todo.append(_Raw("}"))
            for index in range(len(node) - 1, -1, -1):
                name, value = node[index]
                todo += [value, _Raw((", " if index else "") + quoted(name) + ": ")]
            todo.append(_Raw("{"))
        else:
            pieces.append(quoted(node) if isinstance(node, str) else json.dumps(node))
    return "".join(pieces)


class _Raw:
    """A piece of text that is already JSON."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def quoted(text: str) -> str:
    """A string as JSON text; only lone surrogates, control characters, quote and backslash are escaped."""
    shown = json.dumps(text, ensure_ascii=False)
    if shown.isascii():
        return shown
    return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in shown)
