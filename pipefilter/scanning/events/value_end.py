"""Finds where a JSON value ends in bytes that come piece by piece; only brackets and quotes are looked at.

Whether what lies between is JSON is not told: that is seen when the event is judged.
"""

from __future__ import annotations

import re
from functools import cache

from pipefilter.scanning.events.event_start import begins_event

__all__ = ["ValueEnd", "inside", "shallow_end"]

_PLAIN = rb'[^{}\[\]"]*+'
_STRING = rb'"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+"'
_NOT_AT_LINE_START = rb"(?<!\n)"
_SHALLOW = 10
_LESS_SHALLOW = 5


def _nested(levels: int, before: bytes = b"") -> bytes:
    """A container with at most so many levels; nothing in it is gone through twice, so there is no way back.

    Args:
        levels: of containers.
        before: what stands before each container in it, as an assertion.
    """
    inside = _PLAIN + rb"(?:" + _STRING + _PLAIN + rb")*+"
    for _ in range(levels - 1):
        inside = (
            _PLAIN + rb"(?:(?:" + _STRING + rb"|" + before + rb"[{\[]" + inside + rb"[}\]])" + _PLAIN + rb")*+"
        )
    return rb"[{\[]" + inside + rb"[}\]]"


# compiled when they are first needed: it takes longer than to evaluate an event
@cache
def _shallow_value() -> re.Pattern[bytes]:
    return re.compile(_nested(_SHALLOW))


@cache
def inside() -> re.Pattern[bytes]:
    """What lies between two brackets of a value, whole strings and shallow values included."""
    return re.compile(_PLAIN + rb"(?:(?:" + _STRING + rb"|" + _nested(_LESS_SHALLOW) + rb")" + _PLAIN + rb")*+")


@cache
def _between() -> re.Pattern[bytes]:
    """The same without a container at the start of a line: it may be the next event, if this one is cut off."""
    container = _NOT_AT_LINE_START + _nested(_LESS_SHALLOW, _NOT_AT_LINE_START)
    return re.compile(_PLAIN + rb"(?:(?:" + _STRING + rb"|" + container + rb")" + _PLAIN + rb")*+")


_IN_STRING = re.compile(rb'[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+')
_SCALAR = re.compile(rb'[^{}\[\]",: \t\r\n]*+')
_WHITE = b" \t\r\n"
_QUOTE, _LINE_FEED, _OPENING, _CLOSING, _BRACE = b'"', b"\n", b"{[", b"}]", b"{"


def shallow_end(data: bytes, at: int) -> int:
    """The offset after the object or array that begins at `at`; -1 if it is not whole, deep, or odd otherwise.

    Within its strings are no line breaks.
    """
    found = _shallow_value().match(data, at)
    return found.end() if found else -1


class ValueEnd:
    """Looks for the end of one value; no byte is gone through again when more of them come.

    `found` says whether the end is found, `cut_off` whether the next event begins before it: an object at the
    start of a line, where JSON can have none.
    """

    __slots__ = ("_depth", "_in_string", "_started", "cut_off", "found")

    def __init__(self) -> None:
        self._depth = 0
        self._in_string = False
        self._started = False
        self.found = False
        self.cut_off = False

    def look(self, data: bytes, at: int) -> int:
        """Look on from an offset.

        Args:
            data: the bytes there are; from the value's start on, those of the call before have to be in it.
            at: where the value begins, or where the call before came to.

        Returns:
            the offset after the value if it is found, else where to look on once there are more bytes.
        """
        size = len(data)
        while at < size and not self.found:
            if self._in_string:
                at = self._look_in_string(data, at)
                if at < 0:
                    return ~at
            else:
                at = self._look_outside(data, at)
        return at

    def _look_in_string(self, data: bytes, at: int) -> int:
        found = _IN_STRING.match(data, at)
        at = found.end() if found else at
        after = data[at + 1 : at + 2]
        stopped_at = data[at : at + 1]
        if stopped_at == _QUOTE:
            self._in_string = False
            self.found = self._depth == 0
            return at + 1
        if not after:  # a line feed or a backslash whose next byte is not known yet, or nothing
            return ~at
        if stopped_at == _LINE_FEED and after == _BRACE:
            self.found = self.cut_off = True
        return at + 1

    def _look_outside(self, data: bytes, at: int) -> int:
        if not self._started:
            self._started = True
            if data[at] not in b'{["':
                self._depth = -1
        if self._depth < 0:
            found = _SCALAR.match(data, at)
            at = found.end() if found else at
            self.found = at < len(data)
            return at
        if self._depth:
            found = _between().match(data, at)
            at = found.end() if found else at
        stopped_at = data[at : at + 1]
        if not stopped_at:
            return at
        if stopped_at == _QUOTE:
            self._in_string = True
        elif stopped_at in _OPENING:
            if self._depth and stopped_at == _BRACE and _is_next_event(data, at):
                self.found = self.cut_off = True
                return at
            self._depth += 1
        else:
            self._depth -= 1
            self.found = self._depth <= 0
        return at + 1


def _is_next_event(data: bytes, at: int) -> bool:
    """Whether an object within another begins a line, and the JSON before it does not go on so."""
    return data[at - 1] == _LINE_FEED[0] and begins_event(data, at)
