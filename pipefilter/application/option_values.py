"""Parses the values of options, from Python or as text: `timedelta(milliseconds=120)` or `"120ms"`."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from pipefilter.application.option_text import InvalidOption, cut_if_nested
from pipefilter.costs.volume.volume import parse_count, parse_seconds

__all__ = ["Amount", "Duration", "call_milliseconds", "event_count", "megabytes", "window_seconds"]

Amount: TypeAlias = int | float | Decimal | Fraction
Duration: TypeAlias = timedelta | str
"""A time span, or text such as `120ms`, `5s`, `1m`."""

MAX_WINDOW = 300
"""Seconds: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html"""
_MAX_CALL = 900_000
"""Milliseconds: https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html"""
_FUNCTION_MEMORY = range(128, 10_241)
"""In MB: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"""
_WORKFLOW_MEMORY = range(64, 32_769)
"""In MB; billed in units of 64 MB: https://aws.amazon.com/step-functions/pricing/"""
_MAX_EVENTS = 1e30


def event_count(option: str, value: Amount | str) -> Fraction:
    """A number of events, exactly as it is written, also as text such as `20M`.

    Raises:
        InvalidOption: it is not a number above 0.
    """
    count = parse_count(value) if isinstance(value, str) else _exact(value)
    if count is None or not 0 < count < _MAX_EVENTS:
        raise InvalidOption(f"{{{option}}}: {{value}} is not a number of events, such as 20M", value=value)
    return count


def call_milliseconds(option: str, value: Duration | None) -> Fraction | None:
    """The duration of a call in milliseconds; None if not given.

    Raises:
        InvalidOption: it is not a duration, or is a number without a unit, which could be seconds or milliseconds.
    """
    if value is None:
        return None
    text = _text(value)
    if not isinstance(value, timedelta) and _is_bare_number(text):
        raise InvalidOption(f"{{{option}}}: {{value}} has no unit: write {{value}}ms or {{value}}s", value=text)
    seconds = _seconds(value, "ms")
    if seconds is None:
        raise InvalidOption(f"{{{option}}}: {{value}} is not a time, such as 120ms or 2s", value=text)
    if seconds * 1000 > _MAX_CALL:
        raise InvalidOption(
            f"{{{option}}}: {{value}} is too long: an invocation lasts at most 15 minutes", value=text
        )
    return seconds * 1000


def window_seconds(value: Duration | Amount | None) -> Fraction | None:
    """The batching window in seconds, which may have no unit; None if not given.

    Raises:
        InvalidOption: it is not a duration, or is too long.
    """
    if value is None:
        return None
    seconds = _seconds(value, "s") if isinstance(value, timedelta | str) else _exact(value)
    if seconds is None or not 0 <= seconds <= MAX_WINDOW:
        raise InvalidOption("{window}: {value} is not a time of at most 300s, such as 5s", value=_text(value))
    return seconds


def megabytes(option: str, value: int | str | None, *, is_function: bool) -> int | None:
    """The memory of a function, or else of a workflow, in MB; None if not given.

    Raises:
        InvalidOption: it is not a number of MB that AWS offers.
    """
    if value is None:
        return None
    text = str(value)
    limits = _FUNCTION_MEMORY if is_function else _WORKFLOW_MEMORY
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(limits[-1]))
    if not is_number or int(text) not in limits:
        range_ = f" from {limits[0]} to {limits[-1]:,}" if is_number else ""
        raise InvalidOption(f"{{{option}}}: {{value}} is not a number of MB{range_}, such as 512", value=text)
    return int(text)


def _text(value: object) -> str:
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g}s"
    return str(cut_if_nested(value))


def _is_bare_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit()


def _seconds(value: object, unit: str) -> Fraction | None:
    """A duration in seconds; None if it is not one, or negative."""
    if isinstance(value, timedelta):
        whole = Fraction(value // timedelta(microseconds=1), 1_000_000)
        return whole if whole >= 0 else None
    return parse_seconds(value, unit) if isinstance(value, str) else None


def _exact(value: object) -> Fraction | None:
    """The number as it is printed; None if it is not a number, below 0, or far too large."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
        return None
    try:
        size = float(value)
    except (OverflowError, ValueError):  # a ValueError: a signalling NaN
        return None
    if not 0 <= size < _MAX_EVENTS or value < 0:
        return None
    if size < 1 / _MAX_EVENTS:  # far below one event, and maybe with a huge exponent
        return Fraction(0)
    return Fraction(str(value) if isinstance(value, float) else value)
