"""Predicates on one value of an attribute: it exists, is one of several, matches an operator, is in a range, has an element."""

from __future__ import annotations

from abc import ABC, abstractmethod
from decimal import Decimal

from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.attribute_value import SETS, AttributeValue, Numbers, to_decimal
from pipefilter.dataclass import dataclass
from pipefilter.enumeration import enumeration
from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.writer import written
from pipefilter.language.comparable import as_comparable
from pipefilter.language.dynamodb_record import TypeKey
from pipefilter.language.event_pattern import Field
from pipefilter.language.operator import Operator
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.parse import parse
from pipefilter.override import override

__all__ = [
    "Contains",
    "HasType",
    "InRange",
    "IsPresent",
    "MatchesOperator",
    "OneOf",
    "ValuePredicate",
    "parse_operator",
]


class ValuePredicate(ABC):
    """A test of one value, whatever its attribute and image."""

    __slots__ = ()

    @abstractmethod
    def holds(self, value: AttributeValue, numbers: Numbers) -> bool:
        """Whether the predicate holds for the value."""

    @abstractmethod
    def words(self) -> str:
        """The predicate in words that follow the attribute's name."""

    @abstractmethod
    def as_json(self) -> dict[str, object]:
        """The predicate as members of the JSON form."""


@dataclass(frozen=True, slots=True)
class IsPresent(ValuePredicate):
    """There is a value of any type."""

    @override
    def holds(self, value: AttributeValue, numbers: Numbers) -> bool:
        return True

    @override
    def words(self) -> str:
        return "exists"

    @override
    def as_json(self) -> dict[str, object]:
        return {"exists": True}


@dataclass(frozen=True, slots=True)
class HasType(ValuePredicate):
    """There is a value of this type: what `exists` tests at a type key in a pattern."""

    type: TypeKey

    @override
    def holds(self, value: AttributeValue, numbers: Numbers) -> bool:
        return value.type == self.type

    @override
    def words(self) -> str:
        return f"is of type {self.type}"

    @override
    def as_json(self) -> dict[str, object]:
        return {"exists": True, "type": self.type}


@dataclass(frozen=True, slots=True)
class OneOf(ValuePredicate):
    """The value is one of these."""

    values: tuple[AttributeValue, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise InvalidCondition("give at least one value")

    @override
    def holds(self, value: AttributeValue, numbers: Numbers) -> bool:
        identity = value.identity(numbers)
        return any(each.identity(numbers) == identity for each in self.values)

    @override
    def words(self) -> str:
        return f"is {enumeration(map(str, self.values), 'or')}"

    @override
    def as_json(self) -> dict[str, object]:
        if len(self.values) == 1:
            return {"equals": _json_form(self.values[0])}
        return {"in": [_json_form(value) for value in self.values]}


@dataclass(frozen=True, slots=True)
class MatchesOperator(ValuePredicate):
    """A value of this type matches an operator of event patterns: S by its string, N by its digits, B by its base64."""

    operator: Operator
    type: TypeKey

    @override
    def holds(self, value: AttributeValue, numbers: Numbers) -> bool:
        return value.type == self.type and self.operator.holds(as_comparable(value.text, numeric=False))

    @override
    def words(self) -> str:
        return self.operator.words()

    @override
    def as_json(self) -> dict[str, object]:
        form = {self.operator.keyword: _python(self.operator.operand())}
        return form if self.type == "S" else {**form, "type": self.type}


@dataclass(frozen=True, slots=True)
class InRange(ValuePredicate):
    """The value is a number in a range, compared by value. No pattern can do that: a stream writes numbers as strings."""

    numeric: Numeric

    @override
    def holds(self, value: AttributeValue, numbers: Numbers) -> bool:
        if value.type != "N":
            return False
        number = to_decimal(value.text)
        if number is None:
            return False
        return all(_COMPARE[operator](number, Decimal(bound.text)) for operator, bound in self.numeric.terms)

    @override
    def words(self) -> str:
        return self.numeric.words()

    @override
    def as_json(self) -> dict[str, object]:
        return {"numeric": _python(self.numeric.operand())}


_COMPARE = {
    "=": Decimal.__eq__,
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
}


@dataclass(frozen=True, slots=True)
class Contains(ValuePredicate):
    """The value is a set or a list with this element, which is of type S, N, B, BOOL or NULL."""

    element: AttributeValue

    @override
    def holds(self, value: AttributeValue, numbers: Numbers) -> bool:
        identity = self.element.identity(numbers)
        if value.type in SETS and isinstance(value.value, frozenset):
            type_ = SETS[value.type]
            return any(AttributeValue(type_, each).identity(numbers) == identity for each in value.value)
        return any(each.identity(numbers) == identity for each in value.elements)

    @override
    def words(self) -> str:
        return f"contains {self.element}"

    @override
    def as_json(self) -> dict[str, object]:
        return {"contains": _json_form(self.element)}


def _json_form(value: AttributeValue) -> object:
    """A value in the JSON form of conditions: strings, booleans and null as they are, others with their types."""
    if value.type in ("S", "BOOL"):
        return value.value
    return None if value.type == "NULL" else value.as_json()


def parse_operator(element: object) -> Operator:
    """The operator in an element of a pattern's list, such as `{"prefix": "x"}`, as Python's `json` reads it.

    Raises:
        InvalidCondition: AWS rejects the operator.
    """
    from pipefilter.json_text.python_value import NotJson, from_python

    try:
        pattern = parse(written((("x", [from_python(element)]),)))
    except NotJson as fault:
        raise InvalidCondition(fault.reason) from None
    except InvalidEventPattern as error:
        raise InvalidCondition(error.message) from None
    field = pattern.members[0]
    assert isinstance(field, Field)
    return field.alternatives[0]


def _python(tree: object) -> object:
    """A tree as Python's `json` reads it."""
    import json

    return json.loads(written(tree))  # type: ignore[arg-type]  # an operand is a tree
