"""Short JSON values in a pattern's text, read for hints; hints about long ones would be too long to read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.json_text.writer import written

__all__ = ["MAX_SHOWN", "short_tree", "text_or_form"]

_MAX_READ = 400
MAX_SHOWN = 120


@lru_cache(maxsize=8)  # each element of a list asks for the list
def short_tree(text: str, start: int) -> tuple[Json] | None:
    """The JSON value at an offset, in a tuple of its own because it may be `null`; None if it is long, or not JSON."""
    try:
        return (strict_tree(text[start : start + _MAX_READ]),)
    except JsonFault:
        return None


def text_or_form(trees: Iterable[Json], form: str) -> str:
    """Values as JSON text, separated by commas; `form` if that is long."""
    text = ", ".join(map(written, trees))
    return text if len(text) <= MAX_SHOWN else form
