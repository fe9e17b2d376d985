"""Finds the records in wrappers: in Lambda's events, the lists of Pipes, answers of the AWS CLI, and batches for SNS.

`{"Records": [{"eventSource": "aws:sqs", "body": "..."}]}` has one record, with the JSON pointer `/Records/0`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.dataclass import dataclass
from pipefilter.errors import Problem, ProblemKind
from pipefilter.json_text.place import LineCounter, excerpt, pointer_step, problem_at
from pipefilter.json_text.raw_object import RawObject, raw_elements, raw_object
from pipefilter.language.event_recognition import WRAPPER_LISTS
from pipefilter.sources import Source, detect_source

__all__ = [
    "BATCH",
    "LISTS",
    "LISTS_BY_NAME",
    "LOG_LISTS",
    "ONLY_IN_RECORDS",
    "NotRecords",
    "WrappedRecord",
    "records_in",
]

NOT_A_RECORD = ProblemKind(
    "PF132",
    "Record is not an object: a list of records can contain only objects",
    "A record must be an object",
    'A list of records, or a wrapper such as `{{"Records": [...]}}`, can contain only objects.',
    'pass a record as the service sends it, such as {{"eventSource": "aws:sqs", "body": "..."}}',
    wording="pipefilter",
)
BATCH = "PublishBatchRequestEntries"
"""The list in the input of PublishBatch: https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html"""
_TOPIC = "TopicArn"
_LISTS = ("Records", "messages", "Messages", "events", BATCH)
_WHITE = " \t\r\n"
_PROBLEM = problem_at(NOT_A_RECORD, "", (0, 0))
_MAX_SHOWN = 100
"""Maximum number of elements that are not records with an excerpt, which is as long as a line."""
_Element = tuple[str, int, str]
"""An element of a list: its text, its offset in the wrapper, and a JSON pointer to it."""
ONLY_IN_RECORDS = frozenset(("detail-type", "body", "Body", "data", "Data", "dynamodb", "kinesis", "value"))
"""Members that no wrapper has."""
LISTS_BY_NAME = ("records", "rmqMessagesByQueue")
"""Names of members with lists of records by topic or queue."""
LOG_LISTS = frozenset(("logEvents", "events"))
"""Names of members with log events in an object of CloudWatch Logs."""
LISTS = WRAPPER_LISTS
"""Names of members with records in a wrapper."""


@dataclass(frozen=True, slots=True)
class WrappedRecord:
    """A record in a wrapper, or without one.

    Args:
        pointer: JSON pointer to it; "" if it has no wrapper.
        source: of the record, by its own members or by its wrapper; None if neither names it.
        fault: why it is not a record; None if it is one.
        has_source_of_wrapper: whether only its wrapper names its source.
    """

    record: RawObject
    pointer: str
    source: Source | None
    fault: Problem | None = None
    has_source_of_wrapper: bool = False


class NotRecords:
    """Makes the problems of elements that are not records, in the order of the text, in one pass."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = LineCounter(text)
        self._shown_left = _MAX_SHOWN

    def problem(self, span: tuple[int, int], pointer: str) -> Problem:
        """The problem of the element between two offsets, which comes after the last one."""
        self._shown_left -= 1
        text = excerpt(self._text, *span) if self._shown_left >= 0 else ""
        start, end = self._lines.place(span[0]), self._lines.place(max(span[0] + 1, span[1]))
        return replace(_PROBLEM, pointer=pointer, start=start, end=end, excerpt=text)


def records_in(text: str, *, wrapped: bool = True) -> list[WrappedRecord]:
    """The records in a JSON text; an object that is not a wrapper is a record itself.

    An element of a list that is not an object becomes a record with a fault, so that the others are evaluated.

    Args:
        text: known to be one JSON object or array.
        wrapped: whether it may be a wrapper; an event from a bus is not, regardless of its form.
    """
    start = len(text) - len(text.lstrip(_WHITE))
    not_records = NotRecords(text)
    if text.startswith("[", start):
        return [_record(*element, None, not_records) for element in _elements(start, text.strip(_WHITE), "")]
    whole = raw_object(text)
    elements = _wrapped(whole) if wrapped else None
    if elements is None:
        return [WrappedRecord(whole, "", detect_source(whole))]
    outer = detect_source(whole)
    records = [_record(*element, outer, not_records) for element in elements]
    if not whole.has(BATCH):
        return records
    topic = whole.get(_TOPIC) or "null"
    return [replace(each, record=_with_topic(each.record, topic)) for each in records]


def _with_topic(entry: RawObject, topic: str) -> RawObject:
    """An entry of a batch with the topic of the batch, which makes it a message; its text remains as it is."""
    if entry.has(_TOPIC) or not entry.members:
        return entry
    return RawObject((*entry.members, (_TOPIC, topic)), (*entry.offsets, 0), entry.text)


def _wrapped(whole: RawObject) -> list[_Element] | None:
    """The elements of the lists in a wrapper; None if it is not a wrapper."""
    if any(whole.has(name) for name in ONLY_IN_RECORDS):
        return None
    for name in _LISTS:
        value = whole.get(name)
        if value is not None and value.startswith("["):
            return list(_elements(whole.offset(name), value, f"/{name}"))
    for name in LISTS_BY_NAME:
        inner = whole.inner(name)
        if inner is not None:
            start = whole.offset(name)
            return [
                element
                for (topic, value), at in zip(inner.members, inner.offsets, strict=True)
                if value.startswith("[")
                for element in _elements(start + at, value, f"/{name}{pointer_step(topic)}")
            ]
    return None


def _elements(start: int, array: str, pointer: str) -> Iterator[_Element]:
    for number, (element, at) in enumerate(raw_elements(array)):
        yield element, start + at, f"{pointer}/{number}"


def _record(
    element: str, at: int, pointer: str, outer: Source | None, not_records: NotRecords
) -> WrappedRecord:
    if not element.startswith("{"):
        fault = not_records.problem((at, at + len(element)), pointer)
        return WrappedRecord(RawObject((), (), element), pointer, None, fault)
    record = raw_object(element)
    own = detect_source(record)
    # a broker's records do not name their source themselves
    has_no_own = outer is not None and not record.has("eventSource")
    return WrappedRecord(record, pointer, outer if has_no_own else own, has_source_of_wrapper=has_no_own)
