"""The value, or the name, that a hint says to write, if it says exactly one."""

from __future__ import annotations

import json
import re

__all__ = ["hinted_member", "hinted_name", "hinted_value", "hinted_values"]

_LEADS = (
    "write the value itself: ",
    "write numbers without quotes: ",
    "write the lower bound first: ",
    "write the digits as a string: ",
    "write it as a string: ",
    "write it in quotes: ",
    "write it without quotes: ",
    "write it in capitals, as in the records: ",
    "put the value itself into the list: ",
    "put the values themselves into the list: ",
    "put the string itself into the list: ",
    "write it as a list: ",
    "write ",
)
_TRAILS = (" without quotes", " in quotes", "")
_NAME = re.compile(r"(?:write|did you mean) ([A-Za-z][A-Za-z0-9:_-]*)\??")
_QUOTED_NAME = re.compile(r'(?:write the operator in exactly this form: |did you mean )"([a-z-]+)"\??')


def hinted_value(hint: str) -> str | None:
    """The JSON text of the only value that a hint says to write; None if it says anything else as well."""
    values = hinted_values(hint)
    return values[0] if len(values) == 1 else None


def hinted_values(hint: str) -> tuple[str, ...]:
    """The JSON texts of the values that a hint says to write, separated by commas."""
    text = _after_lead(hint)
    decoder, at = json.JSONDecoder(), 0
    values = []
    while True:
        try:
            _, end = decoder.raw_decode(text, at)
        except ValueError:  # not JSON, or shortened with ...
            return ()
        values.append(text[at:end])
        if end == len(text):
            return tuple(values) if "..." not in text else ()
        if not text.startswith(", ", end):
            return ()
        at = end + 2


def hinted_member(hint: str) -> tuple[str, str] | None:
    """The name and the JSON text of the value of the only member that a hint says to write."""
    text = _after_lead(hint)
    decoder = json.JSONDecoder()
    try:
        name, end = decoder.raw_decode(text)
        if not isinstance(name, str) or not text.startswith(": ", end):
            return None
        _, last = decoder.raw_decode(text, end + 2)
    except ValueError:
        return None
    return (name, text[end + 2 :]) if last == len(text) and "..." not in text else None


def hinted_name(hint: str) -> str | None:
    """The only name that a hint says to write."""
    match = _QUOTED_NAME.fullmatch(hint) or _NAME.fullmatch(hint)
    return match[1] if match else None


def _after_lead(hint: str) -> str:
    lead = next((lead for lead in _LEADS if hint.startswith(lead)), "")
    trail = next(trail for trail in _TRAILS if hint.endswith(trail))
    return hint[len(lead) : len(hint) - len(trail)] if lead else ""
