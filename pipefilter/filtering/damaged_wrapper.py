"""Repairs a wrapper that is not JSON as a whole: it is cut off, or an element is malformed or nested too deep.

Its other elements are records all the same, and each element that cannot be read has its own problem.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

from pipefilter.dataclass import dataclass
from pipefilter.errors import InvalidEvent, Problem
from pipefilter.filtering.envelopes import LISTS, LISTS_BY_NAME, LOG_LISTS, NotRecords
from pipefilter.json_text.certainty import is_surely_malformed
from pipefilter.json_text.place import LineCounter, pointer_step
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import decoded, text_before_fault, value_end, white_end
from pipefilter.matching.event_text import event_tree

__all__ = ["DamagedWrapper", "damaged_wrapper"]

_LIST = re.compile(
    r'"(?:[Rr]ecords|[Mm]essages|rmqMessagesByQueue|PublishBatchRequestEntries|(?:logE|e)vents)"[ \t\r\n]*+:[ \t\r\n]*+[\[{]'
)
_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+("?)|[]{}[]', re.DOTALL)
_SCALAR = re.compile(r'[^{}\[\]",: \t\r\n]*+')
_MAX_EXPLAINED = 100
"""Maximum number of malformed elements with a problem of their own."""
_IN_WRAPPER = '{{"":{{"":[{}]}}}}'
"""The deepest place for a record: in a list by topic or queue."""


@dataclass(frozen=True, slots=True)
class DamagedWrapper:
    """The part of a wrapper that can be read.

    Args:
        text: JSON, with `null` for each element that cannot be read, and without the rest after the damage.
        problems: of the elements that cannot be read, by JSON pointers; "" is for damage after the lists.
    """

    text: str
    problems: dict[str, Problem]


def damaged_wrapper(text: str | bytes, error: InvalidEvent) -> DamagedWrapper | None:
    """The readable part of a malformed object with a list as wrappers have; None if there is none."""
    if isinstance(text, bytes):
        try:
            text = decoded(text)
        except UnicodeDecodeError as fault:
            text = text_before_fault(fault)
    if _LIST.search(text) is None:
        return None
    repair = _Repair(text, error.problem)
    start = white_end(text, 0)
    if text[start : start + 1] != "{":
        return None
    end = repair.object_at(start, "")
    if end is None and not repair.problems:
        repair.problems[""] = error.problem
    repaired = "".join(repair.parts)
    if not repair.has_list or not repair.problems:
        return None
    try:
        event_tree(repaired)
    except InvalidEvent:
        return None
    return DamagedWrapper(repaired, repair.problems)


class _Repair:
    """Copies an object as far as it can be read."""

    def __init__(self, text: str, problem: Problem) -> None:
        self._text = text
        self._problem = problem
        self._lines = LineCounter(text)
        self._not_records = NotRecords(text)
        self.parts: list[str] = []
        self.problems: dict[str, Problem] = {}
        self.has_list = False

    def object_at(self, at: int, pointer: str) -> int | None:
        """Copy an object, and return its end; None if nothing can be read after the damage."""
        self.parts.append("{")
        end = self._members(at + 1, pointer)
        self.parts.append("}")
        return end

    def _members(self, at: int, pointer: str) -> int | None:
        text, separator = self._text, ""
        at = white_end(text, at)
        if text.startswith("}", at):
            return at + 1
        while True:
            try:
                name_end = value_end(text, at)
            except JsonFault:
                return None
            name = text[at:name_end]
            colon = white_end(text, name_end)
            if not name.startswith('"') or not text.startswith(":", colon):
                return None
            start = white_end(text, colon + 1)
            mark = len(self.parts)
            self.parts.append(f"{separator}{name}:")
            end = self._value(start, json.loads(name), pointer)
            if end is None:
                if len(self.parts) == mark + 1:
                    self.parts.append("null")
                return None
            separator = ","
            at = white_end(text, end)
            if text.startswith("}", at):
                return at + 1
            if not text.startswith(",", at):
                return None
            at = white_end(text, at + 1)

    def _value(self, at: int, name: str, pointer: str) -> int | None:
        inner = f"{pointer}{pointer_step(name)}"
        if self._text.startswith("[", at) and (pointer or name in LISTS | LOG_LISTS):
            return self._list(at, inner)
        if self._text.startswith("{", at) and name in LISTS_BY_NAME and not pointer:
            return self.object_at(at, inner)
        try:
            end = value_end(self._text, at)
        except JsonFault:
            return None
        self.parts.append(self._text[at:end])
        return end

    def _list(self, at: int, pointer: str) -> int | None:
        self.has_list = True
        self.parts.append("[")
        end = self._elements(white_end(self._text, at + 1), pointer)
        self.parts.append("]")
        return end

    def _elements(self, at: int, pointer: str) -> int | None:
        text, number = self._text, 0
        if text.startswith("]", at):
            return at + 1
        while True:
            end, problem = self._element(at, f"{pointer}/{number}")
            if problem is not None:
                self.problems[f"{pointer}/{number}"] = problem
            if end is None:
                return None
            self.parts.append(("," if number else "") + (text[at:end] if problem is None else "null"))
            number += 1
            at = white_end(text, end)
            if text.startswith("]", at):
                return at + 1
            if not text.startswith(",", at):
                self._broken(f"{pointer}/{number}")
                return None
            at = white_end(text, at + 1)
            if text.startswith("]", at):
                self._broken(f"{pointer}/{number}")
                return at + 1

    def _broken(self, pointer: str) -> None:
        self.problems[pointer] = replace(self._problem, pointer=pointer)

    def _element(self, at: int, pointer: str) -> tuple[int | None, Problem | None]:
        """The end of an element, None if it is cut off; and its problem, if it has one."""
        end = _balanced_end(self._text, at)
        whole_problem = replace(self._problem, pointer=pointer)
        if end is None:
            return None, whole_problem
        element = self._text[at:end]
        in_wrapper = _IN_WRAPPER.format(element)
        if len(self.problems) >= _MAX_EXPLAINED and is_surely_malformed(in_wrapper):
            return end, whole_problem
        if not element.startswith("{"):
            return end, self._not_records.problem((at, end), pointer)
        try:
            event_tree(in_wrapper)
        except InvalidEvent:
            return end, self._problem_of(element, at, pointer) or whole_problem
        return end, None

    def _problem_of(self, element: str, at: int, pointer: str) -> Problem | None:
        """The problem of an element by itself; None if it is only nested too deep in its wrapper."""
        try:
            event_tree(element)
        except InvalidEvent as error:
            place = self._lines.place(at)
            return replace(error.problem.moved(place.line - 1, place.column - 1), pointer=pointer)
        return None


def _balanced_end(text: str, at: int) -> int | None:
    """The end of a value by its brackets; None if it is cut off."""
    if text[at : at + 1] not in ("{", "[", '"'):
        match = _SCALAR.match(text, at)
        end = match.end() if match else at
        return end if end < len(text) else None
    depth = 0
    for match in _BRACKET.finditer(text, at):
        bracket = match[0]
        if bracket[0] == '"':
            if not match[1]:
                return None
        else:
            depth += 1 if bracket in "{[" else -1
        if depth <= 0:
            return match.end()
    return None
