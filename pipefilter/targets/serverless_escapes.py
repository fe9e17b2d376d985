r"""Texts in which the Serverless Framework is not to see variables: `\${self:x}`.

https://github.com/serverless/serverless/blob/v3/lib/configuration/variables/parse.js
"""

from __future__ import annotations

import re

from pipefilter.targets.filter_text import Plain
from pipefilter.targets.target import Unsupported

__all__ = ["escaped", "escaped_value"]

_OPEN = re.compile(r"(\\*)\$\{([a-z][A-Za-z0-9.-]*[:(])?")


def escaped(text: str) -> str:
    """A text that the framework reads as this one.

    Args:
        text: as it is meant.

    Raises:
        Unsupported: its parser has no escape for it: a `$` just before, or one variable in another.
    """
    pieces, at = [], 0
    for found in _OPEN.finditer(text):
        slashes = found[1]
        if not slashes and not found[2]:
            continue
        before = text[: found.start()]
        if before.endswith("$") or before.rfind("${") > before.rfind("}"):
            raise Unsupported(
                f"The Serverless Framework has no way to write {text!r}, which looks like variables of its own; "
                "the nearest is the target cloudformation"
            )
        pieces += [text[at : found.start()], slashes * 2, "\\${"]
        at = found.start() + len(slashes) + 2
    return "".join([*pieces, text[at:]])


def escaped_value(plain: Plain) -> Plain:
    """A pattern with its texts escaped; names are read as they are.

    Args:
        plain: the pattern.

    Raises:
        Unsupported: a text has no escape.
    """
    if isinstance(plain, dict):
        return {name: escaped_value(value) for name, value in plain.items()}
    if isinstance(plain, list):
        return [escaped_value(value) for value in plain]
    return escaped(plain) if isinstance(plain, str) else plain
