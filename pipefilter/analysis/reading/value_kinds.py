"""The kinds of values that an alternative of a field can match: a prefix matches only strings."""

from __future__ import annotations

from pipefilter.events.shape import KINDS, Kind
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists

__all__ = ["matched_kinds"]


def matched_kinds(operator: Operator) -> frozenset[Kind]:
    """The kinds of values that an alternative can match; none if it matches only absence."""
    if isinstance(operator, Exists):
        return frozenset(KINDS if operator.present else ())
    requirement = operator.requirement()
    kinds: set[Kind] = set()
    if requirement.text is not None:
        kinds.add("string")
    if requirement.numbers is not None:
        kinds.add("number")
    if requirement.constants:
        kinds |= {"boolean", "null"}
        if isinstance(operator, Exact) and not requirement.text:
            kinds -= {"boolean"} if operator.value is None else {"null"}
    return frozenset(kinds)
