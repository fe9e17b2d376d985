"""Any value but these: `{"state": [{"anything-but": ["pending", "stopped"]}]}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import ClassVar, Self

from pipefilter.dataclass import dataclass
from pipefilter.errors import ProblemKind
from pipefilter.json_text.json_token import Token
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.json_text.writer import written
from pipefilter.language.comparable import Comparable, byte_text
from pipefilter.language.operator import InnerText, Operator
from pipefilter.language.operator_problems import CANNOT_COMPARE, EMPTY_INSIDE, TOO_MANY_ELEMENTS, UNREADABLE
from pipefilter.language.parser_state import ParserState
from pipefilter.override import override

__all__ = ["AnythingBut"]

NOT_A_VALUE = ProblemKind(
    "PF214",
    "Invalid operand of anything-but: use a string, number, list or object",
    "Value of anything-but must be an array or single string/number value.",
    "`anything-but` requires a string, a number, a list of either, or an object with one of the operators "
    "`prefix`, `suffix`, `equals-ignore-case` and `wildcard`, applied to a string or a list of strings.",
    'for a boolean, list the other value: [false]; for "not null", list the allowed values',
)
NO_NAME = ProblemKind(
    "PF215",
    "Empty object in anything-but: an operator is missing",
    "Anything-But expression name not found",
    "The object in `anything-but` is empty.",
    'write {{"anything-but": {{"prefix": "text"}}}}',
)
UNSUPPORTED = ProblemKind(
    "PF216",
    "Unsupported operator inside anything-but: only four are allowed",
    "Unsupported anything-but pattern: {name}",
    "Inside `anything-but`, only `prefix`, `suffix`, `equals-ignore-case` and `wildcard` are allowed.",
    "for numbers, write the ranges that should match instead",
)
NOT_TEXT_OR_NUMBER = ProblemKind(
    "PF217",
    "Invalid value in anything-but: list only strings or only numbers",
    "Inside anything but list, start|null|boolean is not supported.",
    "The list in `anything-but` can contain either strings or numbers, and nothing else.",
    "remove the other values: only strings and numbers can be excluded",
)
MIXED = ProblemKind(
    "PF218",
    "Mixed types in anything-but: list only strings or only numbers",
    "Inside anything but list, either all values are number or string, mixed type is not supported",
    "The list in `anything-but` is empty, or contains both strings and numbers.",
    "keep only the type that the events have: a string never equals a number",
)


@dataclass(frozen=True, slots=True)
class AnythingBut(Operator):
    """Any value except the excluded ones.

    Args:
        excluded: strings only, numbers only, or operators of one kind only.
        listed: whether they are written as a list, which a single one need not be.
    """

    keyword: ClassVar[str] = "anything-but"
    forms: ClassVar[tuple[str, ...]] = (
        '{"anything-but": "stopped"}',
        '{"anything-but": ["pending", "stopped"]}',
        '{"anything-but": [0, 1]}',
        '{"anything-but": {"prefix": ["test-", "dev-"]}}',
        '{"anything-but": {"suffix": ".tmp"}}',
        '{"anything-but": {"equals-ignore-case": "none"}}',
        '{"anything-but": {"wildcard": "*/tmp/*"}}',
    )
    meaning: ClassVar[str] = (
        "The field has a value other than these, including `null`, a number if these are strings, or a string if "
        "these are numbers."
    )
    traps: ClassVar[tuple[str, ...]] = (
        'The field must have a value: add `{"exists": false}` to the list to match events without it.',
        "An array matches as soon as one of its elements is not one of these.",
        "Two `anything-but` conditions in one list are joined by OR: together they exclude only values that both exclude.",
    )
    second_member: ClassVar[ProblemKind] = TOO_MANY_ELEMENTS

    excluded: tuple[str | Number | Operator, ...]
    listed: bool = True
    _texts: frozenset[str] = field(init=False, repr=False, compare=False)
    _numbers: frozenset[float] = field(init=False, repr=False, compare=False)
    _operators: tuple[Operator, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        texts = [element for element in self.excluded if isinstance(element, str)]
        numbers = [element.comparable for element in self.excluded if isinstance(element, Number)]
        operators = tuple(element for element in self.excluded if isinstance(element, Operator))
        kinds = len({type(element) for element in self.excluded})
        if kinds != 1 or (len(self.excluded) > 1 and not self.listed):
            raise ValueError("anything-but accepts one string, number or operator, or a list of one type")
        object.__setattr__(self, "_texts", frozenset(map(byte_text, texts)))
        object.__setattr__(self, "_numbers", frozenset(n for n in numbers if n is not None))
        object.__setattr__(self, "_operators", operators)

    @classmethod
    @override
    def read(cls, state: ParserState) -> Self:
        json = state.json
        token = json.next()
        if token is Token.STRING:
            return cls((json.string(),), listed=False)
        if token is Token.NUMBER:
            number = json.number()
            cls._check_number(state, number, placed=False)
            return cls((number,), listed=False)
        if token is Token.ARRAY:
            return cls(cls._list(state))
        if token is Token.OBJECT:
            return cls._around(state)
        raise state.fault(NOT_A_VALUE)

    @staticmethod
    def _check_number(state: ParserState, number: Number, *, placed: bool = True) -> None:
        if number.refusal:
            raise state.fault(UNREADABLE, placed=placed, refusal=number.refusal)
        if number.comparable is None:
            raise state.fault(CANNOT_COMPARE, placed=placed, number=number.text)

    @staticmethod
    def _list(state: ParserState) -> tuple[str | Number, ...]:
        json = state.json
        values: list[str | Number] = []
        while True:
            with state.rethrowing():
                token = json.next()
                if token is Token.ARRAY_END:
                    break
                if token is Token.STRING:
                    values.append(json.string())
                    continue
                if token is not Token.NUMBER:
                    with state.at(str(len(values))):
                        raise state.fault(NOT_TEXT_OR_NUMBER)
            number = json.number()
            with state.at(str(len(values))):
                AnythingBut._check_number(state, number)
            values.append(number)
        if len({type(value) for value in values}) != 1:
            raise state.fault(MIXED)
        return tuple(values)

    @classmethod
    def _around(cls, state: ParserState) -> Self:
        json = state.json
        if json.next() is not Token.NAME:
            raise state.fault(NO_NAME)
        name = json.name
        with state.at(name):
            inner = state.nested_in(cls.keyword).get(name)
            if inner is None:
                raise state.fault(UNSUPPORTED, at="name", name=name)
            token = json.next()
            if token is Token.NUMBER:
                raise state.fault(inner.not_text_inside)
            operators: tuple[InnerText, ...]
            if token is Token.STRING:
                operators, listed = (inner.inside_anything_but(state, json.string()),), False
            elif token is Token.ARRAY:
                operators, listed = cls._inner_list(state, inner), True
            else:
                raise state.fault(NOT_A_VALUE)
            cannot_build = state.cannot_build(EMPTY_INSIDE)
        state.close(cls.second_member)
        if not operators:
            raise cannot_build
        return cls(operators, listed)

    @staticmethod
    def _inner_list(state: ParserState, inner: type[InnerText]) -> tuple[InnerText, ...]:
        json = state.json
        texts: list[str] = []
        operators: list[InnerText] = []
        with state.rethrowing():
            while json.next() is not Token.ARRAY_END:
                with state.at(str(len(texts))):
                    if json.token is not Token.STRING:
                        raise state.fault(inner.not_text_inside)
                    texts.append(json.string())
                    if not inner.checked_last:
                        operators.append(inner.inside_anything_but(state, texts[-1]))
        if inner.checked_last:
            operators = [inner.inside_anything_but(state, text) for text in texts]
        return tuple(operators)

    @override
    def operand(self) -> Json:
        values: list[Json] = [
            element.operand() if isinstance(element, Operator) else element for element in self.excluded
        ]
        operand = values if self.listed else values[0]
        return ((self._operators[0].keyword, operand),) if self._operators else operand

    @override
    def holds(self, value: Comparable) -> bool:
        if isinstance(value, str):
            if byte_text(value) in self._texts:
                return False
            return not self._operators or not any(operator.holds(value) for operator in self._operators)
        return not isinstance(value, float) or value not in self._numbers

    @property
    @override
    def numeric(self) -> bool:
        return bool(self._numbers)

    @property
    @override
    def excluded_operators(self) -> tuple[Operator, ...]:
        return self._operators

    @property
    @override
    def weight(self) -> int:
        return max(1, len(self._operators))

    @property
    @override
    def wildcards(self) -> tuple[str, ...]:
        return tuple(text for operator in self._operators for text in operator.wildcards)

    @override
    def words(self) -> str:
        conditions = [
            element.words() if isinstance(element, Operator) else f"is {written(element)}"
            for element in self.excluded
        ]
        if len(conditions) == 1:
            is_operator = isinstance(self.excluded[0], Operator)
            excluded = f"one that {conditions[0]}" if is_operator else conditions[0].removeprefix("is ")
            return f"has a value other than {excluded}"
        if all(words.startswith("is ") for words in conditions):
            values = " nor ".join(words.removeprefix("is ") for words in conditions)
            return f"has a value that is neither {values}"
        return f"has a value that neither {' nor '.join(conditions)}"

    @override
    def boundary_values(self, filler: str) -> Iterator[Scalar]:
        yield from (filler, None, True, Number("7"), Number("7.5"), "")
        for element in self.excluded:
            if isinstance(element, Operator):
                yield from element.boundary_values(filler)
            elif isinstance(element, Number):
                yield from (element, element.text)
            else:
                yield from (element, element + filler)
