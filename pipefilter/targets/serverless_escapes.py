r"""Escapes strings in which the Serverless Framework would otherwise see its variables: `\${self:x}`.

https://github.com/serverless/serverless/blob/v3/lib/configuration/variables/parse.js
"""

from __future__ import annotations

import re

from pipefilter.targets.filter_text import Plain
from pipefilter.targets.target import Unsupported

__all__ = ["escaped", "escaped_value"]

_OPEN = re.compile(r"(\\*)\$\{([a-z][A-Za-z0-9.-]*[:(])?")


def escaped(text: str) -> str:
    """The string that the framework reads as `text`.

    Raises:
        Unsupported: its parser has no escape for that: a `$` just before, or one variable in another.
    """
    parts, position = [], 0
    for match in _OPEN.finditer(text):
        slashes = match[1]
        if not slashes and not match[2]:
            continue
        before = text[: match.start()]
        if before.endswith("$") or before.rfind("${") > before.rfind("}"):
            raise Unsupported(
                f"The Serverless Framework has no way to write {text!r}, which looks like variables of its own; "
                "the nearest is the target cloudformation"
            )
        parts += [text[position : match.start()], slashes * 2, "\\${"]
        position = match.start() + len(slashes) + 2
    return "".join([*parts, text[position:]])


def escaped_value(plain: Plain) -> Plain:
    """A pattern with its strings escaped; the framework leaves names as they are.

    Raises:
        Unsupported: a string has no escape.
    """
    if isinstance(plain, dict):
        return {name: escaped_value(value) for name, value in plain.items()}
    if isinstance(plain, list):
        return [escaped_value(value) for value in plain]
    return escaped(plain) if isinstance(plain, str) else plain
