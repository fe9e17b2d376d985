"""The records in what tools and services hand out: Lambda's events, lists of Pipes, answers of the AWS CLI."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipefilter.json_text.place import pointer_step
from pipefilter.json_text.raw_object import RawObject, raw_elements, raw_object
from pipefilter.sources import Source, source_of

__all__ = ["WrappedRecord", "records_in"]

_LISTS = ("Records", "messages", "Messages")
_LISTS_BY_NAME = ("records", "rmqMessagesByQueue")


@dataclass(frozen=True, slots=True)
class WrappedRecord:
    """One record.

    Args:
        record: what was in the wrapper.
        pointer: JSON pointer to it; "" if it stood by itself.
        source: where it is from, told by itself or by its wrapper; None if neither tells.
    """

    record: RawObject
    pointer: str
    source: Source | None


def records_in(text: str) -> list[WrappedRecord]:
    """The records in a JSON text; one that is no wrapper is a record itself.

    Args:
        text: known to be one JSON object or array.
    """
    stripped = text.strip(" \t\r\n")
    if stripped.startswith("["):
        return [_record(element, pointer, None) for element, pointer in _elements(stripped, "")]
    whole = raw_object(stripped)
    wrapped = _wrapped(whole)
    if wrapped is None:
        return [_record(stripped, "", None)]
    outer = source_of(whole)
    return [_record(element, pointer, outer) for element, pointer in wrapped]


def _wrapped(whole: RawObject) -> list[tuple[str, str]] | None:
    """The records in a wrapper, as texts with JSON pointers; None if it is no wrapper."""
    if whole.has("detail-type"):
        return None
    for name in _LISTS:
        value = whole.get(name)
        if value is not None and value.startswith("["):
            return list(_elements(value, f"/{name}"))
    for name in _LISTS_BY_NAME:
        inner = whole.inner(name)
        if inner is not None:
            return [
                found
                for topic, value in inner.members
                if value.startswith("[")
                for found in _elements(value, f"/{name}{pointer_step(topic)}")
            ]
    return None


def _elements(array: str, pointer: str) -> Iterator[tuple[str, str]]:
    for number, (element, _) in enumerate(raw_elements(array)):
        if element.startswith("{"):
            yield element, f"{pointer}/{number}"


def _record(text: str, pointer: str, outer: Source | None) -> WrappedRecord:
    record = raw_object(text)
    own = source_of(record)
    # a broker's records do not say themselves whose they are
    return WrappedRecord(record, pointer, outer if outer is not None and not record.has("eventSource") else own)
