"""A pattern in a template with values in its holes."""

from __future__ import annotations

from pipefilter.dataclass import dataclass
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.guessed_value import GuessedValue

__all__ = ["Filling"]


@dataclass(frozen=True, slots=True)
class Filling:
    """A pattern with its holes filled.

    Args:
        places: the offset of each of its characters in the file, and the offset after the last.
        numbers: the placeholder and place of each function that returns a string where only a number or boolean makes
            the pattern valid.
        guesses: the values whose form is guessed.
        other: the pattern with other examples; None if that is not valid, or if there are none.
        filling: the form of the value in each hole; `{}` is the value itself.
    """

    text: str
    places: tuple[int, ...]
    numbers: tuple[tuple[str, int], ...] = ()
    guesses: tuple[GuessedValue, ...] = ()
    other: EventPattern | None = None
    filling: tuple[str, ...] = ()

    @property
    def is_guess(self) -> bool:
        """Whether a value is an example, because no string makes the pattern valid."""
        return any(guess.is_example for guess in self.guesses)
