"""What is no JSON: the messages of AWS's JSON parser, and the limits it sets."""

from __future__ import annotations

import re
import unicodedata

from pipefilter.errors import ProblemKind

__all__ = ["BEYOND_LIMIT", "INVALID_UTF8", "NOT_JSON", "JsonFault", "character_shown"]

NOT_JSON = ProblemKind(
    "PF101",
    "Not JSON: AWS's parser cannot read the text",
    "{message}",
    "The text is not JSON. The words are those of the JSON parser that AWS uses.",
)
BEYOND_LIMIT = ProblemKind(
    "PF102",
    "Beyond the limits of AWS's JSON parser: too deep or too long",
    "{message}",
    "The text is JSON, but beyond what AWS's JSON parser takes: 1,000 levels of nesting, numbers of "
    "1,000 digits, names of 50,000 characters, strings of 20,000,000.",
)
INVALID_UTF8 = ProblemKind(
    "PF103",
    "Not UTF-8: the bytes are not text in an encoding that AWS reads",
    "The text is not UTF-8",
    "The bytes cannot be read as UTF-8 (nor as UTF-16 with a byte order mark).",
    "save the file as UTF-8",
    wording="pipefilter",
)

MARK = "\0"
"""Stands in a message for the place where a container starts."""

_END = "Unexpected end-of-input"
_VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
EXPECTED_VALUE = f"expected a valid value {_VALUES}"


class JsonFault(Exception):
    """The text is not JSON, or beyond the parser's limits.

    Args:
        kind: `NOT_JSON` or `BEYOND_LIMIT`.
        message: the parser's own words.
        offset: the place that the parser reports; None for a limit.
        at: the offset of the character meant.
        hint: what to do; may be empty.
        mark: what stands for `MARK` in the message: in short, and as AWS says it.
    """

    def __init__(  # noqa: PLR0913 - the parts of a message
        self,
        kind: ProblemKind,
        message: str,
        offset: int | None,
        at: int,
        hint: str = "",
        mark: tuple[str, str] = ("", ""),
    ) -> None:
        self.message = message.replace(MARK, mark[0]) if mark[0] else message
        super().__init__(self.message)
        self.kind = kind
        self.aws_words = message.replace(MARK, mark[1]) if mark[1] else message
        self.offset = offset
        self.at = at
        self.hint = hint
        self.at_end = message.startswith(_END)
        """Whether the text is only cut off."""
        self.again: int | None = None
        """The place that AWS names a second time, if it does."""
        self.read_to: int | None = None
        """How far the parser has read, where it reports no place itself."""

    @property
    def aws_offsets(self) -> tuple[int, ...]:
        """The places that AWS names."""
        return tuple(offset for offset in (self.offset, self.again) if offset is not None)


def limit(message: str, at: int) -> JsonFault:
    """A limit of the parser is passed at the offset `at`."""
    return JsonFault(BEYOND_LIMIT, message, None, at)


def nested_too_deep(depth: int, most: int, at: int) -> JsonFault:
    """More containers are open than the parser allows."""
    return limit(
        f"Document nesting depth ({depth}) exceeds the maximum allowed "
        f"({most}, from `StreamReadConstraints.getMaxNestingDepth()`)",
        at,
    )


def too_long(what: str, length: int, most: int, at: int) -> JsonFault:
    """A name, a string or a number is longer than the parser allows."""
    return limit(
        f"{what} length ({length}) exceeds the maximum allowed "
        f"({most}, from `StreamReadConstraints.getMax{what.split(maxsplit=1)[0]}Length()`)",
        at,
    )


def character_shown(character: str) -> str:
    """A character as AWS's parser shows it: a control character by its code, of a pair of halves the first."""
    code = ord(character)
    if unicodedata.category(character) == "Cc":
        return f"(CTRL-CHAR, code {code})"
    if code > 0xFFFF:  # noqa: PLR2004 - the parser sees UTF-16 units
        code = 0xD800 + ((code - 0x10000) >> 10)
    number = f"code {code}" if code <= 0xFF else f"code {code} / 0x{code:x}"  # noqa: PLR2004 - a byte
    return f"'{chr(code)}' ({number})"


def unexpected(text: str, offset: int, expected: str, at: int | None = None) -> JsonFault:
    """A character that cannot stand there; `at` if the parser reports another place."""
    shown = character_shown(text[offset])
    return JsonFault(
        NOT_JSON,
        f"Unexpected character ({shown}){expected}",
        offset if at is None else at,
        offset,
        _hint(text, offset),
    )


_HINTS = (
    ("'", "JSON strings stand in double quotes"),
    ("/#", "JSON has no comments"),
    ("\ufeff", "remove the byte order mark at the start"),
    ("\u201c\u201d\u201e", 'a word processor\'s quotes are no JSON quotes: write "..."'),
)


_REFERENCE = re.compile(r'<\$[^<>"\\\s]{1,100}>')
"""As extended patterns have it, which compare two images of a DynamoDB record."""


def _hint(text: str, offset: int) -> str:
    character = text[offset]
    before = text[:offset].rstrip(" \t\r\n")[-1:]
    if reference := _REFERENCE.match(text, offset):
        return f"a pattern cannot have {reference[0]}; pipefilter build dynamodb --from FILE reads it"
    if character in "}]" and before == ",":
        return "remove the comma before it"
    if character == '"' and before not in ",{[:":
        return "is a comma missing before it?"
    return next((hint for characters, hint in _HINTS if character in characters), "")


def end_of_input(text: str, message: str, mark: tuple[str, str] = ("", "")) -> JsonFault:
    """The text ends too early."""
    return JsonFault(
        NOT_JSON,
        f"{_END}{message}",
        len(text),
        max(0, len(text) - 1),
        "the text ends before the JSON does: is it cut off?",
        mark,
    )


def malformed(
    message: str, offset: int, at: int, hint: str = "", mark: tuple[str, str] = ("", "")
) -> JsonFault:
    """Any other fault of syntax."""
    return JsonFault(NOT_JSON, message, offset, at, hint, mark)


def unknown_token(start: int, end: int, word: str) -> JsonFault:
    """A bare word that is not `true`, `false` or `null`; `end` is the place after it."""
    hint = {
        "True": "JSON writes true",
        "False": "JSON writes false",
        "None": "JSON writes null",
        "undefined": "JSON writes null",
    }.get(word, f'text stands in double quotes: "{word}"' if word.isidentifier() else "")
    return malformed(f"Unrecognized token '{word}': was expecting {_VALUES}", end, start, hint)
