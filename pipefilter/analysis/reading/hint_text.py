"""Parts of the pattern at hand as a hint shows them: values, operators, and numbers as a stream writes them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written

__all__ = ["digits_in_stream", "hint_text"]

_MAX_LENGTH = 100
_MAX_EXPONENT = 130
"""DynamoDB's numbers go to 9.99e125: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html."""


def hint_text(tree: Json) -> str:
    """A value or an operator as JSON text; of a long one only its form, such as `{"anything-but": ...}`.

    Args:
        tree: of the pattern, or made from it.
    """
    text = written(tree)
    if len(text) <= _MAX_LENGTH:
        return text
    if isinstance(tree, tuple):
        return f'{{"{tree[0][0]}": ...}}'
    return "[...]" if isinstance(tree, list) else '"..."'


def digits_in_stream(number: Number) -> str:
    """A number as a DynamoDB stream writes it: `100` for `1e2`, and `2.5` for `2.50`.

    Args:
        number: as the pattern has it.
    """
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
