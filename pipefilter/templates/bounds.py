"""Two patterns around one with values that are not known: what it takes for sure, and what it may take."""

from __future__ import annotations

import re

from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.json_text.written import written
from pipefilter.language.parse import parse
from pipefilter.templates.pattern_source import MARK_END, MARK_START

__all__ = ["least", "most"]

_MARK = re.compile(f"{MARK_START}[0-9]+{MARK_END}")
_ANY_TEXT: Json = (("prefix", ""),)
_ANYTHING: Json = (("exists", True),)
_NOTHING: Json = ((MARK_START, [MARK_START]),)
_EVERYTHING: Json = ((MARK_START, [(("exists", False),)]),)
"""Objects of a pattern; no event has a field of this name."""


def least(text: str) -> str:
    """A pattern that takes what the one with marks takes whatever they stand for.

    Args:
        text: a valid pattern, maybe with marks. A text with a mark is one that no event has.
    """
    return written(_each(strict_tree(text), upper=False))


def most(text: str) -> str:
    """A pattern that takes at least what the one with marks can take.

    Args:
        text: a valid pattern, maybe with marks.
    """
    return written(_each(strict_tree(text), upper=True))


def _each(tree: Json, *, upper: bool) -> Json:
    """An object of a pattern: a field whose name is not known may be any, even one that stands there already."""
    if not isinstance(tree, tuple):
        return tree
    if any(MARK_START in name for name, _ in tree):
        return _EVERYTHING if upper else _NOTHING
    return tuple((name, _value(value, upper=upper)) for name, value in tree)


def _value(value: Json, *, upper: bool) -> Json:
    if isinstance(value, list):
        return [_alternative(item, upper=upper) for item in value]
    return _each(value, upper=upper)


def _alternative(item: Json, *, upper: bool) -> Json:
    shown = written(item)
    if MARK_START not in shown:
        return item
    if isinstance(item, tuple) and len(item) == 1 and not isinstance(item[0][1], tuple | list):
        keyword, operand = item[0]
    elif isinstance(item, str):
        keyword, operand = "", item
    elif isinstance(item, tuple) and len(item) == 1 and item[0][0] in {"prefix", "suffix"}:
        keyword, operand = "equals-ignore-case", ""
    elif isinstance(item, tuple) and not (len(item) == 1 and item[0][0] == "anything-but"):
        return _each(item, upper=upper)  # one of the patterns in `$or`
    else:
        keyword, operand = "anything-but", ""
    if not upper:
        return MARK_START if keyword == "anything-but" else item
    if keyword == "anything-but":
        return _ANYTHING
    return _wide(keyword, operand) if isinstance(operand, str) else _ANY_TEXT


def _wide(keyword: str, operand: str) -> Json:
    """What a text with marks may be, as narrow as the language can say it."""
    if keyword not in {"", "prefix", "suffix", "wildcard"}:
        return _ANY_TEXT
    plain = operand if keyword == "wildcard" else operand.replace("\\", "\\\\").replace("*", "\\*")
    stars = _MARK.sub("*", plain)
    stars = "*" * (keyword == "suffix") + stars + "*" * (keyword == "prefix")
    stars = re.sub(r"\*{2,}", "*", stars)
    found: Json = (("wildcard", stars),)
    try:
        parse(written((("a", [found]),)))
    except InvalidEventPattern:  # too intricate
        return _ANY_TEXT
    return found
