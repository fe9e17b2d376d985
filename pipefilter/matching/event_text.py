"""Reads an event into a tree: from text, bytes or a dict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from typing import TypeAlias

from pipefilter.errors import InvalidEvent, ProblemKind
from pipefilter.json_text.place import problem_at
from pipefilter.json_text.string_text import joined_surrogates
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import Json, decoded, fast_tree, invalid_utf8_problem, strict_tree

__all__ = ["Event", "event_tree", "strict_event_tree"]

Event: TypeAlias = str | bytes | Mapping[str, object]

NOT_AN_OBJECT = ProblemKind(
    "PF130",
    "Event is not an object: an event must be a JSON object",
    "Event must be a JSON object",
    "An event must be a JSON object.",
    "pass a single event, not an array of events or a plain value",
)
NO_JSON_FORM = ProblemKind(
    "PF131",
    "Event with a Python value that has no JSON form",
    "{reason}",
    "The event was passed as a Python value, and part of it has no JSON form.",
    "use only dict, list, str, int, float, Decimal, bool and None",
    wording="pipefilter",
)


def event_tree(event: Event) -> Json:
    """The event as a tree, read by the fast reader wherever its result is certain.

    Raises:
        InvalidEvent: it is not a JSON object, or not JSON.
    """
    return _tree(event, fast_tree)


def strict_event_tree(event: Event) -> Json:
    """The event as a tree, read token by token as AWS reads it; raises the same errors as `event_tree`."""
    return _tree(event, strict_tree)


def _tree(event: Event, read: Callable[[str], Json]) -> Json:
    if isinstance(event, str):
        text = joined_surrogates(event)
    elif isinstance(event, bytes | bytearray):
        text = _text(bytes(event))
    else:
        return _python_tree(event)
    if not text.strip(" \t\r\n"):
        raise InvalidEvent(problem_at(NOT_AN_OBJECT, text, (0, 1), aws_words=""))
    try:
        tree = read(text)
    except JsonFault as fault:
        problem = problem_at(
            fault.kind,
            text,
            (fault.at, fault.at + 1),
            aws_offsets=fault.aws_offsets,
            hint=_file_hint(event) or fault.hint,
            names={"message": fault.message},
            aws_words="",
        )
        raise InvalidEvent(problem) from None
    if not isinstance(tree, tuple):
        start = len(text) - len(text.lstrip(" \t\r\n"))
        raise InvalidEvent(problem_at(NOT_AN_OBJECT, text, (start, start + 1), aws_words=""))
    return tree


def _file_hint(event: str | bytes | bytearray) -> str:
    if not isinstance(event, str):
        return ""
    from pipefilter.json_text.file_name import file_name_hint

    return file_name_hint(event, f"use pathlib.Path({event.strip()!r}).read_bytes()")


def _text(event: bytes) -> str:
    try:
        return decoded(event)
    except UnicodeDecodeError as error:
        raise InvalidEvent(invalid_utf8_problem(error)) from None


def _python_tree(event: Mapping[str, object]) -> Json:
    if not isinstance(event, Mapping):
        hint = ": use its read_text()" if isinstance(event, PathLike) else ""
        raise _no_json("", f"a {type(event).__name__} is not an event{hint}")
    from pipefilter.json_text.python_value import NotJson, from_python

    try:
        return from_python(dict(event))
    except NotJson as fault:
        raise _no_json(fault.pointer, fault.reason) from None


def _no_json(pointer: str, reason: str) -> InvalidEvent:
    names = {"reason": reason}
    return InvalidEvent(problem_at(NO_JSON_FORM, "", (0, 0), pointer=pointer, names=names))
