"""Detects a word for AND, OR, NOT or a comparison as a field name: `{"$not": {...}}`, `{"state": {"not": ["x"]}}`."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.language.name_spelling import loose_spelling
from pipefilter.language.operator_as_name import IntendedOperator, has_any_names, has_field, keyword_of

__all__ = ["connective", "intended_comparison", "word_at"]

_CONNECTIVES = {"and": "and", "or": "or", "not": "not", "nor": "not"}
_COMPARISONS = {
    **dict.fromkeys(("equals", "equalsany", "or"), "equals"),
    **dict.fromkeys(("not", "notequals"), "anything-but"),
    **dict.fromkeys(("startswith", "beginswith"), "prefix"),
    "endswith": "suffix",
    "notprefix": "not-prefix",
    "notsuffix": "not-suffix",
    "greaterthan": ">",
    "lessthan": "<",
}
_OF_DOLLAR = {
    **dict.fromkeys(("eq", "in", "equals"), "equals"),
    **dict.fromkeys(("ne", "nin"), "anything-but"),
    "gt": ">",
    "gte": ">=",
    "lt": "<",
    "lte": "<=",
    **dict.fromkeys(("exists", "prefix", "suffix", "wildcard"), ""),
    "regex": "",
}
"""Comparisons of MongoDB; how some are written in a pattern depends on the value."""


_SIGNS = {
    **{sign: sign for sign in (">", ">=", "<", "<=")},
    **dict.fromkeys(("=", "=="), "equals"),
    **dict.fromkeys(("!=", "<>"), "anything-but"),
}


def word_at(steps: Sequence[str]) -> int | None:
    """The index of the first step that is such a word and probably not a field; None if there is none."""
    for index, step in enumerate(steps):
        is_last = index == len(steps) - 1
        is_word = _is_comparison(step) if is_last else _surrounds_fields(steps, index)
        if is_word and not has_any_names(steps[:index]):
            return (
                index
                if not is_last or step.startswith("$") or step in _SIGNS or has_field(steps[:index])
                else None
            )
    return None


def _surrounds_fields(steps: Sequence[str], index: int) -> bool:
    """Whether the step is a word around a field; another check reports `anything-but` around an operator."""
    return bool(connective(steps[index])) and not (keyword_of(steps[index]) and keyword_of(steps[index + 1]))


def connective(name: str) -> str:
    """`and`, `or` or `not`, if the name is a word for it; else ""."""
    if keyword_of(name) == "anything-but":
        return "not"
    return _CONNECTIVES.get(name.removeprefix("$").lower(), "")


def _is_comparison(name: str) -> bool:
    if name in _SIGNS:
        return True
    spelling = loose_spelling(name)
    if name.startswith("$"):
        return spelling[1:] in _OF_DOLLAR or spelling[1:] in _COMPARISONS or bool(connective(name))
    return spelling in _COMPARISONS


def intended_comparison(steps: Sequence[str], values: Sequence[Json]) -> IntendedOperator | None:
    """The list that a field with such a name was probably intended as; None if that is unclear.

    Args:
        steps: the names that lead to the field, with its own.
    """
    spelling = loose_spelling(steps[-1]).removeprefix("$")
    meant = _SIGNS.get(steps[-1]) or _COMPARISONS.get(spelling) or _OF_DOLLAR.get(spelling, "")
    elements: list[Json] = []
    if meant == "equals":
        elements = list(values)
    elif meant == "anything-but" and _is_excludable(values):
        elements = [(("anything-but", list(values)),)]
    elif meant in ("prefix", "suffix") and _is_strings(values):
        elements = [((meant, value),) for value in values]
    elif meant in ("not-prefix", "not-suffix") and _is_strings(values):
        elements = [(("anything-but", ((meant.removeprefix("not-"), list(values)),)),)]
    elif meant[:1] in ("<", ">") and len(values) == 1 and isinstance(values[0], Number):
        elements = [(("numeric", [meant, values[0]]),)]
    keyword = "numeric" if meant[:1] in ("<", ">") else meant
    if not elements or not has_field(steps[:-1]) or (keyword == "numeric" and "dynamodb" in steps):
        return None
    return IntendedOperator(keyword, tuple(steps[:-1]), tuple(elements), is_certain=False)


def _is_strings(values: Sequence[Json]) -> bool:
    return all(isinstance(value, str) for value in values)


def _is_excludable(values: Sequence[Json]) -> bool:
    return _is_strings(values) or all(isinstance(value, Number) for value in values)
