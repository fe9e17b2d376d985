"""Reads the events in AWS's wrappers: `Records`, and the log events of CloudWatch Logs.

| file | events |
|---|---|
| `{"Records": [...], ...}`: events of Lambda, `aws dynamodbstreams get-records`, CloudTrail | the records |
| `{"messageType": "DATA_MESSAGE", "logEvents": [{"message": "..."}]}`: CloudWatch Logs to Firehose | the messages |
| `{"events": [{"message": "..."}], ...}`: `aws logs filter-log-events` and `get-log-events` | the messages |
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import fast_tree
from pipefilter.scanning.bytes.byte_source import WithHead
from pipefilter.scanning.events.event_lists import PlacedEvent, array_elements, object_events, read_object
from pipefilter.scanning.events.json_stream import JsonStream
from pipefilter.scanning.events.one_line import on_one_line
from pipefilter.scanning.events.wrapper_rule import WrapperRule

__all__ = ["MAX_WHOLE", "wrapped_events", "wrapper_list_name"]

MAX_WHOLE = 1 << 24
"""Maximum size of an object that is read as a whole before it is unwrapped: AWS does not send longer ones."""

_RECORDS = "Records"
_LOG_EVENTS = "logEvents"
_WRAPPERS = (_RECORDS, _LOG_EVENTS, "events")
_KIND, _CONTROL = "messageType", b'"CONTROL_MESSAGE"'
_OF_AN_EVENT = frozenset(("detail-type", "source", "detail"))
_OBJECTS = re.compile(rb"\[[ \t\r\n]*(?=([{\]]))")
_ENOUGH = 1 << 18


class _Malformed(Exception):
    """A supposed wrapper is not JSON, or is cut off."""


class _NoMore:
    """An empty source."""

    stored = 0

    def read(self, _size: int) -> bytes:
        return b""


def wrapper_list_name(text: bytes) -> str | None:
    """The name of the member with the events in an object, as far as it is read; None if it is an event itself."""
    stream = _stream_of(text)
    wrapper = None
    stream.next()
    try:
        for name in _members(stream):
            if name in _OF_AN_EVENT:
                return None
            if wrapper is None and name in _WRAPPERS and _has_events(name, stream.ahead(_ENOUGH)):
                wrapper = name
            stream.value()
    except _Malformed:
        pass
    return wrapper


def _stream_of(text: bytes) -> JsonStream:
    return JsonStream(WithHead(text, _NoMore()), len(text) or 1)


def _has_events(name: str, array: bytes) -> bool:
    match = _OBJECTS.match(array)
    if match is None:
        return False
    if name == _RECORDS:
        return True
    if match[1] != b"{":
        return False
    stream = _stream_of(array[match.end() :])
    stream.next()
    try:
        for inner in _members(stream):
            if inner == "message":
                return stream.next() == b'"'
            stream.value()
    except _Malformed:
        pass
    return False


def _members(stream: JsonStream) -> Iterator[str]:
    """The names of an object's members; at each, the stream is at the value, which the caller reads."""
    stream.skip()
    following = stream.next()
    if following == b"}":
        stream.skip()
        return
    while following == b'"':
        try:
            name = json.loads(stream.value())
        except (ValueError, RecursionError):
            raise _Malformed from None
        if stream.next() != b":":
            break
        stream.skip()
        if not stream.next():
            break
        yield name
        following = stream.next()
        if following == b"}":
            stream.skip()
            return
        if following != b",":
            break
        stream.skip()
        following = stream.next()
    raise _Malformed


def wrapped_events(stream: JsonStream, wrapper: str, rule: WrapperRule | None = None) -> Iterator[PlacedEvent]:
    """The events in a file of wrappers; an object that is not a wrapper is an event itself.

    Args:
        wrapper: the name of the member with the events.
        rule: decides which objects are wrappers; None if all objects with such a list are.

    Raises:
        UnreadableInput: a list of events is malformed, or the rest of its object; or an object of more than `MAX_WHOLE`
            bytes was read as a wrapper, and later members show that it is not.
    """
    while following := stream.next():
        place = stream.place()
        if following != b"{":
            yield PlacedEvent(stream.garbage(), place)
            continue
        stream.hold()
        open_rule = rule  # still to be applied while the object is read
        if rule is not None and (text := stream.short_event(MAX_WHOLE)) is not None:
            if not rule.opens(wrapper, text):
                yield from object_events(stream, text, place)
                continue
            stream.go_back()
            stream.hold()
            open_rule = None
        opened = False
        try:
            unwrapped = (
                _unwrapped_by_rule(stream, wrapper, open_rule) if open_rule else _unwrapped(stream, wrapper)
            )
            for event in unwrapped:
                opened = True
                if event is not None:
                    yield event
        except _Malformed:
            if opened:
                raise stream.error(f"the object is malformed or cut off after {wrapper}") from None
        if not opened:
            stream.go_back()
            yield from read_object(stream)


def _unwrapped(stream: JsonStream, wrapper: str) -> Iterator[PlacedEvent | None]:
    """The events in one object, after None if it has any list of events."""
    is_control = False
    for name in _members(stream):
        if name == wrapper and stream.next() == b"[":
            yield None
            stream.release()
            for event in array_elements(stream):
                unwrapped = event if wrapper == _RECORDS else _message(event)
                if unwrapped.text and not is_control:
                    yield unwrapped
            continue
        value = stream.value()
        if not value:
            raise _Malformed
        if wrapper == _LOG_EVENTS and name == _KIND:
            is_control = value == _CONTROL


def _unwrapped_by_rule(stream: JsonStream, wrapper: str, rule: WrapperRule) -> Iterator[PlacedEvent | None]:
    """The same for an object that is a wrapper only if the rule says so."""
    names: set[str] = set()
    opened = False
    for name in _members(stream):
        if opened and (name in names or not rule.may_wrap(wrapper, {*names, name})):
            raise stream.error(_doubtful(f"{name} follows its {wrapper}"))
        names.add(name)
        if name == wrapper and stream.next() == b"[":
            for event in _in_wrapper(stream, wrapper, names, rule):
                if not opened:
                    yield None
                    stream.release()
                    opened = True
                unwrapped = event if wrapper == _RECORDS else _message(event)
                if unwrapped.text:
                    yield unwrapped
            if not opened:
                raise _Malformed
            continue
        value = stream.value()
        if not value or (name == _KIND and value == _CONTROL):
            raise _Malformed


def _in_wrapper(stream: JsonStream, wrapper: str, names: set[str], rule: WrapperRule) -> Iterator[PlacedEvent]:
    """The elements of a list of records; `_Malformed` before the first if it is not one by the rule."""
    if not rule.may_wrap(wrapper, names):
        raise _Malformed
    for number, element in enumerate(array_elements(stream)):
        if not rule.is_in_wrapper(wrapper, element.text):
            if not number:
                raise _Malformed
            raise stream.error(
                _doubtful(f"one element of its {wrapper} differs from the previous ones"), element.place
            )
        yield element


def _doubtful(why: str) -> str:
    return (
        f"an object of more than {MAX_WHOLE >> 20} MB was read as a wrapper of records, but {why}, so it may be an event "
        "itself: put each record on its own line"
    )


def _message(event: PlacedEvent) -> PlacedEvent:
    """The message of a log event; the log event itself if it has none."""
    try:
        message = dict(fast_tree(event.text.decode()))["message"]  # type: ignore[arg-type]  # not an object: an error
        # a lone surrogate is not valid UTF-8, as the evaluation reports
        text = message.encode("utf-8", "surrogatepass")  # type: ignore[union-attr]  # not a string: likewise
    except (JsonFault, ValueError, LookupError, TypeError, AttributeError):
        return event
    return PlacedEvent(on_one_line(text).strip(b" \t\r\n"), event.place)
