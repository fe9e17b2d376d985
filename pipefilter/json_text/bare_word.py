"""A bare word or stray character in place of a JSON value: `true`, `tru`, `NaN`, `+`."""

from __future__ import annotations

import unicodedata

from pipefilter.json_text import syntax_problems as syntax

__all__ = ["odd_value", "odd_word", "read_word"]

_MAX_SHOWN = 256
_LAST_BMP = 0xFFFF


def read_word(text: str, start: int, word: str) -> int:
    """The offset after `true`, `false` or `null`, which must be at `start`.

    Raises:
        JsonFault: there is another word.
    """
    end = start + len(word)
    following = text[end : end + 1]
    if text.startswith(word, start) and not (following and _in_identifier(following)):
        return end
    other, end = _word(text, start)
    raise syntax.unknown_token(text, start, end, other)


def odd_value(text: str, start: int) -> syntax.JsonFault:
    """The fault that AWS's parser reports for something that cannot begin a value."""
    character = text[start]
    if character == "}":
        return syntax.unexpected(text, start, ": expected a value")
    if character == "+":
        after = start + 1
        if after >= len(text):
            return syntax.end_of_input(text, "")
        return syntax.unexpected(
            text,
            start,
            " in numeric value: JSON spec does not allow numbers to have plus signs: enable "
            "`JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow",
            at=after,
        )
    if character in "NI":
        return odd_word(text, start, "NaN" if character == "N" else "Infinity")
    if _begins_identifier(character):
        word, end = _word(text, start)
        return syntax.unknown_token(text, start, end, word)
    return syntax.unexpected(text, start, f": {syntax.EXPECTED_VALUE}")


def odd_word(text: str, start: int, word: str) -> syntax.JsonFault:
    """The fault for a word that AWS's parser knows (`NaN`, `Infinity`) but rejects, or for another word."""
    full_word, end = _word(text, start)
    if full_word != word:
        return syntax.unknown_token(text, start, end, full_word)
    return syntax.malformed(
        f"Non-standard token '{word}': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow",
        end,
        start,
        "remove this value: JSON has no such number",
    )


def _word(text: str, start: int) -> tuple[str, int]:
    """The word at `start`, which may begin with a minus, and the offset after it."""
    end = start + text.startswith("-", start)
    while end < len(text) and _in_identifier(text[end]):
        end += 1
        if end - start >= _MAX_SHOWN:
            return text[start:end] + "...", end
    return text[start:end], end


def _begins_identifier(character: str) -> bool:
    """Whether an identifier of Java may begin with it, and so a bare word for AWS's parser."""
    if ord(character) > _LAST_BMP:  # the parser sees surrogates, which are not letters
        return False
    category = unicodedata.category(character)
    return category[0] == "L" or category in {"Nl", "Sc", "Pc"}


def _in_identifier(character: str) -> bool:
    """Whether an identifier of Java may go on with it."""
    if ord(character) > _LAST_BMP:
        return False
    category = unicodedata.category(character)
    white = character in "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f"
    ignorable = category == "Cf" or (category == "Cc" and not white)
    return _begins_identifier(character) or category in {"Nd", "Mn", "Mc"} or ignorable
