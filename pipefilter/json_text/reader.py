"""A JSON pull parser that knows, at each token, how far AWS's parser has read.

AWS names the place *after the last character that its parser has consumed*, so what is consumed when
matters: a string is consumed up to its opening quote until its text is asked for, and a member name is
consumed together with the colon and the first token of its value.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from pipefilter.errors import Place
from pipefilter.json_text import syntax_problems as syntax
from pipefilter.json_text.number import MAX_DIGITS, Number
from pipefilter.json_text.place import aws_source, place_of, utf16_length

__all__ = ["JsonReader", "Token", "joined_surrogates"]

MAX_DEPTH = 1000
MAX_NAME = 50_000
MAX_STRING = 20_000_000
_MAX_ERROR_TOKEN = 256


class Token(enum.Enum):
    """What the reader stands on."""

    OBJECT = "{"
    OBJECT_END = "}"
    ARRAY = "["
    ARRAY_END = "]"
    NAME = "name"
    STRING = "string"
    NUMBER = "number"
    TRUE = "true"
    FALSE = "false"
    NULL = "null"
    END = ""


_WHITE = re.compile(r"[ \t\r\n]*")
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_STRING_END = re.compile(r'(?:[^"\\\x00-\x1f]|\\.)*"')
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][+-]?[0-9]*)?")
_ESCAPES = {
    '"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
}  # fmt: skip
_WORDS = {"t": ("true", Token.TRUE), "f": ("false", Token.FALSE), "n": ("null", Token.NULL)}
_HEX = frozenset("0123456789abcdefABCDEF")
_MARK = syntax.MARK
_SURROGATE = re.compile("[\ud800-\udfff]")


def joined_surrogates(text: str) -> str:
    """The text with each high surrogate and low surrogate after it joined to the character they mean."""
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


@dataclass(slots=True)
class _Container:
    is_object: bool
    start: int
    has_entries: bool = False

    @property
    def kind(self) -> str:
        return "Object" if self.is_object else "Array"


class JsonReader:
    """Reads one JSON text token by token, without recursion.

    Args:
        text: the text; what follows its first value is not read.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.token = Token.END
        self.start = 0
        """Offset of the current token; of the value that comes next when the token is a name."""
        self.consumed = 0
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
            found = _STRING_END.match(self.text, self.start + 1)
            return found.end() if found else self.consumed
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
            raise syntax.end_of_input(
                self.text,
                f": expected close marker for {inside.kind} (start marker at {_MARK})",
                mark=self._mark(inside.start),
            )
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
        """The text of the current string, which is consumed thereby.

        Raises:
            JsonFault: the string does not end, or has something in it that JSON forbids.
        """
        if self._string_open:
            self._string, end = self._read_string(
                self.start + 1, in_name=False, ended=": was expecting closing quote for a string value"
            )
            if end - self.start > MAX_STRING and (length := utf16_length(self._string)) > MAX_STRING:
                raise syntax.too_long("String value", length, MAX_STRING, self.start)
            self._string_open = False
            self.consumed = end
        return self._string

    def number(self) -> Number:
        """The current number, as written."""
        return Number(self.text[self.start : self._number_end])

    def shown(self) -> str:
        """The current token as AWS's messages show it: its text, or the bracket."""
        if self.token is Token.STRING:
            return self.string()
        if self.token is Token.NUMBER:
            return self.number().text
        return self.token.value

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
            JsonFault: what is skipped is not JSON.
        """
        while self.depth > depth or self._pending is not None:
            self.next()

    # -- white space, commas, brackets

    def _skip_white(self) -> str:
        found = _WHITE.match(self.text, self.consumed)
        assert found is not None  # noqa: S101 - the expression matches the empty text
        self.consumed = found.end()
        character = self.text[self.consumed : self.consumed + 1]
        if not character:
            return ""
        if character == "/":
            raise syntax.unexpected(
                self.text,
                self.consumed,
                ": maybe a (non-standard) comment? (not recognized as one since Feature "
                "'ALLOW_COMMENTS' not enabled for parser)",
            )
        if character < " ":
            raise syntax.malformed(
                f"Illegal character ((CTRL-CHAR, code {ord(character)})): only regular white space "
                "(\\r, \\n, \\t) is allowed between tokens",
                self.consumed + 1,
                self.consumed,
            )
        return character

    def _enter(self, token: Token) -> None:
        if token in (Token.OBJECT, Token.ARRAY):
            self._open.append(_Container(token is Token.OBJECT, self.start))
            if len(self._open) > MAX_DEPTH:
                raise syntax.nested_too_deep(len(self._open), MAX_DEPTH, self.start)

    def _close(self, character: str, inside: _Container | None) -> Token:
        is_object = character == "}"
        if inside is None or inside.is_object is not is_object:
            wanted = "]" if is_object else "}"
            kind, start = ("root", None) if inside is None else (inside.kind, inside.start)
            raise syntax.malformed(
                f"Unexpected close marker '{character}': expected '{wanted}' "
                f"(for {kind} starting at {_MARK})",
                self.consumed,
                self.consumed,
                "" if inside is None else f"is {wanted} missing before it?",
                mark=self._mark(start),
            )
        self._open.pop()
        self.start = self.consumed
        self.consumed += 1
        self.token = Token.OBJECT_END if is_object else Token.ARRAY_END
        return self.token

    def _mark(self, start: int | None) -> tuple[str, str]:
        """Where a container starts, in short and as AWS says it."""
        place = Place(1, 0) if start is None else place_of(self.text, start)
        where = f"line: {place.line}, column: {place.column}"
        return where, f"[Source: (String){aws_source(self.text)}; {where}]"

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
        self.name, self.consumed = self._read_string(
            self.consumed + 1, in_name=True, ended=" in field name"
        )
        self.name_end = self.consumed
        if self.name_end - self.name_start > MAX_NAME:
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
            return self._read_word(*_WORDS[character])
        raise self._odd_value(character)

    def _odd_value(self, character: str) -> syntax.JsonFault:
        if character == "}":
            return syntax.unexpected(self.text, self.start, ": expected a value")
        if character == "+":
            after = self.start + 1
            if after >= len(self.text):
                return syntax.end_of_input(self.text, "")
            return syntax.unexpected(
                self.text,
                self.start,
                " in numeric value: JSON spec does not allow numbers to have plus signs: enable "
                "`JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow",
                at=after,
            )
        if character in "NI":
            return self._odd_word("NaN" if character == "N" else "Infinity", self.start)
        if _identifier(character, first=True):
            word, end = self._word_from(self.start)
            return syntax.unknown_token(self.text, self.start, end, word)
        return syntax.unexpected(self.text, self.start, f": {syntax.EXPECTED_VALUE}")

    def _odd_word(self, word: str, start: int) -> syntax.JsonFault:
        found, end = self._word_from(start)
        if found.lstrip("-") != word:
            return syntax.unknown_token(self.text, start, end, found)
        return syntax.malformed(
            f"Non-standard token '{self.text[self.start : end]}': enable "
            "`JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow",
            end,
            self.start,
        )

    def _word_from(self, start: int) -> tuple[str, int]:
        end = start + (1 if self.text.startswith("-", start) else 0)
        while end < len(self.text) and _identifier(self.text[end], first=False):
            end += 1
            if end - start >= _MAX_ERROR_TOKEN:
                return self.text[start:end] + "...", end
        return self.text[start:end], end

    def _read_word(self, word: str, token: Token) -> Token:
        end = self.start + len(word)
        following = self.text[end : end + 1]
        if not self.text.startswith(word, self.start) or (
            following and _identifier(following, first=False)
        ):
            found, end = self._word_from(self.start)
            raise syntax.unknown_token(self.text, self.start, end, found)
        self.consumed = end
        return token

    # -- numbers

    def _read_number(self) -> Token:
        found = _NUMBER.match(self.text, self.start)
        if found is None:
            raise self._bad_sign()
        self._check_form(found)
        end = found.end()
        self.consumed = self._number_end = end
        number = self.number()
        if number.too_long:
            raise syntax.too_long("Number value", number.digits, MAX_DIGITS, self.start)
        following = self.text[end : end + 1]
        if not self._open and following:  # AWS's parser takes the blank after a number at the root
            if following not in " \t\r\n":
                raise syntax.unexpected(
                    self.text, end, ": Expected space separating root-level values"
                )
            self.consumed += following in " \t"
        return Token.NUMBER

    def _check_form(self, found: re.Match[str]) -> None:
        text = self.text
        whole, fraction, exponent = found.groups()
        after_whole, end = found.end(1), found.end()
        if whole == "0" and text[after_whole : after_whole + 1].isdecimal():
            raise syntax.malformed(
                "Invalid numeric value: Leading zeroes not allowed",
                after_whole,
                after_whole - 1,
                "remove the zero",
            )
        if fraction == ".":
            end = after_whole + 1
            complaint = " in numeric value: Decimal point not followed by a digit"
            if end == len(text):
                raise syntax.unexpected(text, after_whole, complaint)
        elif exponent and not exponent[-1].isdecimal():
            complaint = " in numeric value: Exponent indicator not followed by a digit"
            if end == len(text):
                raise syntax.end_of_input(text, "expected a digit for number exponent")
        else:
            return
        raise syntax.unexpected(text, end, complaint, at=end if whole == "0" else after_whole)

    def _bad_sign(self) -> syntax.JsonFault:
        after = self.start + 1
        if after >= len(self.text):
            return syntax.end_of_input(self.text, "No digit following sign")
        if self.text.startswith("In", after):
            return self._odd_word("Infinity", self.start)
        return syntax.unexpected(
            self.text,
            after,
            " in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value",
        )

    # -- strings

    def _read_string(self, start: int, *, in_name: bool, ended: str) -> tuple[str, int]:
        """The text from after the opening quote to the closing one, and the offset after that."""
        text = self.text
        pieces: list[str] = []
        at = start
        while True:
            plain = _PLAIN.match(text, at)
            assert plain is not None  # noqa: S101 - the expression matches the empty text
            if plain.end() > at:
                pieces.append(plain[0])
            at = plain.end()
            character = text[at : at + 1]
            if character == '"':
                return joined_surrogates("".join(pieces)), at + 1
            if not character:
                raise syntax.end_of_input(text, ended)
            if character == "\\":
                piece, at = self._read_escape(at)
                pieces.append(piece)
                continue
            raise syntax.malformed(
                f"Illegal unquoted character ((CTRL-CHAR, code {ord(character)})): has to be escaped "
                f"using backslash to be included in {'name' if in_name else 'string value'}",
                at,
                at,
                "a string ends on the line on which it begins"
                if character in "\r\n"
                else f"write \\u{ord(character):04x}",
            )

    def _read_escape(self, at: int) -> tuple[str, int]:
        text = self.text
        character = text[at + 1 : at + 2]
        if not character:
            raise syntax.end_of_input(text, " in character escape sequence")
        if character in _ESCAPES:
            return _ESCAPES[character], at + 2
        if character != "u":
            code = ord(character)
            raise syntax.malformed(
                f"Unrecognized character escape '{character}' (code {code})",
                at + 1,
                at,
                "write \\\\ for a backslash",
            )
        for place in range(at + 2, at + 6):
            if place >= len(text):
                raise syntax.end_of_input(text, " in character escape sequence")
            if text[place] not in _HEX:
                raise syntax.unexpected(
                    text, place, ": expected a hex-digit for character escape sequence"
                )
        return chr(int(text[at + 2 : at + 6], 16)), at + 6


def _identifier(character: str, *, first: bool) -> bool:
    """Whether Java takes the character into an identifier, and so AWS's parser into a bare word."""
    import unicodedata  # noqa: PLC0415 - only when the text is not JSON

    category = unicodedata.category(character)
    if ord(character) > 0xFFFF:  # noqa: PLR2004 - the parser looks at halves of pairs, which are no letters
        return False
    if category[0] == "L" or category in {"Nl", "Sc", "Pc"}:
        return True
    if first:
        return False
    code = ord(character)
    ignorable = code <= 0x8 or 0xE <= code <= 0x1B or 0x7F <= code <= 0x9F or category == "Cf"
    return category in {"Nd", "Mn", "Mc"} or ignorable
