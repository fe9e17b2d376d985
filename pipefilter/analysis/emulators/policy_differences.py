"""What emulators have in common in how they evaluate filter policies of SNS."""

from __future__ import annotations

from pipefilter.json_text.number import Number
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exact import Exact

__all__ = ["WITHOUT_ATTRIBUTES", "excludes_numbers", "is_number"]

WITHOUT_ATTRIBUTES = "it matches there even if the message has no attributes at all"


def is_number(operator: Operator) -> bool:
    """Whether an alternative is a plain number."""
    return isinstance(operator, Exact) and isinstance(operator.value, Number)


def excludes_numbers(operator: Operator) -> bool:
    """Whether `anything-but` excludes numbers."""
    return isinstance(operator, AnythingBut) and isinstance(operator.excluded[0], Number)
