"""Evaluates one field of a pattern on an array that simdjson has parsed.

Numbers are first compared by their nearest doubles. Only if one may match, its text is looked up, as AWS compares a
number by its text if it has more digits than a double.
"""

from __future__ import annotations

import re
import sys
from array import array as doubles
from collections.abc import Iterator

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.prefilter import number_range
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.projection.double_needles import double_needles
from pipefilter.matching.projection.projected_path import Node
from pipefilter.native_libraries.byte_search import count, find
from pipefilter.native_libraries.json_reader import Array, Object

__all__ = ["MATCH", "MATCH_IN_ARRAY", "NO_MATCH", "UNCLEAR", "ProjectedArray", "exact_number"]

NO_MATCH = 0
"""The field matches no value of the event, and is not absent as required."""
MATCH = 1
"""The field matches."""
MATCH_IN_ARRAY = 2
"""The field matches a value in an element of an array, so that another field may have to match in the same element."""
UNCLEAR = 3
"""The event must be read in another way."""

_NUMBERS_ONLY = re.compile(rb"[ \t\r\n]*:([][0-9.eE+, \t\r\n-]*)")
_MEMBER_NUMBER = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*(-?[0-9][0-9.eE+-]*)")
_NUMBER = re.compile(rb"[0-9.eE+-]+")


class ProjectedArray:
    """One field of one branch, if its value is an array; `name` is the last name of its path, as bytes in quotes."""

    def __init__(self, predicate: FieldPredicate, name: bytes) -> None:
        requirements = [operator.requirement() for operator in predicate.alternatives]
        self._predicate = predicate
        self._name = name
        self._only_numbers = all(
            requirement.text is None and not requirement.constants for requirement in requirements
        )
        self._spans = tuple(
            requirement.numbers for requirement in requirements if requirement.numbers is not None
        )
        self.low, self.high = number_range(requirements)
        """The lowest and the highest number that may match."""
        needles = [double_needles(low, high) for low, high in self._spans]
        known = sys.byteorder == "little" and all(needles)
        self._needles = tuple({needle for group in needles for needle in group}) if known else ()

    def may_match(self, number: float) -> bool:
        """Whether a number may match, by its nearest double."""
        nearest = float(number)
        return any(low <= nearest <= high for low, high in self._spans)

    def look(self, array: Array, line: bytes) -> int:
        """Evaluate the values in an array; values inside objects in it do not belong to this field."""
        if self._only_numbers:
            try:
                numbers = bytes(array.as_buffer(of_type="d"))
            except (TypeError, ValueError):  # it has other values than numbers
                pass
            else:
                return self._look_at_numbers(numbers, line)
        for value, nested in _scalars(array):
            kind = type(value)
            if kind is int or kind is float:
                if self.may_match(value):  # type: ignore[arg-type]  # a number
                    return UNCLEAR
            elif self._predicate.holds(value):  # type: ignore[arg-type]  # no number
                return MATCH_IN_ARRAY if nested else MATCH
        return NO_MATCH

    def excludes(self, array: Array) -> bool:
        """Whether an array certainly has no value that matches; only where that takes little time."""
        if not self._only_numbers:
            return False
        try:
            numbers = bytes(array.as_buffer(of_type="d"))
        except (TypeError, ValueError):  # it has other values than numbers
            return False
        return self._have_none(numbers)

    def _have_none(self, numbers: bytes) -> bool:
        """Whether doubles certainly have none that may match, as they lack the byte strings of the range."""
        for needle in self._needles:
            if find(numbers, needle) >= 0:
                return False
        return bool(self._needles)

    def _look_at_numbers(self, data: bytes, line: bytes) -> int:
        if self._have_none(data):
            return NO_MATCH
        numbers = doubles("d", data)
        for low, high in self._spans:
            for number in numbers:
                if low <= number <= high:
                    return self._look_at_texts(numbers, line)
        return NO_MATCH

    def _look_at_texts(self, numbers: doubles[float], line: bytes) -> int:
        match = _NUMBERS_ONLY.match(line, _after_only(line, self._name))
        texts = _NUMBER.findall(match[1]) if match else []
        if len(texts) != len(numbers):
            return UNCLEAR
        for number, text in zip(numbers, texts, strict=True):
            if self.may_match(number) and self._predicate.holds(Number(text.decode())):
                return MATCH_IN_ARRAY
        return NO_MATCH


def exact_number(value: float, line: bytes, name: bytes) -> Number | None:
    """A member's number as AWS reads it; None if its text matters and is not known.

    Args:
        value: as simdjson has parsed it.
        name: of the member, as bytes in quotes.
    """
    if type(value) is int and value:  # it can be written in only one way; zero also as -0
        return Number(str(value))
    text = _MEMBER_NUMBER.match(line, _after_only(line, name))
    return None if text is None else Number(text[1].decode())


def _after_only(line: bytes, name: bytes) -> int:
    """The offset after the name of a member; the end of the line if the name may be there more than once."""
    if count(line, name) != 1 or find(line, b"\\u") >= 0:  # the parsed member may have an escaped name
        return len(line)
    return int(find(line, name)) + len(name)


def _scalars(array: Array) -> Iterator[tuple[Scalar | float, bool]]:
    """The scalars in an array, each with whether it is in a nested array."""
    todo: list[tuple[Iterator[Node], bool]] = [(iter(array), False)]
    while todo:
        values, nested = todo[-1]
        for value in values:
            kind = type(value)
            if kind is Array:
                todo.append((iter(value), True))  # type: ignore[arg-type]  # an Array
                break
            if kind is not Object:
                yield value, nested  # type: ignore[misc]  # a plain value
        else:
            todo.pop()
