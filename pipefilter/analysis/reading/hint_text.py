"""Parts of a pattern as hints print them: values, operators, and numbers as a DynamoDB stream writes them."""

from __future__ import annotations

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut

__all__ = ["digits_in_stream", "excluded_numbers", "hint_text"]

_MAX_LENGTH = 100
_MAX_EXPONENT = 130
"""DynamoDB supports numbers up to 9.99e125: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html."""


def hint_text(tree: Json) -> str:
    """A value or an operator as JSON text; a long one is shortened to its form, such as `{"anything-but": ...}`."""
    text = written(tree)
    if len(text) <= _MAX_LENGTH:
        return text
    if isinstance(tree, tuple):
        return f'{{"{tree[0][0]}": ...}}'
    return "[...]" if isinstance(tree, list) else '"..."'


def digits_in_stream(number: Number) -> str:
    """A number of a pattern as a DynamoDB stream writes it: `100` for `1e2`, and `2.5` for `2.50`."""
    from decimal import Decimal, InvalidOperation

    try:
        value = Decimal(number.text)
    except InvalidOperation:
        return number.text
    if abs(value.adjusted()) > _MAX_EXPONENT or len(number.text) > _MAX_EXPONENT:
        return number.text
    digits = format(value, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def excluded_numbers(operator: Operator) -> list[Number]:
    """The numbers that an `anything-but` excludes; none for another operator."""
    if not isinstance(operator, AnythingBut):
        return []
    return [excluded for excluded in operator.excluded if isinstance(excluded, Number)]
