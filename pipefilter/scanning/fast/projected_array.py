"""One field of a pattern looked for in an array that simdjson has parsed.

Numbers are first compared by their nearest doubles; only where one may be right its text is looked up, as AWS
takes a number by its text if it has more digits than a double.
"""

from __future__ import annotations

import math
import re
import sys
from array import array as doubles
from collections.abc import Iterator

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.scanning.bytes.native import Array, Object, count, find
from pipefilter.scanning.fast.double_needles import double_needles
from pipefilter.scanning.fast.projected_path import Node

__all__ = ["RIGHT", "RIGHT_IN_ARRAY", "UNCLEAR", "WRONG", "ProjectedArray", "after_only"]

WRONG = 0
"""The field holds for no value that the event has, and not for absence."""
RIGHT = 1
"""It holds."""
RIGHT_IN_ARRAY = 2
"""It holds by a value in an element of an array, so that another field may have to agree on the element."""
UNCLEAR = 3
"""The event must be read in another way."""

_NUMBERS_ONLY = re.compile(rb"[ \t\r\n]*:([][0-9.eE+, \t\r\n-]*)")
_NUMBER = re.compile(rb"[0-9.eE+-]+")


class ProjectedArray:
    """One field of one branch of a pattern, for the case that it is an array.

    Args:
        test: of the field.
        name: the last name of its path, as bytes in quotes.
    """

    def __init__(self, test: FieldPredicate, name: bytes) -> None:
        requirements = [operator.requirement() for operator in test.alternatives]
        self._test = test
        self._name = name
        self._only_numbers = all(
            requirement.text is None and not requirement.constants for requirement in requirements
        )
        self._spans = tuple(
            requirement.numbers for requirement in requirements if requirement.numbers is not None
        )
        self.least = min((low for low, _ in self._spans), default=math.inf)
        """Below it is no number for which the field holds."""
        self.greatest = max((high for _, high in self._spans), default=-math.inf)
        """Above it neither."""
        needles = [double_needles(low, high) for low, high in self._spans]
        known = sys.byteorder == "little" and all(needles)
        self._needles = tuple({needle for some in needles for needle in some}) if known else ()

    def may_hold(self, number: float) -> bool:
        """Whether the field may hold for a number, as far as its nearest double tells."""
        nearest = float(number)
        return any(low <= nearest <= high for low, high in self._spans)

    def look(self, array: Array, line: bytes) -> int:
        """Look at the values in an array; those in objects in it are no values of this field.

        Args:
            array: the field's.
            line: the event.
        """
        if self._only_numbers:
            try:
                numbers = bytes(array.as_buffer(of_type="d"))
            except (TypeError, ValueError):  # there is something else in it
                pass
            else:
                return self._look_at_numbers(numbers, line)
        for value, nested in _scalars(array):
            kind = type(value)
            if kind is int or kind is float:
                if self.may_hold(value):  # type: ignore[arg-type]  # a number
                    return UNCLEAR
            elif self._test.holds(value):  # type: ignore[arg-type]  # no number
                return RIGHT_IN_ARRAY if nested else RIGHT
        return WRONG

    def _look_at_numbers(self, data: bytes, line: bytes) -> int:
        if self._needles:
            for needle in self._needles:
                if find(data, needle) >= 0:
                    break
            else:
                return WRONG
        numbers = doubles("d", data)
        for low, high in self._spans:
            for number in numbers:
                if low <= number <= high:
                    return self._look_at_texts(numbers, line)
        return WRONG

    def _look_at_texts(self, numbers: doubles[float], line: bytes) -> int:
        found = _NUMBERS_ONLY.match(line, after_only(line, self._name))
        texts = _NUMBER.findall(found[1]) if found else []
        if len(texts) != len(numbers):
            return UNCLEAR
        for number, text in zip(numbers, texts, strict=True):
            if self.may_hold(number) and self._test.holds(Number(text.decode())):
                return RIGHT_IN_ARRAY
        return WRONG


def after_only(line: bytes, name: bytes) -> int:
    """Where the bytes after the only member of a name begin; the end of the line if it may not be the only one.

    Args:
        line: an event that has the member.
        name: as bytes in quotes.
    """
    if count(line, name) != 1 or find(line, b"\\u") >= 0:  # or the member that was found has its name escaped
        return len(line)
    return int(find(line, name)) + len(name)


def _scalars(array: Array) -> Iterator[tuple[Scalar | float, bool]]:
    """The plain values in an array, each with whether it lies in an array in this array."""
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
