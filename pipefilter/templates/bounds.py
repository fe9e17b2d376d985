"""Two patterns around one with values that are not known: what it takes for sure, and what it may take."""

from __future__ import annotations

import re

from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.json_text.writer import written
from pipefilter.language.parse import parse
from pipefilter.templates.pattern_source import MARK_ANY, MARK_END, MARK_START

__all__ = ["least", "most"]

_MARK = re.compile(f"{MARK_START}[0-9]+{MARK_END}")
_ANY_TEXT: Json = (("prefix", ""),)
_ANYTHING: Json = (("exists", True),)
_ANY_OR_NONE: Json = [(("exists", True),), (("exists", False),)]
_NOTHING: Json = ((MARK_START, [MARK_START]),)
_EVERYTHING: Json = ((MARK_START, [(("exists", False),)]),)
"""Objects of a pattern; no event has a field of this name."""
_NOT_OF_TEXTS = {"numeric", "exists", "cidr"}


def least(text: str) -> str:
    """A pattern that takes what the one with marks takes whatever they stand for.

    Args:
        text: JSON, maybe with marks: `PatternSource.marked`.

    Raises:
        InvalidEventPattern: it is no JSON, or nothing can be put for the marks.
    """
    return _bound(text, upper=False)


def most(text: str) -> str:
    """A pattern that takes at least what the one with marks can take.

    Args:
        text: JSON, maybe with marks: `PatternSource.marked`.

    Raises:
        InvalidEventPattern: it is no JSON, or nothing can be put for the marks.
    """
    return _bound(text, upper=True)


def _bound(text: str, *, upper: bool) -> str:
    if MARK_START not in text:
        return text
    tree = strict_tree(text)
    if not isinstance(tree, tuple) or (not _has_plain_names(tree) and _has_open(tree)):
        found = _EVERYTHING if upper else _NOTHING
    else:
        found = _object(tree, upper=upper)
    bound = written(found)
    parse(bound)
    return bound


def _has_plain_names(tree: Json) -> bool:
    """Whether no two members can be about one field: no name stands twice, is empty, or has a dot in it."""
    todo = [tree]
    while todo:
        one = todo.pop()
        if isinstance(one, tuple):
            names = [name for name, _ in one]
            if len(set(names)) < len(names) or any(not name or "." in name for name in names):
                return False
            todo += [value for _, value in one]
        elif isinstance(one, list):
            todo += one
    return True


def _has_open(tree: Json) -> bool:
    """Whether there is a mark that is no text among the alternatives of a field."""
    if isinstance(tree, list):
        return any(_is_other(item) if not isinstance(item, tuple) else _has_open(item) for item in tree)
    if not isinstance(tree, tuple):
        return False
    return any(
        MARK_START in name or (isinstance(value, str) and MARK_START in value) or _has_open(value)
        for name, value in tree
    )


def _object(tree: tuple[tuple[str, Json], ...], *, upper: bool) -> Json:
    """An object of a pattern: a field whose name is not known may be any, even one that stands there already."""
    if _has_open_name(tree, in_or=False):
        return _EVERYTHING if upper else _NOTHING
    found: list[tuple[str, Json]] = []
    for name, value in tree:
        if isinstance(value, tuple):
            found.append((name, _object(value, upper=upper)))
        elif isinstance(value, list) and name == "$or":
            found.append(
                (name, [_object(item, upper=upper) if isinstance(item, tuple) else item for item in value])
            )
        elif isinstance(value, list):
            found.append((name, _alternatives(value, upper=upper)))
        else:
            found.append((name, _ANY_OR_NONE if upper else [MARK_START]))
    return tuple(found)


def _has_open_name(tree: Json, *, in_or: bool) -> bool:
    if not isinstance(tree, tuple):
        return False
    return any(
        MARK_START in name
        or (in_or and isinstance(value, str))
        or (name == "$or" and isinstance(value, str))
        or (name == "$or" and isinstance(value, list) and any(_has_open_name(one, in_or=True) for one in value))
        for name, value in tree
    )


def _alternatives(items: list[Json], *, upper: bool) -> Json:
    """What a field may be."""
    if upper and any(map(_is_other, items)):
        return _ANY_OR_NONE
    return [_alternative(item, upper=upper) for item in items]


def _is_other(item: Json) -> bool:
    """Whether an alternative may be anything: a mark that may be no text, or one where a number has to stand."""
    shown = written(item)
    if MARK_ANY in shown:
        return True
    is_operator = isinstance(item, tuple) and any(name in _NOT_OF_TEXTS for name, _ in item)
    return MARK_START in shown and (is_operator or not isinstance(item, str | tuple))


def _alternative(item: Json, *, upper: bool) -> Json:
    shown = written(item)
    if MARK_START not in shown:
        return item
    if _is_other(item):
        return MARK_START  # not upper
    if isinstance(item, tuple) and len(item) == 1 and not isinstance(item[0][1], tuple | list):
        keyword, operand = item[0]
    elif isinstance(item, str):
        keyword, operand = "", item
    elif isinstance(item, tuple) and len(item) == 1 and item[0][0] in {"prefix", "suffix"}:
        keyword, operand = "equals-ignore-case", ""
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
