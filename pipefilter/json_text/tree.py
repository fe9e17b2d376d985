"""Reads JSON text into a tree that keeps everything that AWS looks at: every repeated name, and numbers as written.

An object is a tuple of (name, value) pairs, an array a list, a number a `Number`.
"""

from __future__ import annotations

import codecs
import json
import json.scanner
from typing import NoReturn, TypeAlias, TypeGuard

from pipefilter.errors import Problem
from pipefilter.json_text import syntax_problems as syntax
from pipefilter.json_text.json_token import Token
from pipefilter.json_text.number import MAX_DIGITS, Number
from pipefilter.json_text.place import problem_at
from pipefilter.json_text.reader import MAX_DEPTH, MAX_NAME, MAX_STRING, JsonReader
from pipefilter.json_text.syntax_problems import JsonFault

__all__ = [
    "DECODER",
    "Json",
    "NotCertain",
    "Scalar",
    "decoded",
    "fast_tree",
    "invalid_utf8_problem",
    "is_one_value",
    "is_single_object",
    "may_have_long_number",
    "single_object",
    "strict_tree",
    "text_before_fault",
    "value_end",
    "white_end",
]

Scalar: TypeAlias = str | Number | bool | None
Json: TypeAlias = "Scalar | list[Json] | tuple[tuple[str, Json], ...]"

_CONSTANTS = {Token.TRUE: True, Token.FALSE: False, Token.NULL: None}
_IN_NUMBERS = frozenset("0123456789.eE+-")
_LOOK_BACK = 50
_WHITE = " \t\r\n"


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, with or without byte order mark, or in UTF-16 with one (PowerShell's `>`).

    Raises:
        UnicodeDecodeError: it is neither.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def text_before_fault(error: UnicodeDecodeError) -> str:
    """The text before the bytes that could not be decoded, without byte order mark."""
    return error.object[: error.start].decode(error.encoding, "replace").removeprefix("\ufeff")


def invalid_utf8_problem(error: UnicodeDecodeError) -> Problem:
    """The problem with bytes that `decoded` cannot read."""
    before = text_before_fault(error)
    return problem_at(syntax.INVALID_UTF8, before + "\ufffd", (len(before), len(before) + 1))


def strict_tree(text: str) -> Json:
    """The first JSON value of a text, read as AWS reads it; what follows it is ignored.

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


class NotCertain(Exception):
    """Python's own reader may differ from AWS's: the strict reader decides."""


def _refuse(_constant: str) -> NoReturn:
    raise NotCertain


def _with_short_names(pairs: list[tuple[str, Json]]) -> tuple[tuple[str, Json], ...]:
    if any(len(name) > MAX_NAME // 2 for name, _ in pairs):
        raise NotCertain
    return tuple(pairs)


def _has_long_string(tree: Json) -> bool:
    """Whether a string may be longer than the parser allows."""
    level: list[Json] = [tree]
    while level:
        node = level.pop()
        if isinstance(node, list):
            level.extend(node)
        elif isinstance(node, tuple):
            level.extend(value for _, value in node)
        elif isinstance(node, str) and len(node) > MAX_STRING // 2:
            return True
    return False


# `tuple` as hook keeps repeated names, tells objects from arrays, and runs in C.
DECODER = json.JSONDecoder(
    object_pairs_hook=tuple, parse_int=Number, parse_float=Number, parse_constant=_refuse
)
_DECODER_OF_LONG_TEXT = json.JSONDecoder(
    object_pairs_hook=_with_short_names, parse_int=Number, parse_float=Number, parse_constant=_refuse
)

# Python's reader in Python, which some interpreters use, accepts digits of other scripts.
_READER_IN_C = getattr(json.scanner, "c_make_scanner", None) is not None


def fast_tree(text: str) -> Json:
    """The same as `strict_tree`, by Python's own reader in C wherever that is certain to agree.

    The strict reader gets text that is not JSON, surrogates written raw, and anything near a limit of AWS's parser.

    Raises:
        JsonFault: the text is not JSON, or beyond the parser's limits.
    """
    tree = _certain_tree(text)
    return strict_tree(text) if tree is None else tree


def single_object(text: str) -> tuple[tuple[str, Json], ...] | None:
    """The tree of a text that is one JSON object and nothing else; None where that is not certain at once."""
    tree = _certain_tree(text, alone=True)
    return tree if isinstance(tree, tuple) else None


def _certain_tree(text: str, *, alone: bool = False) -> list[Json] | tuple[tuple[str, Json], ...] | None:
    if not _READER_IN_C or may_have_long_number(text):
        return None
    decoder = DECODER if len(text) <= MAX_NAME // 2 else _DECODER_OF_LONG_TEXT
    try:
        if not text.isascii():
            text.encode()  # refuses surrogates
        tree: Json
        tree, end = decoder.raw_decode(text, len(text) - len(text.lstrip(" \t\r\n")))
    except (ValueError, RecursionError, NotCertain):
        return None
    if not isinstance(tree, list | tuple) or (alone and text[end:].strip(" \t\r\n")):
        return None
    if len(text) > MAX_STRING // 2 and _has_long_string(tree):
        return None
    if text.count("{") + text.count("[") > MAX_DEPTH and _depth(tree) > MAX_DEPTH:
        return None
    return tree


def value_end(text: str, start: int) -> int:
    """The offset after the JSON value that begins at `start`, also if it is beyond a limit of AWS's parser.

    Raises:
        JsonFault: there is no value.
    """
    try:
        end: int = DECODER.raw_decode(text, start)[1]
    except (
        ValueError,
        RecursionError,
        NotCertain,
    ):  # how deep it reads depends on Python's version and on the stack
        reader = JsonReader(text, start, is_limited=False)
        reader.next()
        reader.skip_to(0)
        reader.finish()
        return reader.consumed
    return end


def is_one_value(text: str) -> bool:
    """Whether a text is one JSON value, and nothing else, not even white space."""
    try:
        return value_end(text, 0) == len(text)
    except JsonFault:
        return False


def is_single_object(text: str) -> bool:
    """Whether a text is one JSON object, and nothing else but white space; whoever evaluates it reports what is beyond a limit."""
    stripped = text.strip(_WHITE)
    return stripped.startswith("{") and is_one_value(stripped)


def white_end(text: str, start: int) -> int:
    """The offset after any white space at `start`."""
    while start < len(text) and text[start] in _WHITE:
        start += 1
    return start


def may_have_long_number(text: str) -> bool:
    """Whether the text may have a run of more than 1,000 digits, points and signs; looks at few characters."""
    # Each run that long includes one of these places, with 50 of its characters before it.
    for at in range(_LOOK_BACK, len(text), MAX_DIGITS - _LOOK_BACK):
        if text[at] in _IN_NUMBERS and _IN_NUMBERS.issuperset(text[at - _LOOK_BACK : at]):
            return True
    return False


def _is_container(node: Json) -> TypeGuard[list[Json] | tuple[tuple[str, Json], ...]]:
    return isinstance(node, list | tuple)


def _depth(tree: Json) -> int:
    level: list[Json] = [tree] if _is_container(tree) else []
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
