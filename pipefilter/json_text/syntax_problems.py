"""Faults of JSON syntax, and limits of length and depth, in the words of AWS's JSON parser."""

from __future__ import annotations

import unicodedata

from pipefilter.errors import Place, ProblemKind
from pipefilter.json_text.place import aws_source, place_of
from pipefilter.json_text.syntax_hints import hint_at, text_before

__all__ = ["BEYOND_LIMIT", "INVALID_UTF8", "NOT_JSON", "JsonFault", "character_shown"]

NOT_JSON = ProblemKind(
    "PF101",
    "Invalid JSON: AWS's parser cannot read the text",
    "{message}",
    "The text is not valid JSON. The message comes from the JSON parser that AWS uses.",
)
BEYOND_LIMIT = ProblemKind(
    "PF102",
    "JSON beyond the limits of AWS's parser: too deep or too long",
    "{message}",
    "The text is JSON, but exceeds a limit of AWS's JSON parser: 1,000 levels of nesting, numbers of 1,000 digits, "
    "names of 50,000 characters, strings of 20,000,000 characters.",
)
INVALID_UTF8 = ProblemKind(
    "PF103",
    "Not UTF-8: the bytes are not in an encoding that AWS reads",
    "The text is not UTF-8",
    "The bytes cannot be read as UTF-8 (nor as UTF-16 with a byte order mark).",
    "save the file as UTF-8",
    wording="pipefilter",
)

_MARK = "\0"
"""Stands in a message for the place where a container starts."""

_END = "Unexpected end-of-input"
_VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
EXPECTED_VALUE = f"expected a valid value {_VALUES}"


class JsonFault(Exception):
    """The text is not JSON, or beyond the parser's limits.

    Args:
        offset: the place that the parser reports; None for a limit.
        mark: where a container starts, for a message that says it: in short, and in AWS's form.
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
        self.message = message.replace(_MARK, mark[0]) if mark[0] else message
        super().__init__(self.message)
        self.kind = kind
        self.aws_words = message.replace(_MARK, mark[1]) if mark[1] else message
        self.offset = offset
        self.at = at
        self.hint = hint
        self.at_end = message.startswith(_END)
        """Whether the text ends too early."""
        self.again: int | None = None
        """A second place that AWS reports, if it does."""
        self.read_to: int | None = None
        """How far the parser has read, where it reports no place."""

    @property
    def aws_offsets(self) -> tuple[int, ...]:
        """The places that AWS reports."""
        return tuple(offset for offset in (self.offset, self.again) if offset is not None)


def _beyond_limit(message: str, at: int) -> JsonFault:
    """The text exceeds a limit of the parser at the offset `at`."""
    return JsonFault(BEYOND_LIMIT, message, None, at)


def nested_too_deep(depth: int, limit: int, at: int) -> JsonFault:
    """More objects and arrays are open than the parser allows."""
    return _beyond_limit(
        f"Document nesting depth ({depth}) exceeds the maximum allowed "
        f"({limit}, from `StreamReadConstraints.getMaxNestingDepth()`)",
        at,
    )


def too_long(what: str, length: int, limit: int, at: int) -> JsonFault:
    """A name, a string or a number is longer than the parser allows."""
    return _beyond_limit(
        f"{what} length ({length}) exceeds the maximum allowed "
        f"({limit}, from `StreamReadConstraints.getMax{what.split(maxsplit=1)[0]}Length()`)",
        at,
    )


def character_shown(character: str) -> str:
    """A character as AWS's parser shows it: a control character by its code, a surrogate pair by its first half."""
    code = ord(character)
    if unicodedata.category(character) == "Cc":
        return f"(CTRL-CHAR, code {code})"
    if code > 0xFFFF:
        code = 0xD800 + ((code - 0x10000) >> 10)
    number = f"code {code}" if code <= 0xFF else f"code {code} / 0x{code:x}"
    return f"'{chr(code)}' ({number})"


def unexpected(text: str, offset: int, expected: str, at: int | None = None) -> JsonFault:
    """A character that is not allowed there; `at` if the parser reports another place."""
    return JsonFault(
        NOT_JSON,
        f"Unexpected character ({character_shown(text[offset])}){expected}",
        offset if at is None else at,
        offset,
        hint_at(text, offset),
    )


_TRUNCATED = "the text ends before the JSON is complete: is it truncated?"
_MAX_MISSING = 5
"""Brackets that a hint says to add; a text without more of them is probably truncated."""


def end_of_input(
    text: str, message: str, mark: tuple[str, str] = ("", ""), hint: str = _TRUNCATED
) -> JsonFault:
    """The text ends too early."""
    return JsonFault(
        NOT_JSON,
        f"{_END}{message}",
        len(text),
        max(0, len(text) - 1),
        hint,
        mark,
    )


def container_not_closed(text: str, kind: str, start: int, missing: str) -> JsonFault:
    """The text ends within an object or array, before the brackets that close all open ones."""
    message = f": expected close marker for {kind} (start marker at {_MARK})"
    hint = _TRUNCATED
    if len(missing) <= _MAX_MISSING:
        hint = f"add the missing {missing} at the end, unless more of the text is missing"
    return end_of_input(text, message, _start_mark(text, start), hint)


def wrong_close(text: str, offset: int, kind: str, start: int | None) -> JsonFault:
    """A closing bracket of the wrong kind, or one that nothing opens: then `start` is None."""
    expected = "]" if text[offset] == "}" else "}"
    return malformed(
        f"Unexpected close marker '{text[offset]}': expected '{expected}' (for {kind} starting at {_MARK})",
        offset,
        offset,
        "" if start is None else f"is {expected} missing before it?",
        _start_mark(text, start),
    )


def _start_mark(text: str, start: int | None) -> tuple[str, str]:
    """Where a container starts, in short and in AWS's form."""
    place = Place(1, 0) if start is None else place_of(text, start)
    location = f"line: {place.line}, column: {place.column}"
    return location, f"[Source: (String){aws_source(text)}; {location}]"


def comment(text: str, offset: int) -> JsonFault:
    """A slash, as at the start of a comment."""
    return unexpected(
        text,
        offset,
        ": maybe a (non-standard) comment? (not recognized as one since Feature "
        "'ALLOW_COMMENTS' not enabled for parser)",
    )


def control_character(text: str, offset: int) -> JsonFault:
    """A control character between tokens."""
    return malformed(
        f"Illegal character ((CTRL-CHAR, code {ord(text[offset])})): only regular white space "
        "(\\r, \\n, \\t) is allowed between tokens",
        offset + 1,
        offset,
    )


def malformed(
    message: str, offset: int, at: int, hint: str = "", mark: tuple[str, str] = ("", "")
) -> JsonFault:
    """Any other syntax error."""
    return JsonFault(NOT_JSON, message, offset, at, hint, mark)


def unknown_token(text: str, start: int, end: int, word: str) -> JsonFault:
    """A bare word other than `true`, `false` and `null`; `end` is the offset after it."""
    hint = text_before(text, start) or {
        "True": "write true",
        "False": "write false",
        "None": "write null",
        "undefined": "write null",
    }.get(word, f'write strings in double quotes: "{word}"' if word.isidentifier() else "")
    return malformed(f"Unrecognized token '{word}': was expecting {_VALUES}", end, start, hint)
