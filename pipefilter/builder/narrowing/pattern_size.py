"""Lower bounds for the length of a pattern before it is written, so that what cannot fit need not be written."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.builder.budget import Budget
from pipefilter.builder.narrowing.alternatives import Alternatives
from pipefilter.builder.narrowing.pattern_text import split_common
from pipefilter.builder.narrowing.term import Term
from pipefilter.builder.records.record_field import RecordField
from pipefilter.json_text.writer import written

__all__ = ["PatternSizes"]

_AROUND_FIELD = 3  # the quotes and the colon of its name
_AROUND_TERM = 2  # its braces
_CHARACTERS_A_STEP = 50


class PatternSizes:
    """The sizes of fields, terms and factors; each list of alternatives is measured once."""

    def __init__(self) -> None:
        self._of_alternatives: dict[int, tuple[int, int, Alternatives]] = {}

    def weight(self, terms: Sequence[Term], budget: Budget) -> int:
        """About how long a factor is: the longest one is widened first.

        Raises:
            OutOfSteps: there are too many to measure.
        """
        return sum(
            len(path) + self.operands(alternatives, budget)
            for term in terms
            for path, (_, alternatives) in term.fields.items()
        )

    def operands(self, alternatives: Alternatives, budget: Budget) -> int:
        """About how long a list of alternatives is; as for `weight`."""
        return self._measured(alternatives, budget)[0]

    def shortest_term(self, terms: Sequence[Term], budget: Budget) -> int:
        """The smallest length of the shortest term of a factor; as for `weight`."""
        return min(
            (sum(self._field(*field, budget) for field in term.fields.values()) for term in terms), default=0
        )

    def shortest_text(self, factors: Sequence[Sequence[Term]], budget: Budget) -> int:
        """The smallest length of a pattern of these factors; as for `weight`."""
        length = 0
        for terms in factors:
            budget.spend(sum(len(term.fields) for term in terms) // 2)
            common, rest = split_common(terms)
            length += sum(self._field(*field, budget) for field in common)
            if all(term.fields for term in rest):
                length += sum(
                    _AROUND_TERM + sum(self._field(*field, budget) for field in term.fields.values())
                    for term in rest
                )
        return length

    def _field(self, field: RecordField, alternatives: Alternatives, budget: Budget) -> int:
        return _AROUND_FIELD + len(field.steps[-1]) + self._measured(alternatives, budget)[1]

    def _measured(self, alternatives: Alternatives, budget: Budget) -> tuple[int, int]:
        budget.spend(1)
        known = self._of_alternatives.get(id(alternatives))
        if known is None:
            text = written([operator.element() for operator in alternatives], compact=True)
            budget.spend(len(alternatives) + len(text) // _CHARACTERS_A_STEP)
            operands = sum(len(str(operator.operand())) for operator in alternatives)
            # with the alternatives themselves, so that no other object gets their identity
            known = self._of_alternatives[id(alternatives)] = operands, len(text), alternatives
        return known[0], known[1]
