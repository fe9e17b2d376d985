"""What is known of a pattern and its condition: proven by a comparison of the two, or true because of how patterns are built."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.override import override

__all__ = ["Certainty", "Proof"]

Certainty: TypeAlias = Literal["proven", "by construction", "refuted"]
"""`by construction`: it is true if the builder has no fault. `refuted`: a record shows a fault of the builder."""

_LOSES_NOTHING = "the pattern drops no record that meets the condition"
_MATCHES_NO_OTHER = "matches no other"


@dataclass(frozen=True, slots=True)
class Proof:
    """How certain it is that patterns are right for their condition, if what is assumed of the attributes is true.

    Args:
        never_loses: that every record that meets the condition matches.
        exact: that only records that meet the condition match; None if others match, too.
        counterexample: a record, as JSON text, that refutes one of them; "" if none does.
        doubt: why one of them is not proven, in words, without a full stop; "" if both are.
    """

    never_loses: Certainty
    exact: Certainty | None = None
    counterexample: str = ""
    doubt: str = ""

    @property
    def is_refuted(self) -> bool:
        """Whether a record shows that the patterns are wrong: a fault of the builder."""
        return "refuted" in (self.never_loses, self.exact)

    @override
    def __str__(self) -> str:
        if self.is_refuted:
            what = "drops" if self.never_loses == "refuted" else "also matches"
            return f"refuted: the pattern {what} this record: {self.counterexample}"
        doubt = f" (not proven: {self.doubt})" if self.doubt else ""
        if self.exact is None:
            return f"{self.never_loses}: {_LOSES_NOTHING}{doubt}"
        if self.exact == self.never_loses:
            return f"{self.never_loses}: {_LOSES_NOTHING}, and {_MATCHES_NO_OTHER}{doubt}"
        return f"{self.never_loses}: {_LOSES_NOTHING}; {self.exact}: it {_MATCHES_NO_OTHER}{doubt}"
