"""A value that a template does not specify, and of which not even the form is known: another stands for it."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.dataclass import dataclass

__all__ = ["CONDITION", "GuessedValue", "placeholders_within"]

CONDITION = "the condition "
"""The start of the placeholder for a value that a condition of the template chooses."""


@dataclass(frozen=True, slots=True)
class GuessedValue:
    """A part of a pattern's text that is an example of a value, and says nothing about it.

    Args:
        start: its offset in the text.
        end: the offset after it.
        placeholder: for the value, such as `${Max}`.
        is_example: whether it is a number, a boolean or the like, so that verdicts may depend on it; otherwise it is a
            string, or a list or object with strings, that is equal to nothing else.
    """

    start: int
    end: int
    placeholder: str
    is_example: bool = True


def placeholders_within(guesses: Iterable[GuessedValue], span: tuple[int, int]) -> list[str]:
    """The placeholders of the guessed values in a part of a pattern."""
    start, end = span
    return list(dict.fromkeys(each.placeholder for each in guesses if each.start < end and each.end > start))
