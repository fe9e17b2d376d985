"""Decides which objects of a file are wrappers, so that each record in them can be read as an event of the file."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import NoReturn

from pipefilter.errors import InvalidEvent
from pipefilter.filtering.envelopes import LISTS, LOG_LISTS, ONLY_IN_RECORDS, WrappedRecord, records_in
from pipefilter.filtering.log_messages import (
    is_log_event,
    is_subscription,
    may_hold_log_events,
    messages_in,
)
from pipefilter.filtering.record_reader import (
    OF_A_WRAPPER,
    RecordReader,
    is_message,
    is_record,
    may_hold_records,
    names_in,
)
from pipefilter.filtering.shared_reader import SharedReader
from pipefilter.json_text.certainty import is_surely_within_limits
from pipefilter.json_text.raw_object import raw_object
from pipefilter.json_text.tree import decoded
from pipefilter.matching.event_text import event_tree
from pipefilter.sources import detect_source, source_named

__all__ = ["SharedWrapperFiles", "WrapperFiles"]


class WrapperFiles:
    """The rule of `RecordReader` for objects in files, also for objects that are not yet read to their end."""

    def __init__(self, reader: RecordReader) -> None:
        self._reader = reader

    def opens(self, list_name: str, text: bytes) -> bool:
        """Whether an object is a wrapper of which each record has the same verdict outside of it."""
        # records of others may be in the body of a message
        if not self._is_of_sns and self._surely_opens(list_name, text):
            return True
        try:
            event_tree(text)
        except InvalidEvent:
            return False
        whole = decoded(text)
        names = names_in(whole)
        if len(raw_object(whole).members) != len(names):
            return False
        if list_name in LOG_LISTS:
            is_log = messages_in(whole) is not None and not self._reader.is_about(names)
            # whether it may be the body of a message depends on all of its elements
            return is_log and not self._is_of_sns
        # if records in it contradict the placement, it is read as a whole
        if not self._reader.placement.may_be_wrapped:
            return False
        records = self._reader.records(whole)
        return bool(records) and all(
            record.pointer.startswith(f"/{list_name}/") and _stands_alone(record) for record in records
        )

    @property
    def _is_of_sns(self) -> bool:
        return self._reader.placement.source is source_named("sns")

    def _has_message(self, log_event: str) -> bool:
        """Whether a message of SNS was logged."""
        records = self._reader.records(f'{{"events":[{log_event}]}}')
        return any(record.pointer and is_message(record) for record in records)

    def _surely_opens(self, list_name: str, text: bytes) -> bool:
        """The same by a quick test, which is enough nearly always."""
        if text.count(f'"{list_name}"'.encode()) != 1 or b"\\u00" in text:  # the name may be there twice
            return False
        try:
            whole_text = decoded(text)
            whole = json.loads(whole_text, parse_constant=_refuse)
        except (ValueError, RecursionError):
            return False
        elements = whole.get(list_name) if isinstance(whole, dict) else None
        if not elements or not isinstance(elements, list) or not self.may_wrap(list_name, whole):
            return False
        if not is_surely_within_limits(whole_text, whole):
            return False
        if list_name in LOG_LISTS:
            return all(map(_is_message, elements)) and (list_name != "logEvents" or is_subscription(whole))
        return all(map(_is_of_aws, elements))

    def may_wrap(self, list_name: str, names: Collection[str]) -> bool:
        """Whether to read an object as a wrapper of which only some members are known, as it is long or cut off."""
        if self._reader.is_about(names):
            return False
        if list_name in LOG_LISTS:
            return may_hold_log_events(list_name, names)
        others = ONLY_IN_RECORDS | OF_A_WRAPPER | ((LISTS | LOG_LISTS) - {list_name})
        return self._reader.placement.may_be_wrapped and others.isdisjoint(names)

    def is_in_wrapper(self, list_name: str, text: bytes) -> bool:
        """Whether an element of the list is a record that has the same verdict outside of its wrapper."""
        try:
            event_tree(text)
        except InvalidEvent:
            return False
        element = decoded(text)
        if list_name in LOG_LISTS:
            return is_log_event(list_name, element) and (not self._is_of_sns or self._has_message(element))
        (record,) = records_in(element, wrapped=False)
        if self._is_of_sns and not is_message(record):
            return False  # such as a notification of S3 in the body of a message
        return _stands_alone(record) and (self._reader.placement.is_explicit or is_record(record))


class SharedWrapperFiles:
    """The same for several lists of filters: an object is a wrapper if it is one for all of them."""

    def __init__(self, reader: SharedReader) -> None:
        self._reader = reader

    def opens(self, list_name: str, text: bytes) -> bool:
        """As `WrapperFiles` does."""
        try:
            event_tree(text)
        except InvalidEvent:
            return False
        names = names_in(decoded(text))
        return all(WrapperFiles(each).opens(list_name, text) for each in self._reader.different(names))

    def may_wrap(self, list_name: str, names: Collection[str]) -> bool:
        """As `WrapperFiles` does."""
        return all(WrapperFiles(each).may_wrap(list_name, names) for each in self._reader.different(names))

    def is_in_wrapper(self, list_name: str, text: bytes) -> bool:
        """As `WrapperFiles` does."""
        return all(WrapperFiles(each).is_in_wrapper(list_name, text) for each in self._reader.different(()))


def _stands_alone(record: WrappedRecord) -> bool:
    """Whether a record has the same verdict without its wrapper: it is not a wrapper itself, and names its source."""
    text = record.record.text
    if record.fault or record.has_source_of_wrapper:
        return False
    return not may_hold_records(text) and record.source is detect_source(record.record)


def _is_of_aws(element: object) -> bool:
    """Whether an element is surely a record that stands alone."""
    if not isinstance(element, Mapping) or not isinstance(element.get("eventSource"), str):
        return False
    return (LISTS | LOG_LISTS).isdisjoint(element)


def _is_message(element: object) -> bool:
    """Whether an element is surely a log event."""
    is_timed = isinstance(element, Mapping) and type(element.get("timestamp")) in (int, float)
    return is_timed and isinstance(element, Mapping) and isinstance(element.get("message"), str)


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("not JSON")
