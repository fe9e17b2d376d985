"""A pattern that a program gives: where it is filter criteria or an event instead, the error says so."""

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

    Args:
        pattern: as for `parse`.

    Raises:
        InvalidEventPattern: AWS refuses it.
    """
    try:
        return parse(pattern)
    except InvalidEventPattern as error:
        raise with_hint(error, _text(pattern), takes_criteria=False) from None


def with_hint(error: _Error, given: str | bytes, *, takes_criteria: bool = True) -> _Error:
    """The error with a hint if the text is not a pattern but something else that is known.

    Args:
        error: why it is not a valid pattern.
        given: the text that was given for a pattern; "" if it is not JSON.
        takes_criteria: whether filter criteria are not something else.
    """
    from pipefilter.language.event_recognition import event_kind  # noqa: PLC0415 - only for an error

    text = given if isinstance(given, str) else given.decode("utf-8", "replace")
    kind = event_kind(text)
    hint = f"this is {kind}, and not a pattern" if kind else ""
    if not hint and not takes_criteria and _is_criteria(text):
        hint = "these are filter criteria: use pipefilter.load, and its evaluate"
    if hint:
        first, *others = error.problems
        error.problems = (replace(first, hint=hint), *others)
    return error


def _is_criteria(text: str) -> bool:
    from pipefilter.language.filter_criteria import parse_valid_filters  # noqa: PLC0415 - only for an error

    try:
        criteria, _ = parse_valid_filters(text)
    except InvalidEventPattern:
        return False
    return not criteria.is_bare_pattern


def _text(pattern: object) -> str:
    """The JSON text of what was given; "" if it has none."""
    if isinstance(pattern, str):
        return pattern
    if isinstance(pattern, bytes | bytearray):
        return bytes(pattern).decode("utf-8", "replace")
    if not isinstance(pattern, Mapping):
        return ""
    from pipefilter.json_text.python_value import NotJson, from_python  # noqa: PLC0415 - only for an error
    from pipefilter.json_text.writer import written  # noqa: PLC0415 - likewise

    try:
        return written(from_python(dict(pattern)))
    except NotJson:
        return ""
