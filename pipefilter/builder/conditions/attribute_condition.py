"""What one attribute is in one image: `new("status").equals("PAID")`."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.conditions.value_predicate import (
    Contains,
    InRange,
    IsPresent,
    MatchesOperator,
    OneOf,
    ValuePredicate,
    parse_operator,
)
from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.attribute_path import AttributePath, attribute_path
from pipefilter.builder.records.attribute_value import (
    TYPES,
    AttributeType,
    Numbers,
    distinct_values,
    to_attribute_value,
)
from pipefilter.builder.records.stream_record import Image, StreamRecord
from pipefilter.json_text.number import Number
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.numeric import Numeric

__all__ = ["Attribute", "AttributeCondition", "keys", "new", "old"]

_NAMES: dict[Image, str] = {"new": "the new", "old": "the old", "keys": "the key"}


@dataclass(frozen=True, slots=True)
class AttributeCondition(Condition):
    """An attribute has a value, in an image, that is as asked for; where the path goes to each element, one of them.

    Args:
        image: in which.
        path: of the attribute.
        test: what is asked of its value.
    """

    image: Image
    path: AttributePath
    test: ValuePredicate

    def judge(self, record: StreamRecord, numbers: Numbers) -> bool:  # noqa: D102 - as Condition says
        return any(self.test.holds(value, numbers) for value in record.values(self.image, self.path))

    def needs(self) -> Iterator[tuple[Image, str]]:  # noqa: D102 - as Condition says
        yield self.image, f"{self.image}({self.path})"

    def paths(self) -> Iterator[AttributePath]:  # noqa: D102 - as Condition says
        yield self.path

    def words(self) -> str:  # noqa: D102 - as Condition says
        return f"{_NAMES[self.image]} {self.path} {self.test.words()}"

    def as_json(self) -> dict[str, object]:  # noqa: D102 - as Condition says
        return {self.image: str(self.path), **self.test.as_json()}


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute in one image, of which something is to be asked.

    Args:
        image: in which.
        path: of the attribute.
        type: of its value, for the operators on text; `S` unless said otherwise.
    """

    image: Image
    path: AttributePath
    type: AttributeType = "S"

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise InvalidCondition(
                f"{reprlib.repr(self.type)} is not a type of an attribute; these are {', '.join(TYPES)}"
            )

    def _asked(self, test: ValuePredicate) -> Condition:
        return AttributeCondition(self.image, self.path, test)

    def operator(self, keyword: str, operand: object) -> Condition:
        """An operator of the language holds for its text.

        Args:
            keyword: such as `prefix`.
            operand: as the language writes it.

        Raises:
            InvalidCondition: AWS refuses it, or the type is none of text.
        """
        if self.type not in ("S", "N", "B"):
            raise InvalidCondition(f"{keyword} looks at text, and {self.type} holds none")
        if not isinstance(keyword, str):
            raise InvalidCondition(f"an operator is a string, such as 'prefix', not {type(keyword).__name__}")
        operator = parse_operator({keyword: operand})
        if isinstance(operator, Numeric):
            if self.type != "N":
                raise InvalidCondition(f"numeric compares numbers, and {self.type} holds none")
            return self._asked(InRange(operator))
        if isinstance(operator, AnythingBut) and any(isinstance(one, Number) for one in operator.excluded):
            raise InvalidCondition(
                f"{self.type} holds strings, and a number excludes none: write the digits in quotes"
            )
        return self._asked(MatchesOperator(operator, self.type))

    def exists(self) -> Condition:
        """The attribute is there, with whatever value."""
        return self._asked(IsPresent())

    def equals(self, value: object) -> Condition:
        """It has this value.

        Args:
            value: as boto3 takes it, or with its type: `{"N": "5"}`; a list only so: `{"L": [...]}`.
        """
        return self.in_(value)

    def in_(self, *values: object) -> Condition:
        """It has one of these values.

        Args:
            values: as for `equals`.
        """
        return self._asked(OneOf(distinct_values(values)))

    def prefix(self, text: str | Mapping[str, str]) -> Condition:
        """Its text begins so; `{"equals-ignore-case": text}` ignores case."""
        return self.operator("prefix", text)

    def suffix(self, text: str | Mapping[str, str]) -> Condition:
        """Its text ends so; `{"equals-ignore-case": text}` ignores case."""
        return self.operator("suffix", text)

    def equals_ignore_case(self, text: str) -> Condition:
        """Its text is this, in whatever case."""
        return self.operator("equals-ignore-case", text)

    def wildcard(self, text: str) -> Condition:
        """Its text is this, with `*` for any text."""
        return self.operator("wildcard", text)

    def anything_but(self, what: object) -> Condition:
        """It has text, which is none of these: a text, a list of texts, or `{"prefix": ...}` and so on."""
        return self.operator("anything-but", what)

    def cidr(self, network: str) -> Condition:
        """Its text is an IP address in this network."""
        return self.operator("cidr", network)

    def numeric(self, *terms: str | float | Decimal) -> Condition:
        """It is a number in a range, by value: `numeric(">", 0, "<=", 100)`.

        A pattern cannot say that of a stream's numbers, which are text: it is left to check.
        """
        operator = parse_operator({"numeric": list(terms)})
        assert isinstance(operator, Numeric)  # noqa: S101 - that is its keyword
        return self._asked(InRange(operator))

    def contains(self, element: object) -> Condition:
        """It is a set or a list, and this is one of its elements."""
        value = to_attribute_value(element)
        if value.type not in ("S", "N", "B", "BOOL", "NULL"):
            raise InvalidCondition("contains asks for a single value: text, a number, bytes, a boolean or null")
        return self._asked(Contains(value))


def new(path: str | AttributePath, *, type: AttributeType = "S") -> Attribute:  # noqa: A002 - AWS's own word
    """An attribute of the item after the change.

    Args:
        path: such as `status`, `address.city`, `items[].sku`.
        type: for the operators on text.

    Raises:
        InvalidCondition: it is no path.
    """
    return Attribute("new", attribute_path(path), type)


def old(path: str | AttributePath, *, type: AttributeType = "S") -> Attribute:  # noqa: A002 - AWS's own word
    """An attribute of the item before the change; as for `new`."""
    return Attribute("old", attribute_path(path), type)


def keys(path: str | AttributePath, *, type: AttributeType = "S") -> Attribute:  # noqa: A002 - AWS's own word
    """An attribute of the item's key, which each view of a stream has; as for `new`."""
    return Attribute("keys", attribute_path(path), type)
