"""Approximates a pattern with unknown values by a pattern that matches less and one that matches more."""

from __future__ import annotations

import re

from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.json_text.writer import written
from pipefilter.language.parse import parse
from pipefilter.language.unknown_value import MARK_ANY, MARK_END, MARK_START

__all__ = ["over_approximation", "under_approximation"]

_MARK = re.compile(f"{MARK_START}[0-9]+{MARK_END}")
_ANY_STRING: Json = (("prefix", ""),)
_ANYTHING: Json = (("exists", True),)
_ANY_OR_NONE: Json = [(("exists", True),), (("exists", False),)]
_NOTHING: Json = ((MARK_START, [MARK_START]),)
_EVERYTHING: Json = ((MARK_START, [(("exists", False),)]),)
"""Objects of a pattern; no event has a field of this name."""
_NOT_OF_STRINGS = {"numeric", "exists", "cidr"}


def under_approximation(text: str) -> str:
    """A pattern that matches only events that the marked pattern matches for any values of its marks.

    Raises:
        InvalidEventPattern: it is not JSON, or nothing can replace the marks.
    """
    return _bound(text, upper=False)


def over_approximation(text: str) -> str:
    """A pattern that matches all events that the marked pattern can match.

    Raises:
        InvalidEventPattern: it is not JSON, or nothing can replace the marks.
    """
    return _bound(text, upper=True)


def _bound(text: str, *, upper: bool) -> str:
    if MARK_START not in text:
        return text
    tree = strict_tree(text)
    if not isinstance(tree, tuple) or (not _has_plain_names(tree) and _has_open(tree)):
        approximation: Json = _EVERYTHING if upper else _NOTHING
    else:
        approximation = _object(tree, upper=upper)
    bound = written(approximation)
    parse(bound)
    return bound


def _has_plain_names(tree: Json) -> bool:
    """Whether no two members can be about the same field: no name is repeated or empty, or has a dot."""
    todo = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, tuple):
            names = [name for name, _ in node]
            if len(set(names)) < len(names) or any(not name or "." in name for name in names):
                return False
            todo += [value for _, value in node]
        elif isinstance(node, list):
            todo += node
    return True


def _has_open(tree: Json) -> bool:
    """Whether there is a mark that is not a string among the alternatives of a field."""
    if isinstance(tree, list):
        return any(_is_other(item) if not isinstance(item, tuple) else _has_open(item) for item in tree)
    if not isinstance(tree, tuple):
        return False
    return any(
        MARK_START in name or (isinstance(value, str) and MARK_START in value) or _has_open(value)
        for name, value in tree
    )


def _object(tree: tuple[tuple[str, Json], ...], *, upper: bool) -> Json:
    """An object of a pattern: a field with an unknown name may be any field, even another of the object."""
    if _has_open_name(tree, in_or=False):
        return _EVERYTHING if upper else _NOTHING
    members: list[tuple[str, Json]] = []
    for name, value in tree:
        if isinstance(value, tuple):
            members.append((name, _object(value, upper=upper)))
        elif isinstance(value, list) and name == "$or":
            members.append(
                (name, [_object(item, upper=upper) if isinstance(item, tuple) else item for item in value])
            )
        elif isinstance(value, list):
            members.append((name, _alternatives(value, upper=upper)))
        else:
            members.append((name, _ANY_OR_NONE if upper else [MARK_START]))
    return tuple(members)


def _has_open_name(tree: Json, *, in_or: bool) -> bool:
    if not isinstance(tree, tuple):
        return False
    return any(
        MARK_START in name
        or (in_or and isinstance(value, str))
        or (name == "$or" and isinstance(value, str))
        or (
            name == "$or"
            and isinstance(value, list)
            and any(_has_open_name(item, in_or=True) for item in value)
        )
        for name, value in tree
    )


def _alternatives(items: list[Json], *, upper: bool) -> Json:
    if upper and any(map(_is_other, items)):
        return _ANY_OR_NONE
    return [_alternative(item, upper=upper) for item in items]


def _is_other(item: Json) -> bool:
    """Whether an alternative may be anything: a mark that may not be a string, or a mark instead of a number."""
    text = written(item)
    if MARK_ANY in text:
        return True
    is_operator = isinstance(item, tuple) and any(name in _NOT_OF_STRINGS for name, _ in item)
    return MARK_START in text and (is_operator or not isinstance(item, str | tuple))


def _alternative(item: Json, *, upper: bool) -> Json:
    text = written(item)
    if MARK_START not in text:
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
    return _wide(keyword, operand) if isinstance(operand, str) else _ANY_STRING


def _wide(keyword: str, operand: str) -> Json:
    """The narrowest alternative for all values that a string with marks may have."""
    if keyword not in {"", "prefix", "suffix", "wildcard"}:
        return _ANY_STRING
    plain = operand if keyword == "wildcard" else operand.replace("\\", "\\\\").replace("*", "\\*")
    stars = _MARK.sub("*", plain)
    stars = "*" * (keyword == "suffix") + stars + "*" * (keyword == "prefix")
    stars = re.sub(r"\*{2,}", "*", stars)
    wildcard: Json = (("wildcard", stars),)
    try:
        parse(written((("a", [wildcard]),)))
    except InvalidEventPattern:  # too complex
        return _ANY_STRING
    return wildcard
