"""Evaluates the alternatives of one field on a value, one by one: the reference for `value_predicate`."""

from __future__ import annotations

from collections import Counter
from dataclasses import field

from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import Scalar
from pipefilter.language.comparable import Comparable, as_comparable, byte_text
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exact import Exact, Exactly
from pipefilter.language.operators.exists import Exists

__all__ = ["FieldPredicate"]


@dataclass(frozen=True, slots=True)
class FieldPredicate:
    """The alternatives of one field of one branch, evaluated together."""

    alternatives: tuple[Operator, ...]
    numeric: bool = field(init=False)
    """Whether the field compares numbers by value, as one of its alternatives does."""
    matches_absence: bool = field(init=False)
    """Whether one of the alternatives is `exists: false`."""
    _shared_bytes: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        numeric = any(operator.numeric for operator in self.alternatives)
        absent = any(isinstance(o, Exists) and not o.present for o in self.alternatives)
        object.__setattr__(self, "numeric", numeric)
        object.__setattr__(self, "matches_absence", absent)
        object.__setattr__(self, "_shared_bytes", self._find_shared_bytes())

    def _find_shared_bytes(self) -> frozenset[str]:
        """Strings that differ, but not in the bytes that AWS compares (by lone surrogates): then the bytes decide."""
        texts = {
            text
            for operator in self.alternatives
            if isinstance(operator, Exact | Exactly) and isinstance(text := operator.operand(), str)
        }
        counts = Counter(byte_text(text) for text in texts)
        return frozenset(text for text, count in counts.items() if count > 1)

    @property
    def weight(self) -> int:
        """How many tests a value may cost; each operator inside `anything-but` counts."""
        return sum(operator.weight for operator in self.alternatives)

    @property
    def bytes_matter(self) -> bool:
        """Whether two of the alternatives are strings that differ, but not in the bytes that AWS compares."""
        return bool(self._shared_bytes)

    def holding(self, value: Scalar) -> tuple[int, ...]:
        """The indexes of the alternatives that match a value."""
        comparable = as_comparable(value, numeric=self.numeric)
        return tuple(
            index
            for index, operator in enumerate(self.alternatives)
            if operator.holds(comparable) or self._shares_bytes(operator, comparable)
        )

    def holds(self, value: Scalar) -> bool:
        """Whether one of the alternatives matches a value."""
        comparable = as_comparable(value, numeric=self.numeric)
        return any(
            operator.holds(comparable) or self._shares_bytes(operator, comparable)
            for operator in self.alternatives
        )

    def _shares_bytes(self, operator: Operator, comparable: Comparable) -> bool:
        if not self._shared_bytes or not isinstance(comparable, str):
            return False
        text = operator.operand() if isinstance(operator, Exact | Exactly) else None
        if not isinstance(text, str) or (isinstance(operator, Exact) and operator.is_address):
            return False
        expected = byte_text(text)
        return expected in self._shared_bytes and byte_text(comparable) == expected
