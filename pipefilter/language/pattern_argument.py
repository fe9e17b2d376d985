"""Reads a pattern that a program passes; if it is filter criteria or an event instead, the error says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from pipefilter.errors import InvalidEventPattern
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.parse import parse

__all__ = ["parse_argument", "with_hint"]

_Error = TypeVar("_Error", bound=InvalidEventPattern)


def parse_argument(pattern: EventPattern | str | bytes | Mapping[str, object]) -> EventPattern:
    """Read an event pattern, as `parse` does.

    Raises:
        InvalidEventPattern: AWS rejects it.
    """
    try:
        return parse(pattern)
    except InvalidEventPattern as error:
        raise with_hint(error, _text(pattern), takes_criteria=False) from None


def with_hint(error: _Error, pattern: str | bytes, *, takes_criteria: bool = True) -> _Error:
    """The error, with a hint if the text ("" if not JSON) is recognised as something other than a pattern."""
    from pipefilter.language.event_recognition import event_kind

    text = pattern if isinstance(pattern, str) else pattern.decode("utf-8", "replace")
    kind = event_kind(text)
    hint = f"this is {kind}, not a pattern" if kind else ""
    if not hint and not takes_criteria and _is_criteria(text):
        hint = "use pipefilter.load and its evaluate method: these are filter criteria"
    if hint:
        first, *others = error.problems
        error.problems = (replace(first, hint=hint), *others)
    return error


def _is_criteria(text: str) -> bool:
    from pipefilter.language.filter_criteria import parse_valid_filters

    try:
        criteria, _ = parse_valid_filters(text)
    except InvalidEventPattern:
        return False
    return not criteria.is_bare_pattern


def _text(pattern: object) -> str:
    """The JSON text of an argument; "" if it has none."""
    if isinstance(pattern, str):
        return pattern
    if isinstance(pattern, bytes | bytearray):
        return bytes(pattern).decode("utf-8", "replace")
    if not isinstance(pattern, Mapping):
        return ""
    from pipefilter.json_text.python_value import NotJson, from_python
    from pipefilter.json_text.writer import written

    try:
        return written(from_python(dict(pattern)))
    except NotJson:
        return ""
