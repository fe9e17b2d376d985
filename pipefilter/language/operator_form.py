"""The form of an operator that a service may take or not: `anything-but/prefix`, `null`, `$or`."""

from __future__ import annotations

from pipefilter.language.operator import Operator
from pipefilter.language.operators import OPERATORS

__all__ = ["FORMS", "OR", "form_of"]

OR = "$or"
_PLAIN, _NULL, _EMPTY = "plain value", "null", "empty string"


def form_of(operator: Operator) -> str:
    """The form of one alternative.

    Args:
        operator: any.
    """
    if not operator.keyword:
        value = operator.operand()
        return _NULL if value is None else _EMPTY if value == "" else _PLAIN
    inner = operator.operand()
    if isinstance(inner, tuple):  # an operator inside: {"prefix": {"equals-ignore-case": "x"}}
        return f"{operator.keyword}/{inner[0][0]}"
    return operator.keyword


def _forms() -> tuple[str, ...]:
    found = [_PLAIN, _NULL, _EMPTY]
    for operator in OPERATORS:
        if operator.keyword:
            found.append(operator.keyword)
            found += [
                f"{operator.keyword}/{inner.keyword}" for inner in OPERATORS if operator.keyword in inner.inside
            ]
    return (*found, OR)


FORMS = _forms()
"""Every form, in the order of the operators."""
