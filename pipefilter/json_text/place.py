"""Converts offsets in a text into AWS's lines and columns, and into an excerpt with carets."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from pipefilter.errors import Place, Problem, ProblemKind

__all__ = [
    "LineCounter",
    "aws_source",
    "excerpt",
    "offset_of",
    "place_of",
    "pointer_step",
    "problem_at",
    "utf16_length",
]

_LINE_BREAK = re.compile(r"\r\n?|\n")
_LINE_FEED = re.compile(r"\n")
_EXCERPT_WIDTH = 100
_BEYOND_BMP = "[\U00010000-\U0010ffff]"
_CONTROL = "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]"
_MAX_INDEXED = 4_000_000
"""Characters of a text whose line starts are cached: thousands of places may be needed in a template."""
_MAX_SOURCE = 500  # AWS's parser shows that much of a pattern


def utf16_length(text: str) -> int:
    """How long a text is in UTF-16 units, in which AWS counts columns."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for _ in re.finditer(_BEYOND_BMP, text))


def place_of(text: str, offset: int) -> Place:
    """The line and column of an offset, as AWS counts them: CR, LF and CR LF each end one line."""
    if len(text) > _MAX_INDEXED:
        return LineCounter(text).place(offset)
    if offset and text.startswith("\r\n", offset - 1):  # between the CR and the LF of a line end
        return Place(bisect_right(_line_starts(text), offset) + 1, 1)
    starts = _line_starts(text)
    line = bisect_right(starts, offset)
    return Place(line, utf16_length(text[starts[line - 1] : offset]) + 1)


@lru_cache(maxsize=4)
def _line_starts(text: str) -> list[int]:
    return [0, *(line_break.end() for line_break in _LINE_BREAK.finditer(text))]


def offset_of(text: str, place: Place) -> int:
    """The offset of a line and a column: the inverse of `place_of`."""
    starts = _line_starts(text)
    start = starts[min(place.line, len(starts)) - 1]
    left = max(0, place.column - 1)  # AWS places the root at column 0
    piece = text[start : start + left]
    if not re.search(_BEYOND_BMP, piece):
        return start + len(piece)
    while left > 0 and start < len(text):
        left -= 2 if text[start] > "\uffff" else 1
        start += 1
    return start


class LineCounter:
    """Lines and columns of ascending offsets, so that a long text is scanned once.

    Args:
        feeds_only: whether only LF ends a line, as in JSON lines, and not CR, as in AWS's messages.
    """

    def __init__(self, text: str, *, feeds_only: bool = False) -> None:
        self._text = text
        self._line_break = _LINE_FEED if feeds_only else _LINE_BREAK
        self._at = 0
        self._line = 1
        self._column = 1

    def place(self, offset: int) -> Place:
        """The line and column of an offset; each must be at or after the previous one."""
        start = self._at
        for line_break in self._line_break.finditer(self._text, start, offset):
            self._line, self._column, start = self._line + 1, 1, line_break.end()
        self._column += utf16_length(self._text[start:offset])
        self._at = offset
        return Place(self._line, self._column)


def excerpt(text: str, start: int, end: int) -> str:
    """The line in which `start` lies, and below it carets under `start` to `end`.

    Args:
        end: offset after the last one; characters on later lines get no carets.
    """
    # a line may be as long as the file: look at no more than is shown, and one character to know that there is more
    near = max(0, start - _EXCERPT_WIDTH // 2 - 1)
    line_start = max(near - 1, text.rfind("\n", near, start), text.rfind("\r", near, start)) + 1
    line_end = _LINE_BREAK.search(text, start, start + _EXCERPT_WIDTH + 1)
    stop = line_end.start() if line_end else min(len(text), start + _EXCERPT_WIDTH + 1)
    left = max(line_start, start - _EXCERPT_WIDTH // 2)
    right = min(stop, left + _EXCERPT_WIDTH)
    lead = "..." if left > line_start else ""
    tail = "..." if right < stop else ""
    line = "".join(c if c.isprintable() else " " for c in text[left:right])
    carets = "^" * max(1, min(end, right) - start)
    return f"{lead}{line}{tail}\n{' ' * (len(lead) + start - left)}{carets}"


def pointer_step(step: str) -> str:
    """One step of a JSON pointer, escaped: https://www.rfc-editor.org/rfc/rfc6901#section-3."""
    return "/" + step.replace("~", "~0").replace("/", "~1")


def aws_source(text: str) -> str:
    r"""A pattern as AWS's messages show it: the first 500 UTF-16 units, control characters as `\uXXXX`."""
    units = text.encode("utf-16-le", "surrogatepass")
    head = units[: 2 * _MAX_SOURCE].decode("utf-16-le", "surrogatepass")
    left_out = len(units) // 2 - _MAX_SOURCE
    escaped = re.sub(_CONTROL, lambda control: f"\\u{ord(control[0]):04X}", head)
    return f'"{escaped}"' + (f"[truncated {left_out} chars]" if left_out > 0 else "")


def problem_at(  # noqa: PLR0913 - one place builds problems, so that all look alike
    kind: ProblemKind,
    text: str,
    span: tuple[int, int],
    *,
    pointer: str = "",
    aws_offsets: tuple[int, ...] = (),
    hint: str | None = None,
    names: dict[str, str] | None = None,
    aws_words: str | None = None,
) -> Problem:
    """A problem of `kind` in `text`.

    Args:
        span: offsets of the part at fault.
        aws_offsets: how far AWS's parser had read; two if AWS reports two places, empty if it reports none.
        names: the values of the `{name}`s in the kind's message and hint.
        aws_words: what AWS says, if that differs from the message; "" if AWS says nothing.
    """
    words = names or {}
    message = kind.message.format(**words)
    place = place_of(text, aws_offsets[0]) if aws_offsets else None
    aws_message = ""
    if kind.wording == "aws" and aws_words != "":
        aws_message = f"Event pattern is not valid. Reason: {aws_words or message}"
        for offset in aws_offsets:
            at = place_of(text, offset)
            source = f"[Source: (String){aws_source(text)}; line: {at.line}, column: {at.column}]"
            aws_message += f"\n at {source}"
    return Problem(
        code=kind.code,
        message=message,
        pointer=pointer,
        line=place.line if place else None,
        column=place.column if place else None,
        start=place_of(text, span[0]),
        end=place_of(text, max(span[0] + 1, span[1])),
        excerpt=excerpt(text, *span) if text else "",
        hint=kind.hint.format(**words) if hint is None else hint,
        advice=kind.advice,
        aws_message=aws_message,
        severity=kind.severity,
        aws_place=place,
    )
