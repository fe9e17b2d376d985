"""Text as code in Markdown, in which nothing is markup: names and values in patterns may be anything."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipefilter.single_line import single_line

__all__ = ["code_block", "code_span"]

_TICKS = re.compile("`+")
_MAX_LINES = 40
_MAX_LINE = 300
_LEAST_FENCE = 3


def code_span(text: str) -> str:
    """A text on one line as code."""
    line = _shortened(text)
    fence = "`" * (_longest_ticks(line) + 1)
    pad = " " if line[:1] in ("`", " ") or line[-1:] in ("`", " ") or not line else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def code_block(lines: Iterable[str]) -> str:
    """Lines as code; of many, only the first, and how many more there are."""
    every = list(lines)
    shortened = [_shortened(line) for line in every[:_MAX_LINES]]
    if len(every) > _MAX_LINES:
        count = len(every) - _MAX_LINES
        shortened.append(f"… and {count} more line{'s' if count > 1 else ''}")
    text = "\n".join(shortened)
    fence = "`" * max(_LEAST_FENCE, _longest_ticks(text) + 1)
    return f"{fence}text\n{text}\n{fence}"


def _shortened(text: str) -> str:
    line = single_line(text[: _MAX_LINE + 1])
    return line if len(line) <= _MAX_LINE else f"{line[:_MAX_LINE]}…"


def _longest_ticks(text: str) -> int:
    return max((len(ticks) for ticks in _TICKS.findall(text)), default=0)
