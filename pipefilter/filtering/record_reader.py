"""Records taken out of what holds them: the one rule by which an object is a wrapper of records, or an event itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from pipefilter.errors import InvalidEvent
from pipefilter.filtering.log_messages import (
    LOG_LISTS,
    LogMessage,
    messages_in,
)
from pipefilter.filtering.placement import Placement, resolve_placement
from pipefilter.filtering.wrapped_records import LISTS, WrappedRecord, records_in
from pipefilter.json_text.raw_object import RawObject, raw_object
from pipefilter.json_text.tree import decoded
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.matching.event_text import event_tree
from pipefilter.sources import source_of

__all__ = ["OF_A_WRAPPER", "RecordReader", "is_record", "may_hold_records", "names_in", "reader_of_records"]

OF_A_WRAPPER = frozenset(("eventSource", "eventSourceArn", "eventSourceARN", "bootstrapServers"))
"""What a wrapper says of the records in it, and records themselves too."""
_OF_AN_ANSWER = frozenset(("NextShardIterator", "MillisBehindLatest", "ChildShards", "ResponseMetadata"))
"""What answers of the AWS CLI say beside the list."""


def may_hold_records(text: str) -> bool:
    """Whether an object may be a wrapper for some filters, and the event itself for others.

    Args:
        text: known to be JSON.
    """
    whole = raw_object(text)
    return any(whole.has(name) for name in LISTS | LOG_LISTS)


class RecordReader:
    """Takes records out of their wrappers, as filters see them.

    Args:
        patterns: of the filters: what they are about is not a wrapper.
        placement: what is certain of where they run, and where their records are from.
    """

    def __init__(self, patterns: Iterable[EventPattern], placement: Placement) -> None:
        self.placement = placement
        self._roots = {
            field.path.partition(".")[0] for pattern in patterns for field in every_field(pattern.members)
        }

    def records(self, text: str | bytes) -> list[WrappedRecord]:
        """The records in a JSON text.

        Args:
            text: a record or an event, bare or in any wrapper; bytes are UTF-8.

        Raises:
            InvalidEvent: it is not JSON, or what is in it is not a record.
        """
        event_tree(text)
        text = decoded(text) if isinstance(text, bytes) else text
        messages = messages_in(text)
        if messages is not None and not self.is_about(names_in(text)):
            return [record for message in messages for record in self._logged(message)]
        return self._records(text)

    def _records(self, text: str) -> list[WrappedRecord]:
        if not self.placement.may_be_wrapped:
            return records_in(text, wrapped=False)
        try:
            records = records_in(text)
        except InvalidEvent:  # a list of something else, unless it surely is a wrapper's
            is_sure = self.placement.is_explicit or source_of(raw_object(text)) is not None
            if self.is_about(names_in(text)) or not is_sure:
                return records_in(text, wrapped=False)
            raise
        is_object = len(records) != 1 or records[0].pointer
        if is_object and (self.is_about(names_in(text)) or not self._is_wrapper(text, records)):
            return records_in(text, wrapped=False)
        return records

    def _logged(self, message: LogMessage) -> Iterator[WrappedRecord]:
        """The records in a message; it is evaluated apart from the others, so it may be text that is not JSON."""
        try:
            # half of a pair of surrogates is not a text in files either
            for record in self.records(message.text.encode("utf-8", "surrogatepass")):
                yield WrappedRecord(
                    record.record,
                    message.pointer + record.pointer,
                    record.source,
                    record.fault,
                    record.is_told_by_wrapper,
                )
        except InvalidEvent as error:
            yield WrappedRecord(RawObject((), (), message.text), message.pointer, None, error.message)

    def _is_wrapper(self, text: str, records: Sequence[WrappedRecord]) -> bool:
        """Whether an object wraps the records; one with an empty list may be any event, which must not be lost."""
        names = names_in(text)
        has_no_more = names <= LISTS | OF_A_WRAPPER | _OF_AN_ANSWER
        is_sure = self.placement.is_explicit or (has_no_more and not _OF_AN_ANSWER.isdisjoint(names))
        return is_sure and has_no_more if not records else is_sure or all(map(is_record, records))

    def is_about(self, names: Collection[str]) -> bool:
        """Whether the filters are about members of an object itself, beside the list of records.

        Args:
            names: of its members.
        """
        members = set(names) - OF_A_WRAPPER
        if self.placement.is_explicit:  # a pipe never sees the list itself
            members -= LISTS
        return bool(members & self._roots)


def reader_of_records(source: str = "") -> RecordReader:
    """What takes records out of their wrappers where no filters are known.

    Args:
        source: the name of the source of the records; "" if each says it.
    """
    return RecordReader((), resolve_placement(FilterCriteria((), is_lone=True), source=source))


def names_in(text: str) -> set[str]:
    """The names of an object's members.

    Args:
        text: known to be one JSON object.
    """
    return {name for name, _ in raw_object(text).members}


def is_record(record: WrappedRecord) -> bool:
    """Whether a record says where it is from, as those of S3, SNS and CloudTrail do too.

    Args:
        record: an element of a list.
    """
    return record.source is not None or record.record.has("eventSource") or record.record.has("EventSource")
