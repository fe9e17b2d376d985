"""What may be asked of one value of an attribute: there at all, one of some, an operator, a range, a member."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal

from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.attribute_value import SETS, AttributeType, AttributeValue, Numbers, decimal_of
from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.writer import written
from pipefilter.language.comparable import as_comparable
from pipefilter.language.event_pattern import Field
from pipefilter.language.operator import Operator
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.parse import parse

__all__ = ["Contains", "InRange", "IsThere", "OneOf", "OperatorHolds", "ValuePredicate", "operator_of"]


class ValuePredicate(ABC):
    """What is asked of a value."""

    __slots__ = ()

    @abstractmethod
    def holds(self, value: AttributeValue, numbers: Numbers) -> bool:
        """Whether the value is as asked for."""

    @abstractmethod
    def words(self) -> str:
        """In words that go on from the attribute's name."""

    @abstractmethod
    def as_json(self) -> dict[str, object]:
        """As the members of the JSON form."""


@dataclass(frozen=True, slots=True)
class IsThere(ValuePredicate):
    """There is a value, of whatever type."""

    def holds(self, value: AttributeValue, numbers: Numbers) -> bool:  # noqa: ARG002, D102 - as ValuePredicate says
        return True

    def words(self) -> str:  # noqa: D102 - as ValuePredicate says
        return "exists"

    def as_json(self) -> dict[str, object]:  # noqa: D102 - as ValuePredicate says
        return {"exists": True}


@dataclass(frozen=True, slots=True)
class OneOf(ValuePredicate):
    """It is one of these.

    Args:
        values: each with its type.
    """

    values: tuple[AttributeValue, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise InvalidCondition("give the values that it may have")

    def holds(self, value: AttributeValue, numbers: Numbers) -> bool:  # noqa: D102 - as ValuePredicate says
        mine = value.identity(numbers)
        return any(one.identity(numbers) == mine for one in self.values)

    def words(self) -> str:  # noqa: D102 - as ValuePredicate says
        return f"is {' or '.join(map(str, self.values))}"

    def as_json(self) -> dict[str, object]:  # noqa: D102 - as ValuePredicate says
        if len(self.values) == 1:
            return {"equals": shown(self.values[0])}
        return {"in": [shown(one) for one in self.values]}


@dataclass(frozen=True, slots=True)
class OperatorHolds(ValuePredicate):
    """An operator of the language holds for the text of a value: of S as it is, of N its digits, of B its base64.

    Args:
        operator: of the language.
        type: of the value; others are not taken.
    """

    operator: Operator
    type: AttributeType

    def holds(self, value: AttributeValue, numbers: Numbers) -> bool:  # noqa: ARG002, D102 - as ValuePredicate says
        return value.type == self.type and self.operator.holds(as_comparable(value.text, numeric=False))

    def words(self) -> str:  # noqa: D102 - as ValuePredicate says
        return self.operator.words()

    def as_json(self) -> dict[str, object]:  # noqa: D102 - as ValuePredicate says
        form = {self.operator.keyword: _python(self.operator.operand())}
        return form if self.type == "S" else {**form, "type": self.type}


@dataclass(frozen=True, slots=True)
class InRange(ValuePredicate):
    """It is a number in a range, compared by value, which no pattern can do: a stream writes numbers as text.

    Args:
        numeric: the operator `numeric`.
    """

    numeric: Numeric

    def holds(self, value: AttributeValue, numbers: Numbers) -> bool:  # noqa: ARG002, D102 - as ValuePredicate says
        if value.type != "N":
            return False
        number = decimal_of(value.text)
        if number is None:
            return False
        return all(_COMPARE[operator](number, Decimal(bound.text)) for operator, bound in self.numeric.terms)

    def words(self) -> str:  # noqa: D102 - as ValuePredicate says
        return self.numeric.words()

    def as_json(self) -> dict[str, object]:  # noqa: D102 - as ValuePredicate says
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
    """It is a set or a list, and this is one of its elements.

    Args:
        element: of type S, N, B, BOOL or NULL.
    """

    element: AttributeValue

    def holds(self, value: AttributeValue, numbers: Numbers) -> bool:  # noqa: D102 - as ValuePredicate says
        mine = self.element.identity(numbers)
        if value.type in SETS and isinstance(value.value, frozenset):
            of = SETS[value.type]
            return any(AttributeValue(of, one).identity(numbers) == mine for one in value.value)
        return any(one.identity(numbers) == mine for one in value.elements)

    def words(self) -> str:  # noqa: D102 - as ValuePredicate says
        return f"contains {self.element}"

    def as_json(self) -> dict[str, object]:  # noqa: D102 - as ValuePredicate says
        return {"contains": shown(self.element)}


def shown(value: AttributeValue) -> object:
    """A value in the JSON form of conditions: text, booleans and null as they are, all else with its type."""
    if value.type in ("S", "BOOL"):
        return value.value
    return None if value.type == "NULL" else value.as_json()


def operator_of(element: object) -> Operator:
    """The operator that an element of a pattern's list writes.

    Args:
        element: such as `{"prefix": "x"}`, as Python's `json` has it.

    Raises:
        InvalidCondition: AWS refuses it.
    """
    from pipefilter.json_text.python_value import NotJson, from_python  # noqa: PLC0415 - only here

    try:
        pattern = parse(written((("x", [from_python(element)]),)))
    except NotJson as fault:
        raise InvalidCondition(fault.reason) from None
    except InvalidEventPattern as error:
        raise InvalidCondition(error.message) from None
    field = pattern.members[0]
    assert isinstance(field, Field)  # noqa: S101 - what was written is one field
    return field.alternatives[0]


def _python(tree: object) -> object:
    """A tree as Python's `json` has it."""
    import json  # noqa: PLC0415 - only here

    return json.loads(written(tree))  # type: ignore[arg-type]  # an operand is a tree
