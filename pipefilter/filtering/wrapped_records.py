"""The records in what tools and services hand out: Lambda's events, lists of Pipes, answers of the AWS CLI."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipefilter.errors import InvalidEvent, ProblemKind
from pipefilter.json_text.place import pointer_step, problem_at
from pipefilter.json_text.raw_object import RawObject, raw_elements, raw_object
from pipefilter.sources import Source, source_of

__all__ = ["LISTS", "ONLY_IN_RECORDS", "WrappedRecord", "records_in"]

NOT_A_RECORD = ProblemKind(
    "PF132",
    "Record is not an object: a list of records holds objects only",
    "A record must be an object",
    'A list of records, or a wrapper such as `{{"Records": [...]}}`, holds objects only.',
    'a record is what a service hands over, such as {{"eventSource": "aws:sqs", "body": "..."}}',
    wording="pipefilter",
)
_LISTS = ("Records", "messages", "Messages", "events")
_WHITE = " \t\r\n"
ONLY_IN_RECORDS = frozenset(("detail-type", "body", "Body", "data", "Data", "dynamodb", "kinesis", "value"))
"""What no wrapper has."""
_LISTS_BY_NAME = ("records", "rmqMessagesByQueue")
LISTS = frozenset((*_LISTS, *_LISTS_BY_NAME))
"""The names of what holds records in a wrapper."""


@dataclass(frozen=True, slots=True)
class WrappedRecord:
    """One record.

    Args:
        record: what was in the wrapper.
        pointer: JSON pointer to it; "" if it stood by itself.
        source: where it is from, told by itself or by its wrapper; None if neither tells.
        fault: why it is not a record, in a sentence, where the others of its list are; "" if it is one.
        is_told_by_wrapper: whether its wrapper says where it is from, and it does not itself.
    """

    record: RawObject
    pointer: str
    source: Source | None
    fault: str = ""
    is_told_by_wrapper: bool = False


def records_in(text: str, *, wrapped: bool = True) -> list[WrappedRecord]:
    """The records in a JSON text; one that is no wrapper is a record itself.

    Args:
        text: known to be one JSON object or array.
        wrapped: whether it may be a wrapper; an event of a bus is none, whatever it looks like.

    Raises:
        InvalidEvent: in a list there is something that is no object.
    """
    start = len(text) - len(text.lstrip(_WHITE))
    if text.startswith("[", start):
        return [_record(*one, None) for one in _elements(text, start, text.strip(_WHITE), "")]
    whole = raw_object(text)
    found = _wrapped(text, whole) if wrapped else None
    if found is None:
        return [WrappedRecord(whole, "", source_of(whole))]
    outer = source_of(whole)
    return [_record(*one, outer) for one in found]


def _wrapped(text: str, whole: RawObject) -> list[tuple[str, str]] | None:
    """The records in a wrapper, as texts with JSON pointers; None if it is no wrapper."""
    if any(whole.has(name) for name in ONLY_IN_RECORDS):
        return None
    for name in _LISTS:
        value = whole.get(name)
        if value is not None and value.startswith("["):
            return list(_elements(text, whole.offset(name), value, f"/{name}"))
    for name in _LISTS_BY_NAME:
        inner = whole.inner(name)
        if inner is not None:
            start = whole.offset(name)
            return [
                found
                for (topic, value), at in zip(inner.members, inner.offsets, strict=True)
                if value.startswith("[")
                for found in _elements(text, start + at, value, f"/{name}{pointer_step(topic)}")
            ]
    return None


def _elements(text: str, start: int, array: str, pointer: str) -> Iterator[tuple[str, str]]:
    for number, (element, at) in enumerate(raw_elements(array)):
        if not element.startswith("{"):
            span = (start + at, start + at + len(element))
            raise InvalidEvent(problem_at(NOT_A_RECORD, text, span, pointer=f"{pointer}/{number}"))
        yield element, f"{pointer}/{number}"


def _record(text: str, pointer: str, outer: Source | None) -> WrappedRecord:
    record = raw_object(text)
    own = source_of(record)
    # a broker's records do not say themselves whose they are
    is_told = outer is not None and not record.has("eventSource")
    return WrappedRecord(record, pointer, outer if is_told else own, is_told_by_wrapper=is_told)
