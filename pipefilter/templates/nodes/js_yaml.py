"""Unquoted YAML scalars as js-yaml 4, the Serverless Framework's parser, reads them: nearly YAML 1.2."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from pipefilter.json_text.number import Number

__all__ = ["js_value"]

_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"([-+]?)(?:0b([01]+)|0o([0-7]+)|0x([0-9a-fA-F]+)|([0-9]+))")
_FLOAT = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?"
    r"(?:[ \t]*(?:Z|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?"
)
_MAX_WITHOUT_EXPONENT = Decimal("1e21")


def js_value(word: str) -> Number | bool | str | None:
    """The value of an unquoted scalar as JavaScript writes it in JSON: a date is a string there."""
    if word in _NULLS or _NOT_FINITE.fullmatch(word):
        return None
    if word in _BOOLEANS:
        return _BOOLEANS[word]
    if integer := _INTEGER.fullmatch(word):
        return _number(_integer(integer), word)
    if _FLOAT.fullmatch(word):
        return _number(float(word), word)
    return _date(word)


def _integer(match: re.Match[str]) -> float:
    sign, *numerals, decimal = match.groups()
    if decimal:
        value = float(decimal)
    else:
        base, digits = next((base, digits) for base, digits in zip((2, 8, 16), numerals, strict=True) if digits)
        try:
            value = float(int(digits, base))
        except OverflowError:
            value = float("inf")
    return -value if sign == "-" else value


def _number(value: float, word: str) -> Number | str:
    if value in {float("inf"), float("-inf")}:
        return word
    number = Decimal(repr(value))
    if number == number.to_integral() and abs(number) < _MAX_WITHOUT_EXPONENT:
        return Number(format(number.quantize(Decimal(1)) if number else Decimal(0), "f"))
    return Number(repr(value))


def _date(word: str) -> str:
    """A date or a time in JavaScript's form; any other string as it is."""
    offset = timedelta()
    hour = minute = second = micro = 0
    if match := _DATE.fullmatch(word):
        day = [int(part) for part in match.groups()]
    elif match := _TIME.fullmatch(word):
        *numbers, fraction, sign, hours, minutes = match.groups()
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
        day = [int(part) for part in numbers[:3]]
        hour, minute, second = (int(part) for part in numbers[3:])
        micro = int((fraction or "").ljust(3, "0")[:3]) * 1000
    else:
        return word
    try:
        time = datetime(day[0], day[1], day[2], hour, minute, second, micro, tzinfo=UTC) - offset
    except (ValueError, OverflowError):  # the 31st of February, which JavaScript moves to March
        return word
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03}Z"
