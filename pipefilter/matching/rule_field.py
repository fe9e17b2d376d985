"""One field that several of many patterns have, and its verdicts on values."""

from __future__ import annotations

from pipefilter.json_text.tree import Scalar
from pipefilter.language.event_pattern import Field
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.known_verdicts import MAX_KNOWN
from pipefilter.matching.projection.string_alternatives import StringAlternatives

__all__ = ["RuleField"]


class RuleField:
    """One field; `slot` is that of the values of its path in what was read."""

    __slots__ = ("_known", "_predicate", "matches_absence", "matching", "others", "slot")

    def __init__(self, slot: int, field: Field) -> None:
        self.slot = slot
        self._predicate = FieldPredicate(field.alternatives)
        self.matches_absence = self._predicate.matches_absence
        strings = StringAlternatives(self._predicate)
        self.matching = strings.matching
        """Strings that match."""
        self.others = strings.holds if strings.has_others else None
        """Whether another string matches; None if none does."""
        self._known: dict[Scalar, bool] = {}

    def holds(self, values: tuple[Scalar, ...]) -> bool:
        """Whether the field matches an event with these values."""
        if not values:
            return self.matches_absence
        matching, others = self.matching, self.others
        for value in values:
            if type(value) is str:
                if value in matching or (others and others(value)):
                    return True
            elif self._holds_for(value):
                return True
        return False

    def _holds_for(self, value: Scalar) -> bool:
        known = self._known
        holds = known.get(value)
        if holds is None:
            holds = self._predicate.holds(value)
            if len(known) < MAX_KNOWN:
                known[value] = holds
        return holds
