"""Framing by brackets and quotes alone: where a JSON value ends, and where a line starts an event.

Bytes may come piece by piece. Whether the bytes between the brackets are JSON shows when the event is evaluated.
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["LOOK_BACK", "ValueEnd", "end_of", "inside", "is_nested", "shallow_end", "starts_event"]

_WHITE = b" \t\r\n"
_AFTER_VALUE = frozenset((b"", *(bytes([code]) for code in b']}"0123456789el')))
"""The last byte of a value, before a comma after which the JSON goes on; empty if the value is out of reach."""
_AFTER_NAME = (b"", b'"')
LOOK_BACK = 64
"""How many bytes before a line are examined; no program writes that much white space."""


def end_of(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    """The offset after the match at `at`; `at` itself if there is none."""
    match = pattern.match(data, at)
    return match.end() if match else at


def is_nested(before: bytes) -> bool:
    """Whether a line that starts with `{` continues the event of the lines before it.

    `json.dumps(event, indent=0)` writes such lines, and so do programs that put each element of an array on its own
    line.

    Args:
        before: the `LOOK_BACK` bytes before the line, or all if there are fewer.
    """
    stripped = before.rstrip(_WHITE)
    last = stripped[-1:]
    if last == b",":
        return stripped[:-1].rstrip(_WHITE)[-1:] in _AFTER_VALUE
    if last == b":":
        return stripped[:-1].rstrip(_WHITE)[-1:] in _AFTER_NAME
    return last == b"["


def starts_event(data: bytes, at: int) -> bool:
    """Whether a line that starts with `{` may start an event.

    Args:
        data: a part of a file, with `LOOK_BACK` bytes before the line if the file has them.
    """
    return not is_nested(data[max(0, at - LOOK_BACK) : at])


_PLAIN = rb'[^{}\[\]"]*+'
_STRING = rb'"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+"'
_NOT_AT_LINE_START = rb"(?<!\n)"
_SHALLOW = 10
_LESS_SHALLOW = 5


def _nested(levels: int, before: bytes = b"") -> bytes:
    """A regex for a container with a maximum of nested levels and an assertion before each; it never backtracks."""
    inside = _PLAIN + rb"(?:" + _STRING + _PLAIN + rb")*+"
    for _ in range(levels - 1):
        inside = (
            _PLAIN + rb"(?:(?:" + _STRING + rb"|" + before + rb"[{\[]" + inside + rb"[}\]])" + _PLAIN + rb")*+"
        )
    return rb"[{\[]" + inside + rb"[}\]]"


# compiled when first needed, as that takes longer than evaluating an event
@cache
def _shallow_value() -> re.Pattern[bytes]:
    return re.compile(_nested(_SHALLOW))


@cache
def inside() -> re.Pattern[bytes]:
    """The bytes between two brackets of a value, whole strings and shallow values included."""
    return re.compile(_PLAIN + rb"(?:(?:" + _STRING + rb"|" + _nested(_LESS_SHALLOW) + rb")" + _PLAIN + rb")*+")


@cache
def _between() -> re.Pattern[bytes]:
    """The same without a container at the start of a line, which may be the next event if this one is cut off."""
    container = _NOT_AT_LINE_START + _nested(_LESS_SHALLOW, _NOT_AT_LINE_START)
    return re.compile(_PLAIN + rb"(?:(?:" + _STRING + rb"|" + container + rb")" + _PLAIN + rb")*+")


_IN_STRING = re.compile(rb'[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+')
_SCALAR = re.compile(rb'[^{}\[\]",: \t\r\n]*+')
_QUOTE, _LINE_FEED, _OPENING, _CLOSING, _BRACE = b'"', b"\n", b"{[", b"}]", b"{"


def shallow_end(data: bytes, at: int) -> int:
    """The offset after the object or array that starts at `at`; -1 if it is cut off, deep, or not plain JSON.

    Its strings have no line breaks.
    """
    match = _shallow_value().match(data, at)
    return match.end() if match else -1


class ValueEnd:
    """Searches for the end of one value, in one pass over bytes that come piece by piece.

    `is_done` is whether the end is known. `cut_off` is whether the next event starts before it: an object at the start
    of a line, where JSON allows none.
    """

    __slots__ = ("_depth", "_in_string", "_started", "cut_off", "is_done")

    def __init__(self) -> None:
        self._depth = 0
        self._in_string = False
        self._started = False
        self.is_done = False
        self.cut_off = False

    def look(self, data: bytes, at: int) -> int:
        """Continue the search at an offset.

        Args:
            data: all bytes that are known, from the start of the value on.
            at: the start of the value, or the offset that the last call returned.

        Returns:
            The offset after the value if `is_done`; else the offset at which to continue with more bytes.
        """
        size = len(data)
        while at < size and not self.is_done:
            if self._in_string:
                at = self._look_in_string(data, at)
                if at < 0:
                    return ~at
            else:
                at = self._look_outside(data, at)
        return at

    def _look_in_string(self, data: bytes, at: int) -> int:
        match = _IN_STRING.match(data, at)
        at = match.end() if match else at
        after = data[at + 1 : at + 2]
        stopped_at = data[at : at + 1]
        if stopped_at == _QUOTE:
            self._in_string = False
            self.is_done = self._depth == 0
            return at + 1
        # the end of the data, or a line feed or backslash of which the next byte is not known yet
        if not after:
            return ~at
        if stopped_at == _LINE_FEED and after == _BRACE:
            self.is_done = self.cut_off = True
        return at + 1

    def _look_outside(self, data: bytes, at: int) -> int:
        if not self._started:
            self._started = True
            if data[at] not in b'{["':
                self._depth = -1
        if self._depth < 0:
            match = _SCALAR.match(data, at)
            at = match.end() if match else at
            self.is_done = at < len(data)
            return at
        if self._depth:
            match = _between().match(data, at)
            at = match.end() if match else at
        stopped_at = data[at : at + 1]
        if not stopped_at:
            return at
        if stopped_at == _QUOTE:
            self._in_string = True
        elif stopped_at in _OPENING:
            if self._depth and stopped_at == _BRACE and _is_next_event(data, at):
                self.is_done = self.cut_off = True
                return at
            self._depth += 1
        else:
            self._depth -= 1
            self.is_done = self._depth <= 0
        return at + 1


def _is_next_event(data: bytes, at: int) -> bool:
    """Whether an object inside another starts a line, and cannot belong to the JSON before it."""
    return data[at - 1] == _LINE_FEED[0] and starts_event(data, at)
