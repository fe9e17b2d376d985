"""The events of a block in order: those that a scanner decided, and all others, joined from their lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from pipefilter.dataclass import dataclass
from pipefilter.errors import EventTooIntricate, InvalidEvent, Problem
from pipefilter.json_text.certainty import is_surely_malformed
from pipefilter.matching.event_text import Event
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.event_text import MAX_EVENT, TOO_LONG
from pipefilter.scanning.events.file_form import TIME
from pipefilter.scanning.events.framing import LOOK_BACK, is_nested, shallow_end
from pipefilter.scanning.events.line_events import EventText, event_text, events_of_lines
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scan_result import Fault

__all__ = ["BlockEvent", "block_events", "event_fault", "event_lines", "event_place", "without_time"]

_LINE_BREAKS = re.compile(rb"[\r\n]+")
_WHITE = b" \t\r\n"
_OPENING = b"{"
_NO_EVENT = (b"", b",")
"""A line without a brace is a malformed event, except for these."""
_MAX_EXPLAINED = 1 << 18
"""Maximum length of an event of which the problem is explained; AWS accepts hardly any longer events."""
_NOT_JSON = "not a JSON object; it is too long to locate the error"

_NEVER_START_JSON = frozenset(
    bytes([code]) for code in b"ABCDEFGHIJKLMNOPQRSUVWXYZabcdeghijklmopqrsuvwxyz#*<=>~"
)
"""Bytes that start no JSON, not even a cut-off one: `t` may be the start of `true`."""

_LIST_NAMES = (b'ecords"', b'essages"', b'vents"', b'rmqMessagesByQueue"', b'RequestEntries"')
"""The ends of the names of lists in wrappers."""

_Verdict = TypeVar("_Verdict")


@dataclass(frozen=True, slots=True)
class BlockEvent(Generic[_Verdict]):
    """One event of a block.

    Args:
        index: of the line on which it starts.
        line: the event on one line.
        verdict: on the event; a `Problem` or a sentence if there is none.
        has_comma: whether a comma separates it from another event.
    """

    index: int
    column: int
    line: bytes
    verdict: _Verdict | Problem | str
    has_comma: bool = False


def event_lines(block: Block) -> tuple[Lines, Lines]:
    """The lines of a block, and the same without the times before events."""
    lines = texts = Lines(block.data, are_candidates=block.are_candidates, number=block.line_count)
    if block.prefixed:
        texts = Lines(b"".join(without_time(line) + b"\n" for line in lines.without_feeds()))
    return lines, texts


def block_events(  # noqa: PLR0913 - the scanner's verdicts, and how to evaluate the rest
    block: Block,
    lines: Sequence[bytes],
    texts: Sequence[bytes],
    undecided: set[int],
    *,
    decided: Callable[[int], _Verdict],
    evaluate: Callable[[Event], _Verdict],
    explains_faults: Callable[[], bool],
) -> Iterator[BlockEvent[_Verdict]]:
    """All events of a block, in order.

    Args:
        lines: without their line feeds.
        texts: the same without the times before the events.
        undecided: the indexes of lines that must be joined and evaluated; all others are events.
        decided: returns the verdict on one of the others, by its index.
        evaluate: returns the verdict on an event; may raise `InvalidEvent` or `EventTooIntricate`.
        explains_faults: returns whether to explain further malformed events, not only to count them.
    """
    if block.unread:
        yield BlockEvent(0, 1, b"", block.unread)
    is_one_a_line = block.places is not None  # no event continues on the next line
    index = 0
    while index < len(lines):
        if index not in undecided:
            yield BlockEvent(index, 1, lines[index], decided(index))
            index += 1
            continue
        text = texts[index].rstrip(_WHITE)
        is_alone = text.startswith(_OPENING) and shallow_end(text, 0) == len(text)
        if not explains_faults() and not _may_have_records(text) and _is_counted_only(text, is_alone=is_alone):
            yield BlockEvent(index, 1, b"", _NOT_JSON)
            index += 1
            continue
        if text.lstrip(_WHITE) in _NO_EVENT:
            index += 1
            continue
        events: Iterable[EventText]
        if is_alone:
            events, end = (event_text(text, index, 1, 0),), index + 1
        else:
            # text of a log, or a surplus bracket: it does not continue on the next line
            is_closed = text[:1] in _NEVER_START_JSON or _OPENING not in text
            end = (
                index + 1 if is_one_a_line or is_closed else _end_of_run(block, lines, texts, index, undecided)
            )
            events = events_of_lines((line + b"\n" for line in texts[index:end]), index, 0)
        for event in events:
            is_explained = explains_faults() and len(event.text) <= _MAX_EXPLAINED
            if not is_explained and _is_surely_malformed(event) and not _may_have_records(event.text):
                yield BlockEvent(event.line, event.column, b"", _NOT_JSON)  # as above
            else:
                yield _evaluated(event, lines[event.line], texts[event.line], evaluate)
        index = end


def _is_counted_only(text: bytes, *, is_alone: bool) -> bool:
    """Whether a line is certainly one malformed event, so that it only has to be counted.

    Args:
        is_alone: whether its first bracket is closed at its end.
    """
    if not is_alone:
        return _OPENING not in text and text.lstrip(_WHITE) not in _NO_EVENT
    try:
        return is_surely_malformed(text.decode())
    except UnicodeDecodeError:
        return True


def _may_have_records(text: str | bytes) -> bool:
    """Whether it may be a wrapper of which some records can be read, although it is malformed."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return any(name in data for name in _LIST_NAMES)


def _is_surely_malformed(event: EventText) -> bool:
    """Whether an event is certainly malformed, without searching for the problem."""
    return not event.may_be_event or isinstance(event.text, bytes) or is_surely_malformed(event.text)


def _evaluated(
    event: EventText, line: bytes, text: bytes, evaluate: Callable[[Event], _Verdict]
) -> BlockEvent[_Verdict]:
    verdict: _Verdict | Problem | str
    try:
        verdict = evaluate(event.text) if len(event.text) <= MAX_EVENT else TOO_LONG
    except InvalidEvent as error:
        verdict = error.problem
    except EventTooIntricate as error:
        verdict = str(error)
    own = event.text if isinstance(event.text, bytes) else event.text.encode()
    if text.strip(_WHITE) != own:  # not the only one on its line, or not on one line
        line = _LINE_BREAKS.sub(b" ", own)
        column = event.column
    else:
        column = event.column + len(line) - len(text)
    return BlockEvent(event.line, column, line, verdict, event.has_comma)


def _end_of_run(
    block: Block, lines: Sequence[bytes], texts: Sequence[bytes], start: int, undecided: set[int]
) -> int:
    """The index after the lines that may form one event with the undecided line at `start`."""
    before = b""
    for index in range(start, len(texts)):
        text = texts[index]
        if index > start and (len(lines[index]) > len(text) if block.prefixed else index not in undecided):
            is_nested_here = not block.prefixed and text.startswith(b"{") and is_nested(before)
            if not is_nested_here:
                return index
        before = (before + text[-LOOK_BACK:] + b"\n")[-LOOK_BACK:]
    return len(texts)


def without_time(line: bytes) -> bytes:
    """The line without the time before its event; the line itself if it has none."""
    time = TIME.match(line)
    return line[time.end() :] if time else line


def event_place(block: Block, event: BlockEvent[_Verdict]) -> tuple[int, int]:
    """The line and the column of the start of an event in the file."""
    if block.places is not None:
        line, column = block.places[event.index]
        return line, column + event.column - 1
    return block.line + event.index, event.column


def event_fault(block: Block, event: BlockEvent[_Verdict]) -> Fault:
    """The fault of an event without a verdict."""
    line, column = event_place(block, event)
    if isinstance(event.verdict, Problem):
        return Fault(line, column, event.verdict.message, event.verdict.moved(line - 1, column - 1))
    return Fault(line, column, str(event.verdict))
