"""Hints for an object with several operators, at least one of which is one of another language: `{"gte": 5, "lte": 9}`."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.unknown_operator import plain_name

__all__ = ["several_operators_hint"]

_NO_AND = "write them as separate elements of the list to join them by OR; a pattern cannot join them by AND"
_SIGNS = {
    **dict.fromkeys(("gt", "greaterthan", ">"), ">"),
    **dict.fromkeys(("gte", "greaterthanorequal", ">="), ">="),
    **dict.fromkeys(("lt", "lessthan", "<"), "<"),
    **dict.fromkeys(("lte", "lessthanorequal", "<="), "<="),
}


def several_operators_hint(members: tuple[tuple[str, Json], ...], steps: Sequence[str] = ()) -> str:
    """What to write instead of an object with several members; "" if one of them may be a field.

    Args:
        steps: the names that lead to the field.
    """
    from pipefilter.language.operator_likeness import is_like_operator
    from pipefilter.language.record_reference import is_number_of_image

    if len(members) < 2 or not all(is_like_operator(name) for name, _ in members):
        return ""
    bounds = [_bound(name, operand) for name, operand in members]
    lower = [bound for bound in bounds if bound and bound[0] in (">", ">=")]
    upper = [bound for bound in bounds if bound and bound[0] in ("<", "<=")]
    is_range = len(members) == 2 and not is_number_of_image(steps)
    if is_range and lower and upper and float(lower[0][1].text) < float(upper[0][1].text):
        return f"write {written((('numeric', [*lower[0], *upper[0]]),))}"
    return _NO_AND


def _bound(name: str, operand: Json) -> tuple[str, Number] | None:
    """The sign and the number of a comparison; None if the operator is another one."""
    sign: Json = _SIGNS.get(plain_name(name).replace("-", "").removeprefix("$"))
    if name == "numeric" and isinstance(operand, list) and len(operand) == 2:
        sign, operand = operand
    return (sign, operand) if isinstance(sign, str) and isinstance(operand, Number) else None
