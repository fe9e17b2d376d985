"""A position in a text of HCL: skips white space and comments, and takes words and symbols."""

from __future__ import annotations

import json
import re

from pipefilter.templates.nodes.node import TemplateFault, Text

__all__ = ["HclCursor"]

_WITHIN_LINE = re.compile(r"(?:[ \t\r]+|/\*.*?\*/|(?:#|//)[^\n]*)*", re.DOTALL)
_ACROSS_LINES = re.compile(r"(?:[ \t\r\n]+|/\*.*?\*/|(?:#|//)[^\n]*)*", re.DOTALL)
_WORD = re.compile(r"[^\W\d][\w-]*")
_TOKEN = re.compile(r"[^\W\d][\w-]*|\d+|<<-?\w*|=>|[=!<>]=|&&|\|\||\S")


class HclCursor:
    """A position in a text.

    Args:
        text: of a file.
        at: the offset.
        crosses_lines: whether line breaks are white space here, as they are between brackets and parentheses.
    """

    __slots__ = ("at", "crosses_lines", "text")

    def __init__(self, text: str, at: int = 0, *, crosses_lines: bool = False) -> None:
        self.text = text
        self.at = at
        self.crosses_lines = crosses_lines

    def skip(self) -> int:
        """Skip white space and comments; return the offset after them."""
        blank = (_ACROSS_LINES if self.crosses_lines else _WITHIN_LINE).match(self.text, self.at)
        assert blank is not None
        self.at = blank.end()
        return self.at

    def skip_lines(self) -> int:
        """Skip white space, comments and line breaks; return the offset after them."""
        blank = _ACROSS_LINES.match(self.text, self.at)
        assert blank is not None
        self.at = blank.end()
        return self.at

    def sees(self, symbol: str) -> bool:
        """Whether a symbol is next."""
        return self.text.startswith(symbol, self.skip())

    def take(self, symbol: str) -> bool:
        """Go past a symbol if it is next."""
        if not self.sees(symbol):
            return False
        self.at += len(symbol)
        return True

    def require(self, symbol: str) -> None:
        """Go past a symbol.

        Raises:
            TemplateFault: something else is next.
        """
        if not self.take(symbol):
            raise self.unexpected()

    def pattern(self, expression: re.Pattern[str]) -> str:
        """Go past what an expression matches; "" if it does not match."""
        match = expression.match(self.text, self.skip())
        if match is None:
            return ""
        self.at = match.end()
        return match[0]

    def word(self) -> str:
        """Go past a name; "" if there is none."""
        return self.pattern(_WORD)

    def name(self) -> Text:
        """Go past a name.

        Raises:
            TemplateFault: something else is next.
        """
        start = self.skip()
        name = self.word()
        if not name:
            raise self.unexpected()
        return Text(name, start, self.at)

    def loop_names(self) -> tuple[Text, Text]:
        """Go past `k, v in`; the first name is "" if there is only one.

        Raises:
            TemplateFault: something else is next.
        """
        first = self.name()
        second = self.name() if self.take(",") else None
        at = self.skip()
        if self.word() != "in":
            self.at = at
            raise self.unexpected()
        return (Text("", first.start, first.start), first) if second is None else (first, second)

    def sees_word(self, word: str) -> bool:
        """Whether a word is next."""
        match = _WORD.match(self.text, self.skip())
        return match is not None and match[0] == word

    def unexpected(self) -> TemplateFault:
        """The fault that something else than the next token is required."""
        at = self.skip()
        match = _TOKEN.match(self.text, at)
        if match is not None:
            return TemplateFault(f"this is not HCL: unexpected {json.dumps(match[0], ensure_ascii=False)}", at)
        what = "end of line" if at < len(self.text) else "end of file"
        return TemplateFault(f"this is not HCL: unexpected {what}", at)
