r"""Wildcards that match what `prefix`, `suffix` and plain strings match: `in/*`, `*.csv`, `in/*.csv`."""

from __future__ import annotations

import re

from pipefilter.json_text.tree import Json

__all__ = ["affix_wildcard", "escaped", "wildcard_of_affixes"]

_SPECIAL = re.compile(r"[*\\]")
_BY_KEYWORD = {"": "{}", "prefix": "{}*", "suffix": "*{}"}


def escaped(text: str) -> str:
    r"""A string as it is written in a wildcard, in which `*` and `\` are special."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def wildcard_of_affixes(prefix: str, suffix: str) -> str:
    """The wildcard that requires both a prefix and a suffix."""
    return f"{escaped(prefix)}*{escaped(suffix)}"


def affix_wildcard(keyword: str, operand: Json) -> str | None:
    """The wildcard for an operator on a string, or for a plain string ("" as keyword); None if there is none."""
    if not isinstance(operand, str):
        return None
    if keyword == "wildcard":
        return operand
    form = _BY_KEYWORD.get(keyword)
    if form is None:
        return None
    return form.format(escaped(operand)) if operand else "*"
