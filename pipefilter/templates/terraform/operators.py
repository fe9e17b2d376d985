"""Terraform's operators on values that are known."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation, localcontext

from pipefilter.json_text.number import Number
from pipefilter.templates.nodes.node import Mapping, Node, Scalar, Sequence, Text

__all__ = ["OPERATORS", "decimal", "number_node", "operation", "truth", "truth_node"]

_MAX_DIGITS = 60
_COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
}
_ARITHMETIC: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
}
OPERATORS = frozenset(("!", "&&", "||", "==", "!=", *_COMPARISONS, *_ARITHMETIC, "/", "%"))
"""The names of the calls that are operators."""


def truth(node: Node | None) -> bool | None:
    """The value of a boolean; None if it is not known."""
    return node.value if isinstance(node, Scalar) and isinstance(node.value, bool) else None


def truth_node(*, value: bool, at: Node) -> Scalar:
    """A boolean as a node, at the place of another."""
    return Scalar(value, "true" if value else "false", at.start, at.end)


def number_node(value: Decimal | int, at: Node) -> Scalar | None:
    """A number as a node, at the place of another; None if it has too many digits."""
    written = format(Decimal(value).normalize(), "f") if abs(Decimal(value).adjusted()) <= _MAX_DIGITS else ""
    return (
        Scalar(Number(written), written, at.start, at.end) if written and len(written) <= _MAX_DIGITS else None
    )


def operation(name: str, arguments: list[Node], at: Node) -> Node | None:  # noqa: PLR0911 - a return for each kind
    """The result of an operator; None if it is not known."""
    if name == "!":
        value = truth(arguments[0])
        return None if value is None else truth_node(value=not value, at=at)
    if name in {"&&", "||"}:
        return _logical(name, arguments, at)
    if name == "-" and len(arguments) == 1:
        number = decimal(arguments[0])
        return None if number is None else number_node(-number, at)
    left, right = arguments
    if name in {"==", "!="}:
        equal = _are_equal(left, right)
        return None if equal is None else truth_node(value=equal is (name == "=="), at=at)
    first, second = decimal(left), decimal(right)
    if first is None or second is None:
        return None
    if name in _COMPARISONS:
        return truth_node(value=_COMPARISONS[name](first, second), at=at)
    if name in _ARITHMETIC:
        with localcontext() as context:
            context.prec = 2 * _MAX_DIGITS
            return number_node(_ARITHMETIC[name](first, second), at)
    return None


def _logical(name: str, arguments: list[Node], at: Node) -> Node | None:
    values = [truth(argument) for argument in arguments]
    decisive = name == "||"
    if decisive in values:
        return truth_node(value=decisive, at=at)
    return None if None in values else truth_node(value=not decisive, at=at)


def decimal(node: Node) -> Decimal | None:
    """The value of a number of a reasonable size; None for anything else."""
    if not isinstance(node, Scalar) or not isinstance(node.value, Number) or len(node.value.text) > _MAX_DIGITS:
        return None
    try:
        value = Decimal(node.value.text)
    except InvalidOperation:
        return None
    return value if abs(value.adjusted()) <= _MAX_DIGITS else None


def _are_equal(left: Node, right: Node) -> bool | None:  # noqa: PLR0911 - a return for each type
    """Whether two values are equal; values of different types are not; None if it is not known."""
    known = (Text, Scalar, Mapping, Sequence)
    if not isinstance(left, known) or not isinstance(right, known):
        return None
    if isinstance(left, Text) and isinstance(right, Text):
        return left.value == right.value
    if isinstance(left, Scalar) and isinstance(right, Scalar):
        first, second = decimal(left), decimal(right)
        if first is not None and second is not None:
            return first == second
        if isinstance(left.value, Number) and isinstance(right.value, Number):
            return None  # too large
        return type(left.value) is type(right.value) and left.value == right.value
    if isinstance(left, Mapping | Sequence) and isinstance(right, Mapping | Sequence):
        return None
    return False
