"""Reads a JSON number in a text, or reports the fault that AWS's parser finds in it."""

from __future__ import annotations

import re

from pipefilter.json_text import syntax_problems as syntax
from pipefilter.json_text.bare_word import odd_word
from pipefilter.json_text.number import MAX_DIGITS, Number

__all__ = ["read_number"]

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][+-]?[0-9]*)?")
_DIGITS = frozenset("0123456789")


def read_number(text: str, start: int, *, is_limited: bool = True) -> int:
    """The offset after the number that begins at `start`.

    Args:
        is_limited: whether a number that is longer than AWS's parser allows is an error.

    Raises:
        JsonFault: it is malformed, or too long.
    """
    match = _NUMBER.match(text, start)
    if match is None:
        raise _bad_sign(text, start)
    _check_form(text, match)
    number = Number(match[0])
    if is_limited and number.too_long:
        fault = syntax.too_long("Number value", number.digits, MAX_DIGITS, start)
        fault.read_to = match.end()
        raise fault
    return match.end()


def _check_form(text: str, match: re.Match[str]) -> None:
    whole, fraction, exponent = match.groups()
    after_whole, end = match.end(1), match.end()
    if whole == "0" and text[after_whole : after_whole + 1] in _DIGITS:
        raise syntax.malformed(
            "Invalid numeric value: Leading zeroes not allowed",
            after_whole,
            after_whole - 1,
            "remove the leading zero, or write it in quotes if it is a string, such as an ID",
        )
    if fraction == ".":
        end = after_whole + 1
        complaint = " in numeric value: Decimal point not followed by a digit"
        if end == len(text):
            raise syntax.unexpected(text, after_whole, complaint)
    elif exponent and exponent[-1] not in _DIGITS:
        complaint = " in numeric value: Exponent indicator not followed by a digit"
        if end == len(text):
            raise syntax.end_of_input(text, "expected a digit for number exponent")
    else:
        return
    raise syntax.unexpected(text, end, complaint, at=end if whole == "0" else after_whole)


def _bad_sign(text: str, start: int) -> syntax.JsonFault:
    after = start + 1
    if after >= len(text):
        return syntax.end_of_input(text, "No digit following sign")
    if text.startswith("In", after):
        return odd_word(text, start, "-Infinity")
    return syntax.unexpected(
        text, after, " in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value"
    )
