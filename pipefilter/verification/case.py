"""A question of `pipefilter verify`: a pattern and an event, and where they are from."""

from __future__ import annotations

from pipefilter.dataclass import dataclass

__all__ = ["Case"]


@dataclass(frozen=True, slots=True)
class Case:
    """A pattern and an event to compare verdicts on.

    Args:
        number: of the filter; 0 for the only pattern.
        event: as the pattern sees it.
        place: where the event is, in words; "" if the question is about the pattern alone.
        where: the same, as members of the object that `--json` prints.
        reason: why AWS cannot be asked; "" if it can.
    """

    name: str
    number: int
    pattern: str
    event: str
    place: str
    where: dict[str, object]
    reason: str = ""
