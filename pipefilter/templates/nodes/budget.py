"""A budget for the work on a template, because functions and aliases can expand without limit."""

from __future__ import annotations

from pipefilter.templates.nodes.node import TemplateFault

__all__ = ["Budget"]

_MINIMUM = 100_000
_PER_CHARACTER = 30


class Budget:
    """Counts the values that are evaluated.

    Args:
        source: the file.
        per_character: the number of values for each of its characters.
        minimum: the number of values for any file.
    """

    def __init__(self, source: str, per_character: int = _PER_CHARACTER, minimum: int = _MINIMUM) -> None:
        self._left = minimum + per_character * len(source)

    def spend(self, place: int, count: int = 1) -> None:
        """Count values at an offset in the file.

        Raises:
            TemplateFault: the budget is spent.
        """
        self._left -= count
        if self._left < 0:
            raise TemplateFault(
                "the template's functions, conditions, aliases or merge keys expand too much to be evaluated",
                place,
            )
