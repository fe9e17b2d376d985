"""How what is left to check is written as code, whatever the language."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from importlib.resources import files
from typing import ClassVar

from pipefilter.builder.conditions.attribute_condition import AttributeCondition
from pipefilter.builder.conditions.change import Changed
from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition, Not
from pipefilter.builder.conditions.event_name import EventNames
from pipefilter.builder.conditions.value_predicate import Contains, InRange, IsPresent, MatchesOperator, OneOf
from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.attribute_path import EACH, AttributePath
from pipefilter.builder.records.attribute_value import Numbers
from pipefilter.builder.records.stream_record import IMAGES
from pipefilter.builder.residual.program_parts import ProgramSyntax
from pipefilter.language.affix import Affix
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.operators.wildcard import Wildcard, pieces_of

__all__ = ["ResidualLanguage"]

_NOT_IN_COMMENTS = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029]|\*/')
"""What would end a comment or a docstring."""


class ResidualLanguage(ABC):
    """How a condition is written in one language."""

    file: ClassVar[str]
    """The file around it, which has all the functions that may be called."""
    syntax: ClassVar[ProgramSyntax]
    begin: ClassVar[str]
    end: ClassVar[str]
    both: ClassVar[str]
    either: ClassVar[str]
    neither: ClassVar[str]
    by_value: ClassVar[str]
    """What ends a line of the file that is needed only where numbers are equal by value."""

    def code(self, condition: Condition | None, numbers: Numbers) -> str:
        """The whole file, with the functions that the condition needs."""
        source = (
            files("pipefilter.builder.residual").joinpath(self.file).read_text("utf-8").replace("\r\n", "\n")
        )
        lines = [
            line.removesuffix(self.by_value)
            for line in source.split("\n")
            if numbers == "value" or not line.endswith(self.by_value)
        ]
        head, _, rest = "\n".join(lines).partition(self.begin)
        tail = rest.partition(self.end)[2].lstrip("\n")
        said = str(condition) if condition is not None else "Whatever passes the filter is wanted"
        body = self.written(condition, 1) if condition is not None else self.value(value=True)
        function = self.function(_NOT_IN_COMMENTS.sub("'", said), body)
        return self.syntax.with_needed_parts(f"{head}{function}\n{tail}")

    def written(self, condition: Condition, depth: int) -> str:
        """An expression, on several lines where it has several parts."""
        meaning = condition.meaning
        indent = "    " * (depth + 1)
        if isinstance(meaning, Not):
            return f"{self.neither}({self.written(meaning.inner, depth)})"
        if isinstance(meaning, AllOf | AnyOf):
            word = self.both if isinstance(meaning, AllOf) else self.either
            inner = f"\n{indent}{word} ".join(self.written(one, depth + 1) for one in meaning.conditions)
            return f"(\n{indent}{inner}\n{indent[4:]})"
        return self._single(meaning)

    def _single(self, condition: Condition) -> str:
        if isinstance(condition, EventNames):
            return self.event(condition.names)
        if isinstance(condition, Changed):
            return self.changed(self.steps(condition.path))
        assert isinstance(condition, AttributeCondition)  # noqa: S101 - there are no other kinds
        place = f"record, {json.dumps(IMAGES[condition.image])}, {self.steps(condition.path)}"
        return self._attribute(place, condition)

    def _attribute(self, place: str, condition: AttributeCondition) -> str:
        test = condition.predicate
        if isinstance(test, OneOf):
            return self.one_of(place, [one.as_json() for one in test.values])
        if isinstance(test, Contains):
            return self.contains(place, self.value(test.element.as_json()))
        if isinstance(test, InRange):
            return self.number(place, test.numeric)
        if isinstance(test, MatchesOperator):
            return self.text(f"{place}, {json.dumps(test.type)}", self.operator(test.operator))
        assert isinstance(test, IsPresent)  # noqa: S101 - there are no other kinds
        return self.exists(place)

    def operator(self, operator: Operator) -> str:
        """An expression on `text`."""
        if isinstance(operator, Affix) and isinstance(operator.operand(), str):
            return self.affix(operator)
        if isinstance(operator, Wildcard):
            return self.like(list(pieces_of(operator.wildcards[0])))
        if isinstance(operator, AnythingBut):
            plain = [one for one in operator.excluded if isinstance(one, str)]
            inner = [
                f"{self.neither}({self.operator(one)})"
                for one in operator.excluded
                if isinstance(one, Operator)
            ]
            texts = [self.none_of(plain)] if plain else []
            return f" {self.both} ".join([*texts, *inner]) or self.value(value=True)  # numbers exclude no text
        raise InvalidCondition(f"{operator.keyword} cannot be written as code: it is judged by AWS's own rules")

    def steps(self, path: AttributePath) -> str:
        """A path, with nothing for each element of a list."""
        return self.value([None if step is EACH else step for step in path.steps])

    def changed(self, steps: str) -> str:
        """Whether an attribute differs."""
        return f"changed(record, {steps})"

    def contains(self, place: str, element: str) -> str:
        """Whether an attribute is a set or a list with this element."""
        return f"contains({place}, {element})"

    def like(self, pieces: list[str]) -> str:
        """Whether the text is these pieces, with any text between them."""
        return f"like(text, {self.value(pieces)})"

    @abstractmethod
    def value(self, value: object) -> str:
        """A literal."""

    @abstractmethod
    def function(self, said: str, body: str) -> str:
        """The function that tells whether a record is wanted."""

    @abstractmethod
    def event(self, names: tuple[str, ...]) -> str:
        """Whether the event is one of these."""

    @abstractmethod
    def one_of(self, place: str, values: list[object]) -> str:
        """Whether an attribute has one of these values."""

    @abstractmethod
    def number(self, place: str, numeric: Numeric) -> str:
        """Whether an attribute is a number in a range."""

    @abstractmethod
    def text(self, place: str, expression: str) -> str:
        """Whether an expression holds for one of an attribute's texts."""

    @abstractmethod
    def exists(self, place: str) -> str:
        """Whether an attribute is there."""

    @abstractmethod
    def affix(self, operator: Affix) -> str:
        """Whether the text begins or ends so."""

    @abstractmethod
    def none_of(self, texts: list[str]) -> str:
        """Whether the text is none of these."""
