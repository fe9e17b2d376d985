"""What a caller gives for a pattern: the name of a file, JSON text, or a dict."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipefilter.application.input_files import is_inline
from pipefilter.json_text.written import written
from pipefilter.language.parse import parse

__all__ = ["ARGUMENT", "PatternInput", "inline_text"]

PatternInput = str | bytes | Path | Mapping[str, object]
"""The name of a file, or of filters in a template, such as `template.yaml#OrdersPipe`; JSON text, also as UTF-8 bytes; or
a dict."""

ARGUMENT = "<argument>"
"""What messages call a pattern that is not in a file."""


def inline_text(pattern: PatternInput) -> str | bytes | None:
    """The JSON text that a caller gives; None if it is the name of a file.

    Args:
        pattern: a string that begins with a brace is JSON, unless there is a file of that name.

    Raises:
        InvalidEventPattern: a dict holds what JSON has not.
        TypeError: it is something else.
    """
    if isinstance(pattern, Mapping):
        from pipefilter.json_text.python_value import NotJson, from_python  # noqa: PLC0415 - not for text

        value = dict(pattern)
        try:
            return written(from_python(value))
        except NotJson:
            parse(value)  # which says what is wrong
            raise
    if isinstance(pattern, bytes):
        return pattern
    if not isinstance(pattern, str | Path):
        kind = type(pattern).__name__
        raise TypeError(f"a {kind} is not a pattern: give a file's name, JSON text, bytes or a dict")
    return pattern if isinstance(pattern, str) and is_inline(pattern) else None
