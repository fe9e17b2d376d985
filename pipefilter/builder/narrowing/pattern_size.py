"""How long a pattern must be at the least, before it is written: what cannot fit need not be."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.builder.budget import Budget
from pipefilter.builder.narrowing.alternatives import Alternatives
from pipefilter.builder.narrowing.pattern_text import without_common
from pipefilter.builder.narrowing.term import Disjunct
from pipefilter.builder.records.record_field import RecordField
from pipefilter.json_text.writer import written

__all__ = ["PatternSizes"]

_AROUND_FIELD = 3  # the quotes and the colon of its name
_AROUND_WAY = 2  # its braces
_CHARACTERS_A_STEP = 50


class PatternSizes:
    """The sizes of fields, ways and parts, each list of alternatives measured once."""

    def __init__(self) -> None:
        self._of_alternatives: dict[int, tuple[int, int, Alternatives]] = {}

    def weight(self, ways: Sequence[Disjunct], budget: Budget) -> int:
        """About how long a part is: what is longest is widened first.

        Args:
            ways: of the part.
            budget: of steps.

        Raises:
            OutOfSteps: there are too many to measure.
        """
        return sum(
            len(path) + self.operands(given, budget) for way in ways for path, (_, given) in way.fields.items()
        )

    def operands(self, given: Alternatives, budget: Budget) -> int:
        """About how long a list of alternatives is; as for `weight`."""
        return self._measured(given, budget)[0]

    def least_way(self, ways: Sequence[Disjunct], budget: Budget) -> int:
        """How long the shortest way of a part is at the least; as for `weight`."""
        return min(
            (sum(self._field(*field, budget) for field in way.fields.values()) for way in ways), default=0
        )

    def least_text(self, parts: Sequence[Sequence[Disjunct]], budget: Budget) -> int:
        """How long a pattern of these parts is at the least; as for `weight`."""
        length = 0
        for ways in parts:
            budget.spend(sum(len(way.fields) for way in ways) // 2)
            common, rest = without_common(ways)
            length += sum(self._field(*field, budget) for field in common)
            if all(way.fields for way in rest):
                length += sum(
                    _AROUND_WAY + sum(self._field(*field, budget) for field in way.fields.values())
                    for way in rest
                )
        return length

    def _field(self, field: RecordField, given: Alternatives, budget: Budget) -> int:
        return _AROUND_FIELD + len(field.steps[-1]) + self._measured(given, budget)[1]

    def _measured(self, given: Alternatives, budget: Budget) -> tuple[int, int]:
        budget.spend(1)
        known = self._of_alternatives.get(id(given))
        if known is None:
            text = written([one.element() for one in given], compact=True)
            budget.spend(len(given) + len(text) // _CHARACTERS_A_STEP)
            known = sum(len(str(one.operand())) for one in given), len(text), given
            self._of_alternatives[id(given)] = known  # with the list itself, so that no other has its identity
        return known[0], known[1]
