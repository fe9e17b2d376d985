"""Writes the condition left to check as code: the part that all languages share."""

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
from pipefilter.builder.conditions.value_predicate import (
    Contains,
    HasType,
    InRange,
    IsPresent,
    MatchesOperator,
    OneOf,
)
from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.attribute_path import EACH, AttributePath
from pipefilter.builder.records.attribute_value import Numbers
from pipefilter.builder.records.stream_record import IMAGE_MEMBERS
from pipefilter.builder.residual.program_parts import ProgramSyntax
from pipefilter.language.affix import Affix
from pipefilter.language.dynamodb_record import TypeKey
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.operators.wildcard import Wildcard, pieces_of

__all__ = ["ResidualLanguage"]

_NOT_IN_COMMENTS = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029]|\*/')
"""Characters that would end a comment or a docstring."""


class ResidualLanguage(ABC):
    """Writes a condition in one language."""

    file: ClassVar[str]
    """The file around the condition, with all functions that it may call."""
    syntax: ClassVar[ProgramSyntax]
    begin: ClassVar[str]
    end: ClassVar[str]
    both: ClassVar[str]
    either: ClassVar[str]
    neither: ClassVar[str]
    by_value: ClassVar[str]
    """The end of lines that the file needs only if numbers are equal by value."""

    def code(self, condition: Condition | None, numbers: Numbers) -> str:
        """The whole file, with only the functions that the condition needs."""
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
        description = (
            f"Condition: {condition}"
            if condition is not None
            else "Every record that matches the filter is wanted"
        )
        body = self.written(condition, 1) if condition is not None else self.value(value=True)
        function = self.function(_NOT_IN_COMMENTS.sub("'", description), body)
        return self.syntax.with_needed_parts(f"{head}{function}\n{tail}")

    def written(self, condition: Condition, depth: int) -> str:
        """The condition as an expression, on several lines if it has several parts."""
        meaning = condition.meaning
        indent = "    " * (depth + 1)
        if isinstance(meaning, Not):
            return f"{self.neither}({self.written(meaning.inner, depth)})"
        if isinstance(meaning, AllOf | AnyOf):
            word = self.both if isinstance(meaning, AllOf) else self.either
            inner = f"\n{indent}{word} ".join(self.written(each, depth + 1) for each in meaning.conditions)
            return f"(\n{indent}{inner}\n{indent[4:]})"
        return self._single(meaning)

    def _single(self, condition: Condition) -> str:
        if isinstance(condition, EventNames):
            return self.event(condition.names)
        if isinstance(condition, Changed):
            return self.changed(self.steps(condition.path))
        assert isinstance(condition, AttributeCondition)
        place = f"record, {json.dumps(IMAGE_MEMBERS[condition.image])}, {self.steps(condition.path)}"
        return self._attribute(place, condition)

    def _attribute(self, place: str, condition: AttributeCondition) -> str:
        predicate = condition.predicate
        if isinstance(predicate, OneOf):
            return self.one_of(place, [value.as_json() for value in predicate.values])
        if isinstance(predicate, Contains):
            return self.contains(place, self.value(predicate.element.as_json()))
        if isinstance(predicate, InRange):
            return self.number(place, predicate.numeric)
        if isinstance(predicate, MatchesOperator):
            return self.text(f"{place}, {json.dumps(predicate.type)}", self.operator(predicate.operator))
        if isinstance(predicate, HasType):
            return self.has_type(place, predicate.type)
        assert isinstance(predicate, IsPresent)
        return self.exists(place)

    def operator(self, operator: Operator) -> str:
        """The operator as an expression on `text`."""
        if isinstance(operator, Affix) and isinstance(operator.operand(), str):
            return self.affix(operator)
        if isinstance(operator, Wildcard):
            return self.like(list(pieces_of(operator.wildcards[0])))
        if isinstance(operator, AnythingBut):
            strings = [excluded for excluded in operator.excluded if isinstance(excluded, str)]
            inner = [
                f"{self.neither}({self.operator(excluded)})"
                for excluded in operator.excluded
                if isinstance(excluded, Operator)
            ]
            outer = [self.none_of(strings)] if strings else []
            return f" {self.both} ".join([*outer, *inner]) or self.value(
                value=True
            )  # numbers exclude no string
        raise InvalidCondition(
            f"{operator.keyword} cannot be written as code: AWS has its own rules for evaluating it"
        )

    def steps(self, path: AttributePath) -> str:
        """A path, with null for each element of a list."""
        return self.value([None if step is EACH else step for step in path.steps])

    def changed(self, steps: str) -> str:
        """Whether an attribute differs."""
        return f"changed(record, {steps})"

    def contains(self, place: str, element: str) -> str:
        """Whether an attribute is a set or a list with this element."""
        return f"contains({place}, {element})"

    def like(self, pieces: list[str]) -> str:
        """Whether `text` has these pieces, with any characters between them."""
        return f"like(text, {self.value(pieces)})"

    @abstractmethod
    def value(self, value: object) -> str:
        """A literal."""

    @abstractmethod
    def function(self, description: str, body: str) -> str:
        """The function that returns whether a record is wanted."""

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
        """Whether an expression holds for one of an attribute's strings."""

    @abstractmethod
    def exists(self, place: str) -> str:
        """Whether an attribute exists."""

    @abstractmethod
    def has_type(self, place: str, type_: TypeKey) -> str:
        """Whether an attribute has a value of a type."""

    @abstractmethod
    def affix(self, operator: Affix) -> str:
        """Whether `text` has a prefix or a suffix."""

    @abstractmethod
    def none_of(self, texts: list[str]) -> str:
        """Whether `text` is other than these strings."""
