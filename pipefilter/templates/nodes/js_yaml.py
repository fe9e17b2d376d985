"""Words without quotes as js-yaml 4 reads them, which the Serverless Framework reads its files with: YAML 1.2, nearly."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from pipefilter.json_text.number import Number

__all__ = ["js_value"]

_NULLS = {"", "~", "null", "Null", "NULL"}
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WHOLE = re.compile(r"([-+]?)(?:0b([01]+)|0o([0-7]+)|0x([0-9a-fA-F]+)|([0-9]+))")
_FLOAT = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?"
    r"(?:[ \t]*(?:Z|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?"
)
_LONGEST_WHOLE = Decimal("1e21")


def js_value(word: str) -> Number | bool | str | None:
    """What a word becomes, as JavaScript writes it in JSON: of a date the text that it has there.

    Args:
        word: without quotes.
    """
    if word in _NULLS or _NO_NUMBER.fullmatch(word):
        return None
    if word in _TRUTHS:
        return _TRUTHS[word]
    if whole := _WHOLE.fullmatch(word):
        return _number(_whole(whole), word)
    if _FLOAT.fullmatch(word):
        return _number(float(word), word)
    return _date(word)


def _whole(found: re.Match[str]) -> float:
    sign, *digits, decimal = found.groups()
    if decimal:
        value = float(decimal)
    else:
        base, given = next((base, one) for base, one in zip((2, 8, 16), digits, strict=True) if one)
        try:
            value = float(int(given, base))
        except OverflowError:
            value = float("inf")
    return -value if sign == "-" else value


def _number(value: float, word: str) -> Number | str:
    if value in {float("inf"), float("-inf")}:
        return word
    shown = Decimal(repr(value))
    if shown == shown.to_integral() and abs(shown) < _LONGEST_WHOLE:
        return Number(format(shown.quantize(Decimal(1)) if shown else Decimal(0), "f"))
    return Number(repr(value))


def _date(word: str) -> str:
    """A text, or the time that it is, in JavaScript's form."""
    offset = timedelta()
    hour = minute = second = micro = 0
    if found := _DATE.fullmatch(word):
        day = [int(part) for part in found.groups()]
    elif found := _TIME.fullmatch(word):
        *numbers, fraction, sign, hours, minutes = found.groups()
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
