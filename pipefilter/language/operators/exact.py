"""A plain value: `{"status": ["PAID", 5, true, null]}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from pipefilter.errors import ProblemKind
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.json_text.written import written
from pipefilter.language.comparable import Seen, Written, seen_as
from pipefilter.language.demand import ANYTHING, Demand, TextDemand, demand_of_text
from pipefilter.language.operator import Operator
from pipefilter.language.parser_state import Reading

if TYPE_CHECKING:
    from pipefilter.language.ip_address import AddressRange

__all__ = ["Exact", "Exactly"]

NOT_TEXT = ProblemKind(
    "PF201",
    "exactly without a string: its operand is a string",
    "exact match pattern must be a string",
    "`exactly`, which AWS does not document, takes a string.",
    "put the value itself into the list",
)


@dataclass(frozen=True, slots=True)
class Exact(Operator):
    """A value that is equal; text that is an IP address takes every way to write that address."""

    keyword: ClassVar[str] = ""
    forms: ClassVar[tuple[str, ...]] = ('"PAID"', "5", "true", "null", '""')
    meaning: ClassVar[str] = (
        "The value is equal: text to the same text, case and all; a number to a number of the same "
        "value; `true`, `false`, `null` to themselves."
    )
    traps: ClassVar[tuple[str, ...]] = (
        'Text is never a number: `"5"` does not take `5`, nor `5` the text `"5"` '
        "(and DynamoDB's `N` holds text).",
        "`5`, `5.0` and `5e0` are one number; beyond 15 to 17 digits a number is compared as written.",
        'Text that is an IP address takes every spelling of it: `"10.0.0.1"` takes `"010.0.0.1"`.',
    )

    value: Scalar
    _address: AddressRange | None = field(init=False, repr=False, compare=False)
    _seen: Seen = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_address", _address_in(self.value))
        object.__setattr__(self, "_seen", seen_as(self.value, numeric=True))

    @classmethod
    def read(cls, reading: Reading) -> Exact:
        """Never called: a plain value has no keyword."""
        raise TypeError(reading.pointer)

    def operand(self) -> Json:  # noqa: D102 - as Operator says
        return self.value

    def element(self) -> Json:  # noqa: D102 - as Operator says
        return self.value

    def holds(self, seen: Seen) -> bool:  # noqa: D102 - as Operator says
        if self._address is not None:
            return self._address.holds(seen)
        if isinstance(self.value, Number) and isinstance(seen, Written):
            return seen.text == self.value.text
        return type(seen) is type(self._seen) and seen == self._seen

    @property
    def numeric(self) -> bool:  # noqa: D102 - as Operator says
        return isinstance(self._seen, float)

    @property
    def address(self) -> bool:
        """Whether the text is an IP address, and so compared as one."""
        return self._address is not None

    def demand(self) -> Demand:  # noqa: D102 - as Operator says
        if isinstance(self.value, str):
            return demand_of_text(TextDemand(self.value, whole=True)) if self._address is None else ANYTHING
        if isinstance(self.value, Number):
            nearest = float(self.value.text)
            return Demand(numbers=(nearest, nearest))
        return Demand(constants=True)

    def words(self) -> str:  # noqa: D102 - as Operator says
        return f"is {written(self.value)}"

    def near(self, filler: str) -> Iterator[Scalar]:  # noqa: D102 - as Operator says
        yield self.value
        if isinstance(self.value, str):
            yield from (self.value + filler, filler, self.value.swapcase(), self.value[:-1])
        elif isinstance(self.value, Number):
            yield from (self.value.text, Number("0"), Number("7"), None)
            if isinstance(self._seen, float):
                yield from (Number(repr(self._seen)), Number(repr(self._seen / 2)))
        else:
            yield from (True, False, None, written(self.value), filler)


@dataclass(frozen=True, slots=True)
class Exactly(Operator):
    """Text that is equal, letter by letter: in AWS's engine, though not in its documentation."""

    keyword: ClassVar[str] = "exactly"
    forms: ClassVar[tuple[str, ...]] = ('{"exactly": "10.0.0.1"}',)
    meaning: ClassVar[str] = "Equal text; an IP address is text like any other."
    traps: ClassVar[tuple[str, ...]] = (
        "AWS's engine takes it, but AWS does not document it: do not rely on it.",
    )

    text: str

    @classmethod
    def read(cls, reading: Reading) -> Exactly:  # noqa: D102 - as Operator says
        return cls(reading.text_operand(NOT_TEXT))

    def operand(self) -> Json:  # noqa: D102 - as Operator says
        return self.text

    def holds(self, seen: Seen) -> bool:  # noqa: D102 - as Operator says
        return isinstance(seen, str) and seen == self.text

    def demand(self) -> Demand:  # noqa: D102 - as Operator says
        return demand_of_text(TextDemand(self.text, whole=True))

    def words(self) -> str:  # noqa: D102 - as Operator says
        return f"is exactly {written(self.text)}"

    def near(self, filler: str) -> Iterator[Scalar]:  # noqa: D102 - as Operator says
        yield from (self.text, self.text + filler, filler, self.text.swapcase())


def _address_in(value: Scalar) -> AddressRange | None:
    """The IP address that a string is; None if it is none."""
    if not isinstance(value, str) or not (":" in value or value[:1].isdigit()):
        return None
    from pipefilter.language.ip_address import AddressRange, digits_of  # noqa: PLC0415 - few strings look like one

    digits = digits_of(value)
    return None if digits is None else AddressRange(digits, digits)
