"""A JSON pull parser that knows, at each token, how far AWS's parser has read.

AWS reports the place *after the last character that its parser has consumed*, so it matters what is consumed when:
a string is consumed up to its opening quote until its text is requested, and a member's name is consumed together
with the colon and the first token of its value.
"""

from __future__ import annotations

import re

from pipefilter.dataclass import dataclass
from pipefilter.json_text import syntax_problems as syntax
from pipefilter.json_text.bare_word import odd_value, read_word
from pipefilter.json_text.json_token import Token
from pipefilter.json_text.number import Number
from pipefilter.json_text.number_text import read_number
from pipefilter.json_text.place import utf16_length
from pipefilter.json_text.string_text import read_string

__all__ = ["MAX_DEPTH", "MAX_NAME", "MAX_STRING", "JsonReader"]

MAX_DEPTH = 1000
MAX_NAME = 50_000
MAX_STRING = 20_000_000


_WHITE = re.compile(r"[ \t\r\n]*")
_STRING_END = re.compile(r'(?:[^"\\\x00-\x1f]|\\.)*"')
_WORDS = {"t": ("true", Token.TRUE), "f": ("false", Token.FALSE), "n": ("null", Token.NULL)}


@dataclass(slots=True, eq=False, repr=False)
class _Container:
    is_object: bool
    start: int
    has_entries: bool = False

    @property
    def kind(self) -> str:
        return "Object" if self.is_object else "Array"


class JsonReader:
    """Reads one JSON text token by token, without recursion; what follows its first value is not read.

    Args:
        is_limited: whether what is beyond a limit of AWS's parser is an error.
    """

    def __init__(self, text: str, start: int = 0, *, is_limited: bool = True) -> None:
        self.text = text
        self._is_limited = is_limited
        self.token = Token.END
        self.start = 0
        """Offset of the current token; if that is a name, of the value after it."""
        self.consumed = start
        """Offset up to which AWS's parser has read."""
        self.name = ""
        self.name_start = 0
        self.name_end = 0
        self._open: list[_Container] = []
        self._pending: Token | None = None
        self._string_open = False
        self._string = ""
        self._number_end = 0

    @property
    def depth(self) -> int:
        """How many objects and arrays are open."""
        return len(self._open)

    @property
    def end(self) -> int:
        """Offset after the current token; for a string, after its closing quote."""
        if self._string_open:
            closed = _STRING_END.match(self.text, self.start + 1)
            return closed.end() if closed else self.consumed
        return self.consumed

    def next(self) -> Token:
        """Go to the next token and return it.

        Raises:
            JsonFault: the text is not JSON, or beyond the parser's limits.
        """
        if self._pending is not None:
            self.token, self._pending = self._pending, None
            self._enter(self.token)
            return self.token
        if self._string_open:
            self.string()
        character = self._skip_white()
        inside = self._open[-1] if self._open else None
        if not character:
            if inside is None:
                self.start = self.consumed
                self.token = Token.END
                return self.token
            missing = "".join("}" if each.is_object else "]" for each in reversed(self._open))
            raise syntax.container_not_closed(self.text, inside.kind, inside.start, missing)
        if character in "]}":
            return self._close(character, inside)
        if inside is not None:
            if inside.has_entries:
                character = self._after_comma(character, inside)
            inside.has_entries = True
        if inside is not None and inside.is_object:
            self._read_name(character)
            self._pending = self._value(self._after_colon())
            self.token = Token.NAME
            return self.token
        self.token = self._value(character)
        self._enter(self.token)
        return self.token

    def string(self) -> str:
        """The current string, which this consumes.

        Raises:
            JsonFault: the string does not end, or contains something that JSON forbids.
        """
        if self._string_open:
            self._string, end = read_string(self.text, self.start + 1)
            if (
                self._is_limited
                and end - self.start > MAX_STRING
                and (length := utf16_length(self._string)) > MAX_STRING
            ):
                raise syntax.too_long("String value", length, MAX_STRING, self.start)
            self._string_open = False
            self.consumed = end
        return self._string

    def number(self) -> Number:
        """The current number, as written."""
        return Number(self.text[self.start : self._number_end])

    def token_text(self) -> str:
        """The current token as AWS's messages show it: its text, or the bracket."""
        if self.token is Token.STRING:
            return self.string()
        if self.token is Token.NUMBER:
            return self.number().text
        return str(self.token.value)

    def finish(self) -> None:
        """Consume the rest of the current token, if it is a string.

        Raises:
            JsonFault: the string does not end.
        """
        if self._string_open:
            self.string()

    def skip_to(self, depth: int) -> None:
        """Read on until no more than `depth` containers are open.

        Raises:
            JsonFault: the skipped text is not JSON.
        """
        while self.depth > depth or self._pending is not None:
            self.next()

    # -- white space, commas, brackets

    def _skip_white(self) -> str:
        white = _WHITE.match(self.text, self.consumed)
        assert white is not None
        self.consumed = white.end()
        character = self.text[self.consumed : self.consumed + 1]
        if not character:
            return ""
        if character == "/":
            raise syntax.comment(self.text, self.consumed)
        if character < " ":
            raise syntax.control_character(self.text, self.consumed)
        return character

    def _enter(self, token: Token) -> None:
        if token in (Token.OBJECT, Token.ARRAY):
            self._open.append(_Container(token is Token.OBJECT, self.start))
            if self._is_limited and len(self._open) > MAX_DEPTH:
                raise syntax.nested_too_deep(len(self._open), MAX_DEPTH, self.start)

    def _close(self, character: str, inside: _Container | None) -> Token:
        is_object = character == "}"
        if inside is None or inside.is_object is not is_object:
            kind, start = ("root", None) if inside is None else (inside.kind, inside.start)
            raise syntax.wrong_close(self.text, self.consumed, kind, start)
        self._open.pop()
        self.start = self.consumed
        self.consumed += 1
        self.token = Token.OBJECT_END if is_object else Token.ARRAY_END
        return self.token

    def _after_comma(self, character: str, inside: _Container) -> str:
        if character != ",":
            raise syntax.unexpected(
                self.text, self.consumed, f": was expecting comma to separate {inside.kind} entries"
            )
        self.consumed += 1
        following = self._skip_white()
        if not following:
            raise syntax.end_of_input(self.text, f" within/between {inside.kind} entries")
        return following

    def _after_colon(self) -> str:
        character = self._skip_white()
        if character and character != ":":
            raise syntax.unexpected(
                self.text, self.consumed, ": was expecting a colon to separate field name and value"
            )
        self.consumed += 1 if character else 0
        following = self._skip_white() if character else ""
        if not following:
            raise syntax.end_of_input(self.text, " within/between Object entries")
        return following

    # -- names and values

    def _read_name(self, character: str) -> None:
        self.name_start = self.consumed
        if character != '"':
            raise syntax.unexpected(
                self.text, self.consumed, ": was expecting double-quote to start field name"
            )
        self.name, self.consumed = read_string(self.text, self.consumed + 1, in_name=True)
        self.name_end = self.consumed
        if self._is_limited and self.name_end - self.name_start > MAX_NAME:
            length = utf16_length(self.name)
            if length > MAX_NAME:
                raise syntax.too_long("Name", length, MAX_NAME, self.name_start)

    def _value(self, character: str) -> Token:
        self.start = self.consumed
        if character == '"':
            self.consumed += 1
            self._string_open = True
            return Token.STRING
        if character in "{[":
            self.consumed += 1
            return Token.OBJECT if character == "{" else Token.ARRAY
        if character == "-" or character in "0123456789":
            return self._read_number()
        if character in _WORDS:
            word, token = _WORDS[character]
            self.consumed = read_word(self.text, self.start, word)
            return token
        raise odd_value(self.text, self.start)

    def _read_number(self) -> Token:
        end = read_number(self.text, self.start, is_limited=self._is_limited)
        self.consumed = self._number_end = end
        following = self.text[end : end + 1]
        if not self._open and following:  # AWS's parser consumes the space after a number at the root
            if following not in " \t\r\n":
                raise syntax.unexpected(self.text, end, ": Expected space separating root-level values")
            self.consumed += following in " \t"
        return Token.NUMBER
