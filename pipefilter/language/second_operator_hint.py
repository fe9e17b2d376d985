"""Hints for two operators in one object: `{"prefix": "in/", "suffix": ".csv"}`."""

from __future__ import annotations

from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.affix_wildcard import wildcard_of_affixes
from pipefilter.language.exclusion_hint import exclusion_hint
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.several_operators_hint import several_operators_hint
from pipefilter.language.short_tree import text_or_form

__all__ = ["second_operator_hint"]

_NO_AND = "write them as separate elements of the list to join them by OR; a pattern cannot join them by AND"


def second_operator_hint(members: tuple[tuple[str, Json], ...]) -> str:
    """What to write instead of an object with several members, at least one of which is an operator."""
    by_name = dict(members)
    unknown = next((name for name in by_name if name not in BY_KEYWORD), None)
    if unknown is not None:
        several = several_operators_hint(members)
        return several or f"remove {written(unknown)}: the object of an operator has only one member"
    if set(by_name) == {"prefix", "suffix"}:
        return _of_affixes(by_name["prefix"], by_name["suffix"])
    if by_name.get("exists") is True and len(by_name) == 2:
        other: Json = tuple(member for member in members if member[0] != "exists")
        return f"remove exists: {text_or_form([other], 'the other operator')} requires a value, too"
    if set(by_name) == {"numeric"}:
        return _of_ranges([operand for _, operand in members])
    if set(by_name) == {"anything-but"}:
        return _of_exclusions([operand for _, operand in members])
    return _NO_AND


def _of_affixes(prefix: Json, suffix: Json) -> str:
    if not isinstance(prefix, str) or not isinstance(suffix, str):
        return _NO_AND
    wildcard: Json = (("wildcard", wildcard_of_affixes(prefix, suffix)),)
    return (
        f"to require both, write {text_or_form([wildcard], 'a wildcard')}, which rules support, but pipes do not; "
        "as separate elements of the list, they are joined by OR"
    )


def _of_ranges(operands: list[Json]) -> str:
    """One range with both bounds, the lower one first."""
    bounds = [operand for operand in operands if isinstance(operand, list) and len(operand) == 2]
    lower = [bound for bound in bounds if str(bound[0]) in (">", ">=")]
    upper = [bound for bound in bounds if str(bound[0]) in ("<", "<=")]
    if len(operands) == 2 and len(lower) == len(upper) == 1:
        return f"write both bounds in one list: {written((('numeric', [*lower[0], *upper[0]]),))}"
    return _NO_AND


def _of_exclusions(operands: list[Json]) -> str:
    """One `anything-but` for several."""
    values: list[Json] = []
    for operand in operands:
        values += operand if isinstance(operand, list) else [operand]
    if any(isinstance(value, tuple) for value in values):
        return exclusion_hint(values, ())
    return f"write one list: {text_or_form([(('anything-but', values),)], '...')}"
