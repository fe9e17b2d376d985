"""Detects the form of a file of events from its first bytes."""

from __future__ import annotations

import re
from enum import Enum

from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput
from pipefilter.scanning.bytes.byte_source import ByteSource, read_at_least
from pipefilter.scanning.events.aws_wrappers import wrapper_list_name
from pipefilter.scanning.events.framing import ValueEnd, end_of, shallow_end

__all__ = ["TIME", "Form", "Head", "is_array", "read_head"]

_MAX_HEAD = 1 << 21
"""Maximum number of bytes that are read; if the first value is longer, its first bytes decide."""
_WHITE = re.compile(rb"[ \t\r\n]*+")
_BLANK = re.compile(rb"[ \t\r]*+")
_SCALARS = re.compile(
    rb'(?:(?:"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+"|true|false|null|'
    rb"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?)"
    rb"[ \t\r\n]*+(?:,[ \t\r\n]*+|(?=\])))*+"
)
"""The values in an array before its first object or array."""
_SCALAR_SO_FAR = re.compile(rb'(?:"(?:[^"\\\r\n]|\\[^\r\n])*+"?|[-+.0-9A-Za-z]*+)[ \t\r\n]*+\\?\Z')
_AFTER_ELEMENT = re.compile(rb"[ \t\r\n]*+(?:,[ \t\r\n]*+|(?=\]))")
TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d) ")
"""The time before each event in exports of CloudWatch Logs."""
_MAX_TIME = 40


class Form(Enum):
    """How the events are written in a file."""

    LINES = "one per line"
    PREFIXED_LINES = "one per line, after a timestamp"
    ARRAY = "elements of one array"
    CONCATENATED = "one after the other"
    WRAPPED = "in AWS wrappers"


@dataclass(frozen=True, slots=True)
class Head:
    """The start of a file.

    Args:
        wrapper: the name of the member with the events, if they are in wrappers; else "".
        fault: why no more can be read, if that is known already.
    """

    data: bytes
    form: Form
    wrapper: str = ""
    fault: UnreadableInput | None = None


def read_head(source: ByteSource, size: int) -> Head:
    """Read as much of a file as is needed to detect its form."""
    data = b""
    while True:
        # twice as much each time, as all of it is examined again
        data, ended, fault = read_at_least(source, max(1, len(data)), size, data)
        # the same bytes decide, however much is read at a time
        detected = _detect(data[:_MAX_HEAD], is_all=ended or len(data) >= _MAX_HEAD)
        if detected is not None:
            return Head(data, *detected, fault)


def _detect(data: bytes, *, is_all: bool) -> tuple[Form, str] | None:
    """The form of a file with these first bytes, and the name of the wrapper's list; None if more bytes are needed.

    Args:
        is_all: whether there are no more, or no more may be read.
    """
    start = end_of(_WHITE, data, 0)
    first = data[start : start + 1]
    if first == b"{":
        return _form_of_objects(data, start, is_all=is_all)
    if first == b"[":
        is_array = _starts_array(data, is_all=is_all)
        return None if is_array is None else ((Form.ARRAY if is_array else Form.LINES), "")
    enough = is_all or len(data) - start > _MAX_TIME
    if not enough and (not first or b"\n" not in data[start:]):
        return None
    return (Form.PREFIXED_LINES if TIME.match(data, start) else Form.LINES), ""


def is_array(text: str) -> bool:
    """Whether a file whose text starts with `[` is one array."""
    # a character has at least one byte
    return _starts_array(text[:_MAX_HEAD].encode("utf-8", "surrogateescape")[:_MAX_HEAD], is_all=True) is True


def _starts_array(data: bytes, *, is_all: bool) -> bool | None:  # noqa: PLR0911 - one for each case
    """Whether a text that starts with `[` is one array, and not lines of text such as `[INFO] started`.

    It is an array if it is JSON up to its first object, or up to its end with nothing after it.

    Args:
        is_all: whether there are no more, or no more may be read.

    Returns:
        None if more bytes are needed.
    """
    at = data.index(b"[") + 1
    while True:
        at = end_of(_SCALARS, data, end_of(_WHITE, data, at))
        following = data[at : at + 1]
        if following == b"{":
            return True
        if following == b"]":
            if data[data.index(b"[") + 1 : at].isspace() or data[at - 1 : at] == b"[":
                return True  # an empty list
            after = end_of(_WHITE, data, at + 1)
            return None if after == len(data) and not is_all else after == len(data)
        if following != b"[":
            is_open = _SCALAR_SO_FAR.match(data, at) is not None
            return None if is_open and not is_all else is_open
        search = ValueEnd()
        end = search.look(data, at)
        if not search.is_done:
            return True if is_all else None
        if search.cut_off:
            return False
        at = end_of(_AFTER_ELEMENT, data, end)
        if at == end and not data.startswith(b"]", at):
            return None if at == len(data) and not is_all else at == len(data)


def _form_of_objects(data: bytes, start: int, *, is_all: bool) -> tuple[Form, str] | None:
    end, is_cut_off = _first_end(data, start)
    if is_cut_off:
        return Form.LINES, ""
    if end < 0 and not is_all:
        return None
    wrapper = wrapper_list_name(data[start : end if end >= 0 else len(data)])
    if wrapper is not None:
        return Form.WRAPPED, wrapper
    if end < 0:
        is_long = len(data) - start >= _MAX_HEAD // 2 and b"\n" not in data[start:]
        return (Form.CONCATENATED if is_long else Form.LINES), ""
    return _form_after(data, start, end, is_all=is_all)


def _form_after(data: bytes, start: int, end: int, *, is_all: bool) -> tuple[Form, str] | None:
    """The form by what follows the first value, which is an event."""
    after = end_of(_BLANK, data, end)
    following = data[after : after + 1]
    if not following and not is_all:
        return None
    if following != b"{" or b"\n" in data[after:]:
        # the event has several lines, and the next one starts on the last of them: no line has whole events
        is_spread = following == b"{" and b"\n" in data[start:end]
        return (Form.CONCATENATED if is_spread else Form.LINES), ""
    return (Form.CONCATENATED, "") if is_all else None


def _first_end(data: bytes, start: int) -> tuple[int, bool]:
    """The offset after the first value, -1 if it is not known; and whether a line before starts another event."""
    end = shallow_end(data, start)
    if end >= 0 and b"\n{" not in data[start:end]:  # else one of these lines may start the next event
        return end, False
    search = ValueEnd()
    end = search.look(data, start)
    return (end if search.is_done else -1), search.cut_off
