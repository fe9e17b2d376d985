"""What a service's patterns may use: operators that it is not documented to take are widened."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipefilter.builder.narrowing.alternatives import PRESENT, Alternatives
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
    """What may be written in a pattern.

    Args:
        service: where it runs.
        notes: what had to be widened, in sentences.
    """

    service: Service
    notes: dict[str, None] = field(default_factory=dict)

    def takes(self, operator: Operator) -> bool:
        """Whether the service is documented to take the operator."""
        return self.service.operators[form_of(operator)].support == "yes"

    def or_wider(self, operator: Operator) -> tuple[Alternatives, bool]:
        """The operator, or what takes more and may be written; and whether it is no more.

        Args:
            operator: that demands a value.
        """
        if self.takes(operator):
            return (operator,), True
        self._note(operator)
        if isinstance(operator, Wildcard):
            pieces = pieces_of(operator.wildcards[0])
            for text, kind in ((pieces[0], Prefix), (pieces[-1], Suffix)):
                if text:
                    return (kind(text),), False
        return (PRESENT,), False

    def opposite(self, operator: Operator) -> Alternatives | None:
        """What has a value and is not what the operator takes; None if that cannot be written.

        Args:
            operator: that looks at text.
        """
        if isinstance(operator, AnythingBut):
            return self._opposite_of_anything_but(operator)
        if isinstance(operator, Affix) and not isinstance(operator.operand(), str):
            return None  # anything-but takes no operator inside an operator
        if not isinstance(operator, InnerText):
            return None
        other = AnythingBut((operator,), listed=False)
        if isinstance(operator, Affix) and not operator.text:
            return None
        if not self.takes(other):
            self._note(other)
            return None
        return (other,)

    def _opposite_of_anything_but(self, operator: AnythingBut) -> Alternatives | None:

        found: list[Operator] = []
        for one in operator.excluded:
            if isinstance(one, str):
                found.append(Exact(one))
            elif isinstance(one, Operator) and self.takes(one):
                found.append(one)
            else:
                return None
        return tuple(found)

    def note(self, sentence: str) -> None:
        """Something that the user should know of the pattern, told once.

        Args:
            sentence: what.
        """
        self.notes[sentence] = None

    def _note(self, operator: Operator) -> None:
        form = form_of(operator).replace("/", " around ")
        self.note(f"{form} was widened: the service {self.service.name} is not documented to take it")
