"""How much work a template may ask for: functions and aliases can multiply without end."""

from __future__ import annotations

from pipefilter.templates.nodes.node import TemplateFault

__all__ = ["Effort"]

_LEAST = 100_000
_OF_EACH_CHARACTER = 30


class Effort:
    """Counts the values that are worked out.

    Args:
        source: the file; a long one may ask for more.
        of_each_character: how much more.
        least: what any file may ask for.
    """

    def __init__(self, source: str, of_each_character: int = _OF_EACH_CHARACTER, least: int = _LEAST) -> None:
        self._left = least + of_each_character * len(source)

    def spend(self, place: int, count: int = 1) -> None:
        """One more value, or several.

        Args:
            place: its offset in the file.
            count: of values.

        Raises:
            TemplateFault: it is one too many.
        """
        self._left -= count
        if self._left < 0:
            raise TemplateFault(
                "its functions, conditions, aliases or merge keys multiply too much to be worked out", place
            )
