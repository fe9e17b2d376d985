"""A plain value: `{"status": ["PAID", 5, true, null]}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING, ClassVar

from pipefilter.dataclass import dataclass
from pipefilter.errors import ProblemKind
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.json_text.writer import written
from pipefilter.language.comparable import Comparable, JsonLiteral, as_comparable
from pipefilter.language.operator import Operator
from pipefilter.language.parser_state import ParserState
from pipefilter.language.prefilter import ANYTHING, Requirement, StringRequirement, string_requirement
from pipefilter.override import override

if TYPE_CHECKING:
    from pipefilter.language.ip_address import AddressRange

__all__ = ["Exact", "Exactly"]

NOT_TEXT = ProblemKind(
    "PF201",
    "exactly without a string: it requires a string",
    "exact match pattern must be a string",
    "`exactly`, which AWS does not document, requires a string.",
    "put the value itself into the list",
)


@dataclass(frozen=True, slots=True)
class Exact(Operator):
    """An equal value; a string that is an IP address matches every spelling of that address."""

    keyword: ClassVar[str] = ""
    forms: ClassVar[tuple[str, ...]] = ('"PAID"', "5", "true", "null", '""')
    meaning: ClassVar[str] = (
        "The value is equal: a string equals the same string, including case; a number equals a number of the same "
        "value; `true`, `false` and `null` equal themselves."
    )
    traps: ClassVar[tuple[str, ...]] = (
        'A string is never a number: `"5"` does not match `5`, and `5` does not match the string `"5"` '
        "(DynamoDB's `N` contains a string).",
        "`5`, `5.0` and `5e0` are the same number; beyond 15 to 17 digits, a number is compared as written.",
        'A string that is an IP address matches every spelling of it: `"10.0.0.1"` matches `"010.0.0.1"`.',
    )

    value: Scalar
    _address: AddressRange | None = field(init=False, repr=False, compare=False)
    _comparable: Comparable = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_address", _address_in(self.value))
        object.__setattr__(self, "_comparable", as_comparable(self.value, numeric=True))

    @classmethod
    @override
    def read(cls, state: ParserState) -> Exact:
        """Never called: a plain value has no keyword."""
        raise TypeError(state.pointer)

    @override
    def operand(self) -> Json:
        return self.value

    @override
    def element(self) -> Json:
        return self.value

    @override
    def holds(self, value: Comparable) -> bool:
        if self._address is not None:
            return self._address.holds(value)
        if isinstance(self.value, Number) and isinstance(value, JsonLiteral):
            return value.text == self.value.text
        return type(value) is type(self._comparable) and value == self._comparable

    @property
    @override
    def numeric(self) -> bool:
        return isinstance(self._comparable, float)

    @property
    @override
    def addresses(self) -> AddressRange | None:
        return self._address

    @property
    def is_address(self) -> bool:
        """Whether the string is an IP address, and so is compared as one."""
        return self._address is not None

    @override
    def requirement(self) -> Requirement:
        if isinstance(self.value, str):
            return (
                string_requirement(StringRequirement(self.value, whole=True))
                if self._address is None
                else ANYTHING
            )
        if isinstance(self.value, Number):
            nearest = float(self.value.text)
            return Requirement(numbers=(nearest, nearest))
        return Requirement(constants=True)

    @override
    def words(self) -> str:
        return f"is {written(self.value)}"

    @override
    def boundary_values(self, filler: str) -> Iterator[Scalar]:
        yield self.value
        if isinstance(self.value, str):
            yield from (self.value + filler, filler, self.value.swapcase(), self.value[:-1])
        elif isinstance(self.value, Number):
            yield from (self.value.text, Number("0"), Number("7"), None)
            if isinstance(self._comparable, float):
                yield from (Number(repr(self._comparable)), Number(repr(self._comparable / 2)))
        else:
            yield from (True, False, None, written(self.value), filler)


@dataclass(frozen=True, slots=True)
class Exactly(Operator):
    """An equal string, compared character by character: AWS's engine has this operator, its documentation does not."""

    keyword: ClassVar[str] = "exactly"
    forms: ClassVar[tuple[str, ...]] = ('{"exactly": "10.0.0.1"}',)
    meaning: ClassVar[str] = (
        "The value is exactly this string; an IP address is compared like any other string."
    )
    traps: ClassVar[tuple[str, ...]] = (
        "AWS's engine accepts it, but AWS does not document it: do not rely on it.",
    )

    text: str

    @classmethod
    @override
    def read(cls, state: ParserState) -> Exactly:
        return cls(state.text_operand(NOT_TEXT))

    @override
    def operand(self) -> Json:
        return self.text

    @override
    def holds(self, value: Comparable) -> bool:
        return isinstance(value, str) and value == self.text

    @override
    def requirement(self) -> Requirement:
        return string_requirement(StringRequirement(self.text, whole=True))

    @override
    def words(self) -> str:
        return f"is exactly {written(self.text)}"

    @override
    def boundary_values(self, filler: str) -> Iterator[Scalar]:
        yield from (self.text, self.text + filler, filler, self.text.swapcase())


def _address_in(value: Scalar) -> AddressRange | None:
    """The IP address in a string; None if the value is not an IP address."""
    if not isinstance(value, str) or not (":" in value or value[:1].isdigit()):
        return None
    from pipefilter.language.ip_address import AddressRange, digits_of

    digits = digits_of(value)
    return None if digits is None else AddressRange(digits, digits)
