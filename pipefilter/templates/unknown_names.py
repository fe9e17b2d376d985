"""Problems that depend on the unknown name of an operator or a field in a template."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipefilter.errors import InvalidEventPattern, Problem
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.unknown_value import MARK_END, MARK_START, has_mark

__all__ = ["certain_error"]

_NO_OPERATOR = "PF116"
_OF_NAMES = frozenset((_NO_OPERATOR, "PF204", "PF207", "PF216"))
"""No operator has this name, here or inside `prefix`, `suffix` and `anything-but`."""
_OF_SIGNS = "PF232"
_SIGNS = ("<", "<=", "=", ">", ">=")
_OR = ("$or",)
_MARK = re.compile(f"{MARK_START}[^{MARK_END}]*{MARK_END}")
_STEPS_BELOW_OR = 2
"""The index of an object in `$or`, and the name of a field in it."""


def certain_error(error: InvalidEventPattern) -> InvalidEventPattern | None:
    """The error without the problems that another value of an unknown name removes; None if nothing is left."""
    certain = tuple(each for each in error.problems if not _depends_on_name(each))
    return InvalidEventPattern(*certain) if certain else None


def _depends_on_name(problem: Problem) -> bool:
    if problem.code == _OF_SIGNS:
        return _may_be(problem.message.rpartition(": ")[2], _SIGNS)
    if problem.code not in _OF_NAMES:
        return False
    steps = problem.pointer.split("/")
    may_be_operator = _may_be(steps[-1], BY_KEYWORD)
    is_in_or = problem.code == _NO_OPERATOR and _may_be("".join(steps[:-_STEPS_BELOW_OR][-1:]), _OR)
    return may_be_operator or is_in_or


def _may_be(name: str, words: Iterable[str]) -> bool:
    """Whether a name with unknown parts may be one of the words."""
    return has_mark(name) and any(_fits(_MARK.split(name), word) for word in words)


def _fits(parts: list[str], word: str) -> bool:
    """Whether a word consists of these parts in this order, with any characters between them."""
    first, *between, last = parts
    at, end = len(first), len(word) - len(last)
    if at > end or not word.startswith(first) or not word.endswith(last):
        return False
    for part in between:
        start = word.find(part, at, end)
        if start < 0:
            return False
        at = start + len(part)
    return True
