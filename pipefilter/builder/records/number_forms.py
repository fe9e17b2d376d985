"""The ways to write a number, as begins of text: a stream's numbers are text, and a pattern compares text."""

from __future__ import annotations

from pipefilter.language.operators.prefix import Prefix

__all__ = ["number_prefixes"]


def number_prefixes(text: str) -> tuple[Prefix, ...]:
    """The begins of every text that is a number of this value: `5`, `5.0`, `05`, `+5`, `.5e1`.

    Args:
        text: of a number.
    """
    if text.lstrip().startswith("-") and _first_digit(text) is not None:
        return (Prefix("-"),)
    first = _first_digit(text)
    begins = ["0", "+", "."] + ([first] if first is not None else ["-"])
    return tuple(Prefix(one) for one in begins)


def _first_digit(text: str) -> str | None:
    """The first digit of its value; None for zero."""
    digits = text.lower().partition("e")[0]
    return next((one for one in digits if one in "123456789"), None)
