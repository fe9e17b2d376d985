"""Unwraps records. Here is the one rule that decides whether an object is a wrapper of records or an event itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipefilter.errors import InvalidEvent, Place, Problem
from pipefilter.filtering.envelopes import BATCH, LISTS, LOG_LISTS, WrappedRecord, records_in
from pipefilter.filtering.placement import Placement, resolve_placement
from pipefilter.json_text.place import LineCounter
from pipefilter.json_text.raw_object import RawObject, raw_object
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import decoded, value_end, white_end
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.matching.event_text import event_tree
from pipefilter.sources import detect_source, source_named
from pipefilter.sources.pattern_parts import root_names
from pipefilter.sources.recognition import FUNCTION_LISTS

if TYPE_CHECKING:
    from pipefilter.filtering.damaged_wrapper import DamagedWrapper
    from pipefilter.filtering.log_messages import LogMessage

__all__ = [
    "OF_A_WRAPPER",
    "RecordReader",
    "is_about_wrapper",
    "is_message",
    "is_record",
    "may_hold_records",
    "names_in",
    "reader_of_records",
]

OF_A_WRAPPER = frozenset(("eventSource", "eventSourceArn", "eventSourceARN", "bootstrapServers"))
"""Members that a wrapper has for all its records, and that records have too."""
_HINT = 'vents"'
"""How the names of lists of log events end."""
_LISTS_OF_MESSAGES = frozenset(("Records", "Messages", BATCH))
"""Names of the lists in which messages of SNS are wrapped."""
_WHITE = " \t\r\n"
_NOTHING = RawObject((), (), "")
_OF_AN_ANSWER = frozenset(("NextShardIterator", "MillisBehindLatest", "ChildShards", "ResponseMetadata"))
"""Members of answers of the AWS CLI, beside the list."""


def may_hold_records(text: str) -> bool:
    """Whether an object may be a wrapper for some filters, and the event itself for others."""
    whole = raw_object(text)
    return any(whole.has(name) for name in LISTS | LOG_LISTS)


class RecordReader:
    """Unwraps records for one list of filters; an object whose own members these name is not a wrapper."""

    def __init__(self, patterns: Iterable[EventPattern], placement: Placement) -> None:
        self.placement = placement
        self._roots = root_names(patterns)

    def records(self, text: str | bytes) -> list[WrappedRecord]:
        """The records in a JSON text, which are bare or in any wrapper.

        Raises:
            InvalidEvent: it is not JSON, nor a wrapper of which some records can be read.
        """
        try:
            return self._records_of_event(text)
        except InvalidEvent as error:
            from pipefilter.filtering.record_hint import with_record_hint

            raise with_record_hint(error, text, self.placement.source) from None

    def _records_of_event(self, text: str | bytes) -> list[WrappedRecord]:
        try:
            event_tree(text)
        except InvalidEvent as error:
            from pipefilter.filtering.damaged_wrapper import damaged_wrapper

            damaged = damaged_wrapper(text, error)
            records = self.records_of_damaged(damaged) if damaged else []
            if not records:
                raise
            return records
        return self._records_in(decoded(text) if isinstance(text, bytes) else text)

    def records_of_damaged(self, wrapper: DamagedWrapper) -> list[WrappedRecord]:
        """The records in a damaged wrapper, and its problems; none if it is not a wrapper for these filters."""
        records = [
            replace(record, fault=wrapper.problems[record.pointer])
            if record.pointer in wrapper.problems
            else record
            for record in self._records_in(wrapper.text)
        ]
        if not any(record.pointer and not record.fault for record in records):
            return []
        known = {record.pointer for record in records}
        others = (
            WrappedRecord(_NOTHING, pointer, None, problem)
            for pointer, problem in wrapper.problems.items()
            if pointer not in known
        )
        return [*records, *others]

    def _records_in(self, text: str) -> list[WrappedRecord]:
        """The records in a JSON object."""
        messages = _messages_in(text)
        if messages is None or self.is_about(names_in(text)):
            return self._records(text)
        lines = LineCounter(text)
        records = [
            record for message in messages for record in self._logged(message, lines.place(message.offset))
        ]
        # the body of a message of SNS may be of any form
        is_body = self.placement.source is source_named("sns") and not any(map(is_message, records))
        return self._records(text) if is_body else records

    def _records(self, text: str) -> list[WrappedRecord]:
        if not self.placement.may_be_wrapped:
            return self._contradicting(text) or records_in(text, wrapped=False)
        records = records_in(text)
        is_object = len(records) != 1 or records[0].pointer
        if is_object and (
            self.is_about(names_in(text)) or not self._is_wrapper(text, records) or self._is_body(text, records)
        ):
            return records_in(text, wrapped=False)
        return records

    def _contradicting(self, text: str) -> list[WrappedRecord]:
        """The records in an object that is certainly a wrapper, which no event bus sends; none if it may be an event."""
        if (self.placement.service and self.placement.service.any_shape) or not may_hold_records(text):
            return []
        names = names_in(text)
        if self.is_about(names) or not names <= LISTS | OF_A_WRAPPER | _OF_AN_ANSWER:
            return []
        records = records_in(text)
        sources = [record.source for record in records if not record.fault]
        bus = source_named("bus")
        is_certain = bool(sources) and all(source not in (None, bus) for source in sources)
        return records if is_certain else []

    def _logged(self, message: LogMessage, place: Place) -> Iterator[WrappedRecord]:
        """The records in a log message; each message is evaluated separately, so others need not be JSON."""
        for text in _texts_in(message.text):
            try:
                # a lone surrogate is not valid in files either
                for record in self._records_of_event(text.encode("utf-8", "surrogatepass")):
                    pointer = message.pointer + record.pointer
                    fault = record.fault and _in_message(record.fault, message, place)
                    yield replace(record, pointer=pointer, fault=fault)
            except InvalidEvent as error:
                fault = _in_message(error.problem, message, place)
                yield WrappedRecord(RawObject((), (), text), message.pointer, None, fault)

    def _is_wrapper(self, text: str, records: Sequence[WrappedRecord]) -> bool:
        """Whether an object wraps the records; an object with an empty list may be any event, which must not be lost."""
        names = names_in(text)
        has_no_more = names <= LISTS | OF_A_WRAPPER | _OF_AN_ANSWER
        is_sure = self.placement.is_explicit or (has_no_more and not _OF_AN_ANSWER.isdisjoint(names))
        if not records:
            return has_no_more and (is_sure or not FUNCTION_LISTS.isdisjoint(names))
        whole = [record for record in records if not record.fault]
        if not is_sure and len(whole) < len(records):
            # a wrapper of AWS's stays one even if some elements are not objects
            is_sure = detect_source(raw_object(text)) is not None
        return is_sure or (bool(whole) and all(map(is_record, whole)))

    def _is_body(self, text: str, records: Sequence[WrappedRecord]) -> bool:
        """Whether a list is in the body of a message of SNS, as in a notification of S3: none of the records is a message."""
        if self.placement.source is not source_named("sns") or text.lstrip(_WHITE).startswith("["):
            return False
        if not records:
            return _LISTS_OF_MESSAGES.isdisjoint(names_in(text))
        return not any(map(is_message, records))

    def is_about(self, names: Collection[str]) -> bool:
        """Whether the filters name members of an object itself, other than the list of records."""
        members = set(names) - OF_A_WRAPPER
        if BATCH in names:  # its topic is that of each entry
            members.discard("TopicArn")
        if self.placement.is_explicit and self.placement.may_be_wrapped:  # a pipe never sees the list itself
            members -= LISTS
        return bool(members & self._roots)


def is_message(record: WrappedRecord) -> bool:
    """Whether a record in a wrapper is certainly a message of SNS, in a queue or not."""
    if record.source is source_named("sqs") or record.pointer.startswith(f"/{BATCH}/"):
        return True
    sns = source_named("sns")
    return record.source is sns and sns.recognises(record.record)


def reader_of_records(source: str = "", service: str = "") -> RecordReader:
    """A reader for records of a source without any filters; "" to detect the source of each, or for any service."""
    criteria = FilterCriteria((), is_bare_pattern=True)
    return RecordReader((), resolve_placement(criteria, source=source, service=service))


def _messages_in(text: str) -> list[LogMessage] | None:
    """The messages in an object of CloudWatch Logs; None if it is not such an object."""
    if _HINT not in text:
        return None
    from pipefilter.filtering.log_messages import messages_in

    return messages_in(text)


def _texts_in(message: str) -> Iterator[str]:
    """The JSON texts in a message, one after the other as in a file; malformed text is the last one."""
    at = white_end(message, 0)
    while at < len(message):
        try:
            end = value_end(message, at)
        except JsonFault:
            end = len(message)
        yield message[at:end]
        at = white_end(message, end)


def _in_message(problem: Problem, message: LogMessage, place: Place) -> Problem:
    """A problem of a message, with the place of its string in the object: the text in a string has no lines of its own."""
    return replace(
        problem,
        pointer=message.pointer + problem.pointer,
        line=None,
        column=None,
        start=place,
        end=Place(place.line, place.column + 1),
        aws_place=None,
    )


def is_about_wrapper(patterns: Iterable[EventPattern]) -> bool:
    """Whether filters name the list of records that a function receives, which no filter sees."""
    return not FUNCTION_LISTS.isdisjoint(root_names(patterns))


def names_in(text: str) -> set[str]:
    """The names of an object's members."""
    return {name for name, _ in raw_object(text).members}


def is_record(record: WrappedRecord) -> bool:
    """Whether a record names its source, as those of S3, SNS and CloudTrail do too."""
    return record.source is not None or record.record.has("eventSource") or record.record.has("EventSource")
