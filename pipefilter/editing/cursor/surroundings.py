"""What is around an offset in a text: the string or the word that the cursor is in, and what is next to it."""

from __future__ import annotations

import re
from typing import Literal

from pipefilter.dataclass import dataclass

__all__ = ["Container", "Surroundings", "surroundings"]

Container = Literal["", "double", "single"]
"""The quotes of the string that contains the pattern as JSON: none, `"` or `'`."""

_MAX_LINE = 1 << 16
"""Characters of a line before the cursor, and after it, that are looked at."""
_TOKENS = re.compile(r'"(?:[^"\\\n]|\\.)*(?:"|$)' r"|(?<![^\s\[{(,:=-])'(?:[^'\n]|'')*(?:'|$)")
_WORD = re.compile(r"[\w$.:*/#@-]*", re.ASCII)
_AFTER_STRING = ",]}):=#?"
"""What may be after a string in its line."""
_JSON_START = re.compile(r"\s*[{\[]")
_BACKSLASHES_OF_LEVEL = 4
"""In a string of JSON, the quote of an inner string has one backslash before it, and one in it has three."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    r"""What is around the cursor.

    Args:
        start: the offset of the string, with its quotes, or of the word.
        end: the offset after it.
        word: the string without its quotes, or the word.
        quote: how the string starts: `"`, `'` or `\"`; "" for a word.
        container: the quotes of the string that contains the pattern as JSON.
        before: the last character before it that is not white space; "" at the start of the text.
        after: the first character after it that is not white space; "" at the end of the text.
        is_line_start: whether only white space is before it in its line.
        is_line_end: whether only white space is after it in its line.
        indent: the column at which it begins.
        is_elsewhere: whether nothing can be written there: in a tag of YAML such as `!Sub`, after a quote, or before a value.
    """

    start: int
    end: int
    word: str
    quote: str
    container: Container
    before: str
    after: str
    is_line_start: bool
    is_line_end: bool
    indent: int
    is_elsewhere: bool

    @property
    def is_name_with_value(self) -> bool:
        """Whether it is followed by what separates a name from its value."""
        return self.after in (":", "=")


def surroundings(text: str, offset: int) -> Surroundings:
    """What is around an offset."""
    line = max(text.rfind("\n", 0, offset) + 1, offset - _MAX_LINE)
    newline = text.find("\n", offset, offset + _MAX_LINE)
    line_end = newline if newline >= 0 else min(len(text), offset + _MAX_LINE)
    if text.endswith("\r", line, line_end) and line_end > offset:
        line_end -= 1
    string = _string_at(text, line, line_end, offset)
    container: Container = ""
    limit = len(text)
    if string is not None and _JSON_START.match(text, string[0] + 1, string[1]):
        container = "double" if text[string[0]] == '"' else "single"
        limit = string[1] - 1
        string = _inner_string(text, string, offset, container)
    if string is not None:
        start, end = string
        length = 2 if container == "double" else 1
        following = text[end : min(line_end, limit)].lstrip()[:1]
        if following and following not in _AFTER_STRING:
            end = offset  # the next string has closed it
        return _around(text[:limit], start, end, text[start : start + length], container, line)
    start = offset
    is_after_colon = text[offset - 1 : offset] == ":" and not _WORD.fullmatch(text[offset : offset + 1] or " ")
    while not is_after_colon and start > line and _WORD.fullmatch(text[start - 1]):
        start -= 1
    word = _WORD.match(text, offset, line_end)
    end = word.end() if word is not None else offset
    while end > offset and text[end - 1] == ":":  # after a name in YAML
        end -= 1
    if is_after_colon:
        start = end = offset
    return _around(text[:limit], start, end, "", container, line)


def _around(  # noqa: PLR0913 - the parts of the surroundings
    text: str, start: int, end: int, quote: str, container: Container, line: int
) -> Surroundings:
    before = text[max(0, start - _MAX_LINE) : start].rstrip()
    after = text[end : end + _MAX_LINE].lstrip()
    is_line_end = not text[end : end + _MAX_LINE].partition("\n")[0].strip()
    is_before_value = before[-1:] in (":", "=") and after[:1] in ("[", "{", *(() if is_line_end else '"'))
    return Surroundings(
        start,
        end,
        text[start + len(quote) : end].removesuffix(quote) if quote else text[start:end],
        quote,
        container,
        before[-1:],
        after[:1],
        not text[line:start].strip(),
        is_line_end,
        start - line,
        is_before_value or (not quote and text[start - 1 : start] in ("!", '"', "'")),
    )


def _string_at(text: str, line: int, line_end: int, offset: int) -> tuple[int, int] | None:
    """The span of the string in a line that an offset is inside, with its quotes."""
    for token in _TOKENS.finditer(text, line, line_end):
        if token.start() >= offset:
            return None
        is_closed = len(token[0]) > 1 and token[0][-1] == token[0][0]
        if offset < token.end() or (not is_closed and offset == token.end()):
            return token.span()
    return None


def _inner_string(
    text: str, string: tuple[int, int], offset: int, container: Container
) -> tuple[int, int] | None:
    """The span of the string that an offset is inside, in JSON that is itself a string."""
    opened = -1
    for quote in re.finditer(r'(\\*)"', text[string[0] + 1 : string[1] - 1]):
        count = len(quote[1])
        start, end = string[0] + 1 + quote.start(), string[0] + 1 + quote.end()
        if container == "double":
            if count % _BACKSLASHES_OF_LEVEL != 1:
                continue
            start = end - 2
        elif count % 2:
            continue
        else:
            start = end - 1
        if opened < 0:
            if end > offset:
                return None
            opened = start
        else:
            if offset <= start:
                return opened, end
            opened = -1
    return (opened, string[1] - 1) if opened >= 0 and offset < string[1] else None
