"""Where the events end that are whole, among lines none of which shows by its begin that it begins one."""

from __future__ import annotations

import re

from pipefilter.scanning.file_form import TIME
from pipefilter.scanning.value_end import ValueEnd, shallow_end

__all__ = ["end_of_whole_events"]

_WHITE = re.compile(rb"[ \t\r\n]*+")
_LINE_END = re.compile(rb"[ \t\r]*+\n")


def end_of_whole_events(data: bytes, *, prefixed: bool) -> int:
    """The offset after the last line that ends an event, 0 if the first one goes on; -1 if there is no event there.

    Args:
        data: lines, from the begin of an event on.
        prefixed: whether a time and a blank stand before each event.
    """
    cut = at = 0
    while True:
        start = _after(_WHITE, data, at)
        if prefixed:
            start = _after(TIME, data, start)
        if start == len(data):
            return cut
        if not data.startswith(b"{", start):
            return -1
        at = _value_end(data, start)
        if at < 0:
            return cut
        if data[at - 1 : at] == b"\n":  # cut off by the next event
            cut = at
        elif found := _LINE_END.match(data, at):  # else another value follows on the line
            cut = found.end()


def _value_end(data: bytes, start: int) -> int:
    end = shallow_end(data, start)
    if end < 0:
        search = ValueEnd()
        end = search.look(data, start)
        if not search.found:
            return -1
    return end


def _after(what: re.Pattern[bytes], data: bytes, at: int) -> int:
    found = what.match(data, at)
    return found.end() if found else at
