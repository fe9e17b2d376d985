"""Which form a file of events has, told by its first bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.bytes.byte_source import ByteSource, read_at_least
from pipefilter.scanning.events.aws_wrappers import wrapper_of
from pipefilter.scanning.events.value_end import ValueEnd, shallow_end

__all__ = ["TIME", "Form", "Head", "head_of", "is_array"]

_MOST = 1 << 21
"""How many bytes are looked at; in a first value that is longer, what comes so far decides."""
_WHITE = re.compile(rb"[ \t\r\n]*+")
_BLANK = re.compile(rb"[ \t\r]*+")
_SCALARS = re.compile(
    rb'(?:(?:"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+"|true|false|null|'
    rb"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?)"
    rb"[ \t\r\n]*+(?:,[ \t\r\n]*+|(?=\])))*+"
)
"""Values in a list before the first that is an object or a list itself."""
_SCALAR_SO_FAR = re.compile(rb'(?:"(?:[^"\\\r\n]|\\[^\r\n])*+"?|[-+.0-9A-Za-z]*+)[ \t\r\n]*+\\?\Z')
_AFTER_ELEMENT = re.compile(rb"[ \t\r\n]*+(?:,[ \t\r\n]*+|(?=\]))")
TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d) ")
"""What stands before each event in what CloudWatch Logs exports."""
_LONGEST_TIME = 40


class Form(Enum):
    """How the events stand in a file."""

    LINES = "one on a line"
    PREFIXED_LINES = "one on a line, after its time"
    ARRAY = "elements of one array"
    CONCATENATED = "one after the other"
    WRAPPED = "in objects of AWS's"


@dataclass(frozen=True, slots=True)
class Head:
    """The begin of a file.

    Args:
        data: its first bytes.
        form: the form of the file.
        wrapper: if the events are wrapped, the name of the member that has them.
        fault: why no more can be read, if that is known already.
    """

    data: bytes
    form: Form
    wrapper: str = ""
    fault: UnreadableInput | None = None


def head_of(source: ByteSource, size: int) -> Head:
    """As much of a file as is needed to tell its form.

    Args:
        source: the file's text.
        size: how many bytes to read at a time.
    """
    data = b""
    while True:
        # twice as much each time, as all is looked at again
        data, ended, fault = read_at_least(source, max(1, len(data)), size, data)
        # however much is read at a time, the same bytes decide
        told = _told(data[:_MOST], is_all=ended or len(data) >= _MOST)
        if told is not None:
            return Head(data, *told, fault)


def _told(data: bytes, *, is_all: bool) -> tuple[Form, str] | None:
    """The form and the wrapper of a file that begins with the given bytes; None if more are needed to tell.

    Args:
        data: the first bytes.
        is_all: whether there are no more, or no more are to be looked at.
    """
    found = _WHITE.match(data)
    start = found.end() if found else 0
    first = data[start : start + 1]
    if first == b"{":
        return _form_of_objects(data, start, is_all=is_all)
    if first == b"[":
        is_array = _begins_array(data, is_all=is_all)
        return None if is_array is None else ((Form.ARRAY if is_array else Form.LINES), "")
    enough = is_all or len(data) - start > _LONGEST_TIME
    if not enough and (not first or b"\n" not in data[start:]):
        return None
    return (Form.PREFIXED_LINES if TIME.match(data, start) else Form.LINES), ""


def is_array(text: str) -> bool:
    """Whether a text that begins with `[` is one array, as a file with that text is.

    Args:
        text: the whole text.
    """
    # so many characters are so many bytes at least
    return _begins_array(text[:_MOST].encode("utf-8", "surrogateescape")[:_MOST], is_all=True) is True


def _begins_array(data: bytes, *, is_all: bool) -> bool | None:  # noqa: PLR0911 - one for each thing that may follow
    """Whether a text that begins with `[` is one array, and not lines of text such as `[INFO] started`.

    It is one if JSON goes on up to its first object, or to its end, after which there is nothing.

    Args:
        data: the first bytes, no more than `_MOST`.
        is_all: whether there are no more, or no more are to be looked at.

    Returns:
        None if more bytes are needed to say.
    """
    at = data.index(b"[") + 1
    while True:
        at = _end_of(_SCALARS, data, _end_of(_WHITE, data, at))
        following = data[at : at + 1]
        if following == b"{":
            return True
        if following == b"]":
            if data[data.index(b"[") + 1 : at].isspace() or data[at - 1 : at] == b"[":
                return True  # an empty list
            after = _end_of(_WHITE, data, at + 1)
            return None if after == len(data) and not is_all else after == len(data)
        if following != b"[":
            is_open = _SCALAR_SO_FAR.match(data, at) is not None
            return None if is_open and not is_all else is_open
        search = ValueEnd()
        end = search.look(data, at)
        if not search.found:
            return True if is_all else None
        if search.cut_off:
            return False
        at = _end_of(_AFTER_ELEMENT, data, end)
        if at == end and not data.startswith(b"]", at):
            return None if at == len(data) and not is_all else at == len(data)


def _end_of(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    found = pattern.match(data, at)
    return found.end() if found else at


def _form_of_objects(data: bytes, start: int, *, is_all: bool) -> tuple[Form, str] | None:
    end, is_cut_off = _first_end(data, start)
    if is_cut_off:
        return Form.LINES, ""
    if end < 0 and not is_all:
        return None
    wrapper = wrapper_of(data[start : end if end >= 0 else len(data)])
    if wrapper is not None:
        return Form.WRAPPED, wrapper
    if end < 0:
        is_long = len(data) - start >= _MOST // 2 and b"\n" not in data[start:]
        return (Form.CONCATENATED if is_long else Form.LINES), ""
    return _form_after(data, start, end, is_all=is_all)


def _form_after(data: bytes, start: int, end: int, *, is_all: bool) -> tuple[Form, str] | None:
    """The same, told by what comes after the first value, which is an event."""
    found = _BLANK.match(data, end)
    after = found.end() if found else end
    following = data[after : after + 1]
    if not following and not is_all:
        return None
    if following != b"{" or b"\n" in data[after:]:
        # on several lines, with the next on the last of them: no line has whole events
        is_spread = following == b"{" and b"\n" in data[start:end]
        return (Form.CONCATENATED if is_spread else Form.LINES), ""
    return (Form.CONCATENATED, "") if is_all else None


def _first_end(data: bytes, start: int) -> tuple[int, bool]:
    """The offset after the first value, -1 if it is not known; whether the next line begins another before."""
    end = shallow_end(data, start)
    if end >= 0 and b"\n{" not in data[start:end]:  # else one of these lines may begin the next event
        return end, False
    search = ValueEnd()
    end = search.look(data, start)
    return (end if search.found else -1), search.cut_off
