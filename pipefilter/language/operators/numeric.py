"""Numbers in a range: `{"amount": [{"numeric": [">", 0, "<=", 100]}]}`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import field
from typing import ClassVar, Self

from pipefilter.dataclass import dataclass
from pipefilter.errors import ProblemKind
from pipefilter.json_text.json_token import Token
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.language.comparable import Comparable
from pipefilter.language.operator import Operator
from pipefilter.language.operator_problems import CANNOT_COMPARE, TOO_MANY_ELEMENTS, UNREADABLE
from pipefilter.language.parser_state import ParserState, PatternFault
from pipefilter.language.prefilter import Requirement
from pipefilter.override import override

__all__ = ["Numeric"]

_EXAMPLE = 'write [">", 0], ["=", 5] or [">=", 0, "<", 100]'
NOT_A_LIST = ProblemKind(
    "PF230",
    "numeric without a list: it requires a list of operators and numbers",
    "Value of numeric must be an array.",
    "`numeric` requires a list.",
    _EXAMPLE,
)
NOT_AN_OPERATOR = ProblemKind(
    "PF231",
    "numeric without an operator: its list must start with one in quotes",
    "Invalid member in numeric match: {text}",
    "The list in `numeric` must start with one of = < <= > >= as a string.",
    _EXAMPLE,
)
UNKNOWN_OPERATOR = ProblemKind(
    "PF232",
    "Unknown operator in numeric: use one of =, <, <=, > and >=",
    "Unrecognized numeric range operator: {operator}",
    "The list in `numeric` must start with one of = < <= > >=.",
    'for "not equal", write {{"anything-but": 5}}; otherwise ' + _EXAMPLE,
)
EQUALS_WHAT = ProblemKind(
    "PF233",
    "No number after =: write one without quotes",
    "Value of equals must be numeric",
    "= must be followed by a number.",
    "write a number without quotes",
)
BOUND_WHAT = ProblemKind(
    "PF234",
    "No number after a comparison operator: write one without quotes",
    "Value of {operator} must be numeric",
    "A comparison operator must be followed by a number.",
    "write a number without quotes",
)
BAD_VALUE = ProblemKind(
    "PF235",
    "Upper bound without an operator: write < or <= before it",
    "Bad value in numeric range: {text}",
    "The lower bound must be followed by < or <= as a string.",
    _EXAMPLE,
)
BAD_OPERATOR = ProblemKind(
    "PF236",
    "Wrong operator for an upper bound: use < or <=",
    "Bad numeric range operator: {operator}",
    "The lower bound can be followed only by < or <=.",
    _EXAMPLE,
)
TOO_MANY_TERMS = ProblemKind(
    "PF237",
    "Too many bounds: a range has at most two",
    "Too many terms in numeric range expression",
    "A range has at most two bounds.",
    "for several ranges, repeat the operator in the field's list",
)
UPSIDE_DOWN = ProblemKind(
    "PF238",
    "Reversed bounds: the lower bound must be less than the upper bound",
    "Bottom must be less than top",
    "The lower bound must be less than the upper bound; they cannot be equal.",
    "write the smaller number as the lower bound",
)
NO_ROOM = ProblemKind(
    "PF240",
    "Range at the limit of doubles: AWS's engine cannot build it",
    "AWS's engine cannot build this range: no double is between {number} and the largest one",
    "AWS accepts a one-sided range at the very limit of doubles as valid, but its engine fails to build it.",
    "use a bound closer to zero",
    wording="pipefilter",
)

_HINT_FROM_OPERAND = (
    NOT_A_LIST,
    NOT_AN_OPERATOR,
    UNKNOWN_OPERATOR,
    EQUALS_WHAT,
    BOUND_WHAT,
    BAD_VALUE,
    BAD_OPERATOR,
    UPSIDE_DOWN,
    TOO_MANY_ELEMENTS,
)
_LARGEST = 1.7976931348623157e308


@dataclass(frozen=True, slots=True)
class Numeric(Operator):
    """A number that is equal, or within bounds.

    Args:
        terms: the comparison operator and the number of each bound; two for a range with two bounds.
    """

    keyword: ClassVar[str] = "numeric"
    forms: ClassVar[tuple[str, ...]] = (
        '{"numeric": ["=", 5]}',
        '{"numeric": [">", 0]}',
        '{"numeric": [">=", 0, "<", 100]}',
    )
    meaning: ClassVar[str] = (
        "The value is a number in the range. Operators: `=` `<` `<=` `>` `>=`; a range starts with its lower "
        "bound."
    )
    traps: ClassVar[tuple[str, ...]] = (
        'A string is never a number, so DynamoDB\'s `N` (`{"N": "5"}`) never matches.',
        "A number with more than 15 to 17 digits is not in any range.",
    )
    second_member: ClassVar[ProblemKind] = TOO_MANY_ELEMENTS

    terms: tuple[tuple[str, Number], ...]
    _bounds: tuple[float, bool, float, bool] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        low, low_in, high, high_in = -math.inf, True, math.inf, True
        for operator, number in self.terms:
            value = number.comparable
            if value is None:
                raise ValueError(f"{number.text} is not comparable")
            if operator in ("=", ">", ">="):
                low, low_in = value, operator != ">"
            if operator in ("=", "<", "<="):
                high, high_in = value, operator != "<"
        object.__setattr__(self, "_bounds", (low, low_in, high, high_in))

    @classmethod
    @override
    def read(cls, state: ParserState) -> Self:
        token = state.json.next()
        start = state.json.start
        try:
            return cls._terms(state, token)
        except PatternFault as fault:
            if fault.kind in _HINT_FROM_OPERAND:
                from pipefilter.language.numeric_hint import numeric_hint
                from pipefilter.language.unknown_operator import short_value

                fault.hint = numeric_hint(short_value(state.text, start), state.steps) or fault.hint
            raise

    @classmethod
    def _terms(cls, state: ParserState, token: Token) -> Self:
        json = state.json
        if token is not Token.ARRAY:
            raise state.fault(NOT_A_LIST)
        if json.next() is not Token.STRING:
            raise state.fault(NOT_AN_OPERATOR, text=json.token_text())
        operator = json.string()
        token = json.next()
        if operator not in ("=", "<", "<=", ">", ">="):
            raise state.fault(UNKNOWN_OPERATOR, operator=operator)
        if token is not Token.NUMBER:
            kind = EQUALS_WHAT if operator == "=" else BOUND_WHAT
            raise state.fault(kind, operator=operator)
        terms = [(operator, json.number())]
        token = json.next()
        if token is not Token.ARRAY_END:
            if not operator.startswith(">"):
                raise state.fault(TOO_MANY_ELEMENTS)
            terms.append(cls._upper_bound(state, token))
        cls._check(state, terms)
        return cls(tuple(terms))

    @staticmethod
    def _upper_bound(state: ParserState, token: Token) -> tuple[str, Number]:
        json = state.json
        if token is not Token.STRING:
            raise state.fault(BAD_VALUE, text=json.token_text())
        operator = json.string()
        if operator not in ("<", "<="):
            raise state.fault(BAD_OPERATOR, operator=operator)
        if json.next() is not Token.NUMBER:
            raise state.fault(BOUND_WHAT, operator=operator)
        number = json.number()
        if json.next() is not Token.ARRAY_END:
            raise state.fault(TOO_MANY_TERMS)
        return operator, number

    @staticmethod
    def _check(state: ParserState, terms: list[tuple[str, Number]]) -> None:
        values = []
        for _, number in terms:
            if number.refusal:
                raise state.fault(UNREADABLE, refusal=number.refusal)
            value = number.comparable
            if value is None:
                raise state.fault(CANNOT_COMPARE, number=number.text)
            values.append(value)
        if values != sorted(set(values)):
            raise state.fault(UPSIDE_DOWN)
        end = {">": _LARGEST, "<": -_LARGEST}.get(terms[0][0][0])
        if values == [end]:
            raise state.cannot_build(NO_ROOM, number=terms[0][1].text)

    @override
    def operand(self) -> Json:
        return [part for term in self.terms for part in term]

    @override
    def holds(self, value: Comparable) -> bool:
        if not isinstance(value, float):
            return False
        low, low_in, high, high_in = self._bounds
        return (low < value or (low_in and low == value)) and (value < high or (high_in and value == high))

    @property
    def bounds(self) -> tuple[float, bool, float, bool]:
        """The lower bound, whether it is included, the upper bound, and whether that is included."""
        return self._bounds

    @property
    def is_empty(self) -> bool:
        """Whether no number matches: there is no double between the bounds."""
        low, low_in, high, high_in = self._bounds
        return not low_in and not high_in and math.nextafter(low, math.inf) >= high

    @property
    @override
    def numeric(self) -> bool:
        return True

    @override
    def requirement(self) -> Requirement:
        low, _, high, _ = self._bounds
        return Requirement(numbers=(low, high))

    @override
    def words(self) -> str:
        return "is a number " + " and ".join(f"{op} {number.text}" for op, number in self.terms)

    @override
    def boundary_values(self, filler: str) -> Iterator[Scalar]:
        low, _, high, _ = self._bounds
        low = max(low, -_LARGEST)
        high = min(high, _LARGEST)
        middle = low / 2 + high / 2
        for value in (low, high, middle, middle / 2, low + 1, high - 1, low - 1, high + 1, 0.0):
            if math.isfinite(value):
                yield Number(repr(value))
        yield from (self.terms[0][1], self.terms[0][1].text, filler, None)
