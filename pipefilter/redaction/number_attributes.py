"""Finds the message attributes that are numbers, so that their masks are numbers, too."""

from __future__ import annotations

from pipefilter.json_text.raw_object import RawObject, raw_object

__all__ = ["number_attributes"]

_ATTRIBUTES = ("MessageAttributes", "messageAttributes")
_TYPES = ("DataType", "Type", "dataType")
_VALUES = ("StringValue", "Value", "stringValue")


def number_attributes(record: RawObject) -> frozenset[tuple[str, ...]]:
    """The names that lead to values of message attributes that are numbers, in a message of SNS or SQS."""
    message = record.inner("Sns")
    outer: tuple[str, ...] = ()
    if message is not None:
        record, outer = message, ("Sns",)
    paths = set()
    for member in _ATTRIBUTES:
        attributes = record.inner(member)
        for name, value in attributes.members if attributes is not None else ():
            attribute = raw_object(value) if value.startswith("{") else RawObject(())
            if any((attribute.text_of(each) or "").partition(".")[0] == "Number" for each in _TYPES):
                paths |= {(*outer, member, name, each) for each in _VALUES}
    return frozenset(paths)
