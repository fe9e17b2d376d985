"""The operators that a service's patterns may use; an operator that the service is not documented to support is widened."""

from __future__ import annotations

from dataclasses import field

from pipefilter.builder.narrowing.alternatives import PRESENT, Alternatives
from pipefilter.dataclass import dataclass
from pipefilter.language.affix import Affix
from pipefilter.language.operator import InnerText, Operator
from pipefilter.language.operator_form import form_of
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.operators.suffix import Suffix
from pipefilter.language.operators.wildcard import Wildcard, pieces_of
from pipefilter.services.service import Service

__all__ = ["SupportedOperators"]


@dataclass(frozen=True, slots=True)
class SupportedOperators:
    """The operators that may be written in a pattern, and sentences about widened operators."""

    service: Service
    notes: dict[str, None] = field(default_factory=dict)

    def _is_supported(self, operator: Operator) -> bool:
        return self.service.support(form_of(operator)) == "yes"

    def or_wider(self, operator: Operator) -> tuple[Alternatives, bool]:
        """An operator on values, or wider ones that are supported; and whether they match no more than it."""
        if self._is_supported(operator):
            return (operator,), True
        self._note_widened(operator)
        if isinstance(operator, Wildcard):
            pieces = pieces_of(operator.wildcards[0])
            for text, kind in ((pieces[0], Prefix), (pieces[-1], Suffix)):
                if text:
                    return (kind(text),), False
        return (PRESENT,), False

    def opposite(self, operator: Operator) -> Alternatives | None:
        """The alternatives for a value that the operator does not match; None if no supported operator says so."""
        if isinstance(operator, AnythingBut):
            return self._opposite_of_anything_but(operator)
        if isinstance(operator, Affix) and not isinstance(operator.operand(), str):
            return None  # anything-but does not allow an operator inside an operator
        if not isinstance(operator, InnerText):
            return None
        other = AnythingBut((operator,), listed=False)
        if isinstance(operator, Affix) and not operator.text:
            return None
        if not self._is_supported(other):
            self._note_widened(other)
            return None
        return (other,)

    def _opposite_of_anything_but(self, operator: AnythingBut) -> Alternatives | None:
        operators: list[Operator] = []
        for excluded in operator.excluded:
            if isinstance(excluded, str):
                operators.append(Exact(excluded))
            elif isinstance(excluded, Operator) and self._is_supported(excluded):
                operators.append(excluded)
            else:
                return None
        return tuple(operators)

    def note(self, sentence: str) -> None:
        """Add a sentence about the pattern for the user."""
        self.notes[sentence] = None

    def _note_widened(self, operator: Operator) -> None:
        form = form_of(operator).replace("/", " with ")
        self.note(
            f"the pattern matches more than {form} would: AWS does not document this operator for the service "
            f"{self.service.name}"
        )
