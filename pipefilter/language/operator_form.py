"""The forms of operators, which a service may accept or not: `anything-but/prefix`, `null`, `$or`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipefilter.language import operators

if TYPE_CHECKING:
    from pipefilter.language.operator import Operator

__all__ = ["OR", "all_forms", "form_of"]

OR = "$or"
_PLAIN, _NULL, _EMPTY = "plain value", "null", "empty string"


def form_of(operator: Operator) -> str:
    """The form of one alternative."""
    if not operator.keyword:
        value = operator.operand()
        return _NULL if value is None else _EMPTY if value == "" else _PLAIN
    inner = operator.operand()
    if isinstance(inner, tuple):  # an operator inside: {"prefix": {"equals-ignore-case": "x"}}
        return f"{operator.keyword}/{inner[0][0]}"
    return operator.keyword


@cache
def all_forms() -> tuple[str, ...]:
    """Every form, in the order of the operators."""
    forms = [_PLAIN, _NULL, _EMPTY]
    for keyword in operators.BY_KEYWORD:
        forms.append(keyword)
        forms += [
            f"{keyword}/{inner}" for inner, kind in operators.BY_KEYWORD.items() if keyword in kind.inside
        ]
    return (*forms, OR)
