"""Finds the message attributes that are numbers, so that their masks are numbers, too."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.json_text.raw_object import RawObject, raw_elements, raw_object

__all__ = ["number_attributes"]

_ATTRIBUTES = ("MessageAttributes", "messageAttributes")
_ENTRIES = "PublishBatchRequestEntries"
_TYPES = ("DataType", "Type", "dataType")
_VALUES = ("StringValue", "Value", "stringValue")


def number_attributes(record: RawObject) -> frozenset[tuple[str, ...]]:
    """The names that lead to values of message attributes that are numbers, in a message of SNS or SQS."""
    message, entries = record.inner("Sns"), record.get(_ENTRIES) or ""
    if message is not None:
        return frozenset(_paths(message, ("Sns",)))
    if entries.startswith("["):
        messages = (raw_object(entry) for entry, _ in raw_elements(entries) if entry.startswith("{"))
        return frozenset(path for each in messages for path in _paths(each, (_ENTRIES,)))
    return frozenset(_paths(record, ()))


def _paths(message: RawObject, outer: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for member in _ATTRIBUTES:
        attributes = message.inner(member)
        for name, value in attributes.members if attributes is not None else ():
            attribute = raw_object(value) if value.startswith("{") else RawObject(())
            if any((attribute.text_of(each) or "").partition(".")[0] == "Number" for each in _TYPES):
                yield from ((*outer, member, name, each) for each in _VALUES)
