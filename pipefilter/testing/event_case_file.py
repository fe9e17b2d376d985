"""Reads a file of cases: JSON lines such as `{"name": "paid", "event": {...}, "matches": true}`."""

from __future__ import annotations

from pathlib import Path

from pipefilter.application.input_files import file_contents
from pipefilter.enumeration import enumeration
from pipefilter.errors import InvalidEvent, UnreadableInput
from pipefilter.events.near_name import near_name
from pipefilter.json_text.place import utf16_length
from pipefilter.json_text.raw_object import RawObject, raw_object
from pipefilter.json_text.tree import value_end
from pipefilter.matching.event_text import event_tree
from pipefilter.testing.event_case import EventCase

__all__ = ["read_event_cases"]

_BOM = b"\xef\xbb\xbf"
_WHITE = " \t\r"
_NAMES = ("name", "event", "matches")
_BOOLEANS = {"true": True, "false": False}


def read_event_cases(path: Path, label: str) -> list[EventCase]:
    """The cases in a file, in their order.

    Args:
        label: the name of the file in messages.

    Raises:
        UnreadableInput: it cannot be read, has no cases, or a line is not a case; the message has line and column.
    """
    try:
        data = file_contents(str(path)).removeprefix(_BOM)
    except UnreadableInput as error:
        raise UnreadableInput(str(error).replace(str(path), label)) from None
    cases: dict[str, EventCase] = {}
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            case = _case(line, label, number)
            if case.name in cases:
                raise UnreadableInput(f"{case.place}: {cases[case.name].place} has the name {case.name!r}, too")
            cases[case.name] = case
    if not cases:
        raise UnreadableInput(f"{label}: no cases found")
    return list(cases.values())


def _case(line: bytes, label: str, number: int) -> EventCase:
    place = f"{label}:{number}"
    try:
        text = line.decode("utf-8").rstrip(_WHITE)
    except UnicodeDecodeError as error:
        column = utf16_length(line[: error.start].decode("utf-8")) + 1
        raise UnreadableInput(f"{place}:{column}: not UTF-8: save the file as UTF-8") from None
    row = _row(text, label, number)
    _require_known_names(row, place)
    name = row.text_of("name")
    if name is None and row.get("name") is not None:
        raise _fault(row, "name", place, "is not a string")
    if name == "":
        raise _fault(row, "name", place, "is empty")
    event = row.get("event")
    if event is None:
        raise UnreadableInput(f'{place}:1: "event" is missing')
    if not event.startswith(("{", "[")):
        raise _fault(row, "event", place, "is not an object")
    matches = row.get("matches")
    if matches is None:
        raise UnreadableInput(f'{place}:1: "matches" is missing: write true or false')
    if matches not in _BOOLEANS:
        raise _fault(row, "matches", place, "is neither true nor false")
    return EventCase(name or f"line {number}", event, _BOOLEANS[matches], place)


def _row(text: str, label: str, number: int) -> RawObject:
    """The members of a line that is one JSON object."""
    try:
        event_tree(text)
    except InvalidEvent as error:
        problem = error.problem.moved(number - 1, 0)
        raise UnreadableInput(problem.as_text(label)) from None
    start = len(text) - len(text.lstrip(_WHITE))
    end = value_end(text, start)
    if end < len(text):
        column = utf16_length(text[:end]) + 1
        raise UnreadableInput(f"{label}:{number}:{column}: a line must contain nothing after its object")
    return raw_object(text)


def _require_known_names(row: RawObject, place: str) -> None:
    names = [name for name, _ in row.members]
    for index, name in enumerate(names):
        near = "" if name in _NAMES else near_name(name, _NAMES)
        if name not in _NAMES:
            advice = f'did you mean "{near}"?' if near else f"a case has {enumeration(_NAMES, 'and')}"
            raise _fault(row, name, place, f"is not a member of a case: {advice}")
        if name in names[:index]:
            raise _fault(row, name, place, "is repeated")


def _fault(row: RawObject, name: str, place: str, fault: str) -> UnreadableInput:
    column = utf16_length(row.text[: row.offset(name)]) + 1
    return UnreadableInput(f'{place}:{column}: "{name}" {fault}')
