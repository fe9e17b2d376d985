"""How much work a template may ask for: functions and aliases can multiply without end."""

from __future__ import annotations

from pipefilter.templates.node import TemplateFault

__all__ = ["Effort"]

_LEAST = 100_000
_OF_EACH_CHARACTER = 30


class Effort:
    """Counts the values that are worked out.

    Args:
        source: the file; a long one may ask for more.
    """

    def __init__(self, source: str) -> None:
        self._left = _LEAST + _OF_EACH_CHARACTER * len(source)

    def spend(self, place: int) -> None:
        """One more value.

        Args:
            place: its offset in the file.

        Raises:
            TemplateFault: it is one too many.
        """
        self._left -= 1
        if self._left < 0:
            raise TemplateFault(
                "its functions, conditions or aliases multiply too much to be worked out", place
            )
