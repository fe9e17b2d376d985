"""A value that a template does not specify, where only a number, a boolean or the like is valid: another stands for it."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.dataclass import dataclass

__all__ = ["GuessedValue", "placeholders_within"]


@dataclass(frozen=True, slots=True)
class GuessedValue:
    """A part of a pattern's text that is an example of a value, and says nothing about it.

    Args:
        start: its offset in the text.
        end: the offset after it.
        placeholder: for the value, such as `${Max}`.
    """

    start: int
    end: int
    placeholder: str


def placeholders_within(guesses: Iterable[GuessedValue], span: tuple[int, int]) -> list[str]:
    """The placeholders of the guessed values in a part of a pattern."""
    start, end = span
    return list(dict.fromkeys(each.placeholder for each in guesses if each.start < end and each.end > start))
