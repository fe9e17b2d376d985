"""What a caller gives for a pattern: the name of a file, JSON text, or a dict."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipefilter.errors import UnreadableInput
from pipefilter.json_text.python_value import NotJson, from_python
from pipefilter.json_text.written import written
from pipefilter.language.parse import parse

__all__ = ["ARGUMENT", "PatternInput", "inline_text", "read_file"]

PatternInput = str | Path | Mapping[str, object]
"""The name of a file, or of filters in a template, such as `template.yaml#OrdersPipe`; JSON text; or a dict."""

ARGUMENT = "<argument>"
"""What messages call a pattern that is not in a file."""


def inline_text(pattern: PatternInput) -> str | None:
    """The JSON text that a caller gives; None if it is the name of a file.

    Args:
        pattern: a string that begins with a brace is JSON, unless there is a file of that name.

    Raises:
        InvalidEventPattern: a dict holds what JSON has not.
    """
    if isinstance(pattern, Mapping):
        value = dict(pattern)
        try:
            return written(from_python(value))
        except NotJson:
            parse(value)  # which says what is wrong
            raise
    if isinstance(pattern, Path) or not pattern.lstrip().startswith("{"):
        return None
    try:
        return None if Path(pattern).exists() else pattern
    except (OSError, ValueError):  # too long for a name
        return pattern


def read_file(name: str) -> bytes:
    """The contents of a file.

    Args:
        name: of the file.

    Raises:
        UnreadableInput: it cannot be read.
    """
    try:
        with open(name, "rb") as stream:  # noqa: PTH123 - `Path` makes of "" the working directory
            return stream.read()
    except (OSError, ValueError) as error:  # ValueError: no file can have that name
        reason = getattr(error, "strerror", None) or error
        raise UnreadableInput(f"cannot read {name or repr(name)}: {reason}") from None
