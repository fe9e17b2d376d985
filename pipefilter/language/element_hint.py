"""Hints for an element of a field's list that AWS rejects, from the element as a whole."""

from __future__ import annotations

from pipefilter.language.exclusion_hint import exclusion_hint
from pipefilter.language.operator_problems import ONLY_ONE_KEY, TOO_MANY_ELEMENTS
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.parser_state import ParserState, PatternFault
from pipefilter.language.second_operator_hint import second_operator_hint
from pipefilter.language.short_tree import short_tree
from pipefilter.language.structure_problems import UNKNOWN_OPERATOR

__all__ = ["element_hint"]


def element_hint(state: ParserState, start: int, fault: PatternFault) -> str:
    """A hint for the operator at an offset; "" if the hint of the fault's kind says it all, or if the operator is long."""
    if fault.kind is UNKNOWN_OPERATOR:
        return ""
    read = short_tree(state.text, start)
    members = read[0] if read else None
    if not isinstance(members, tuple) or not members:
        return ""
    if len(members) > 1:
        return second_operator_hint(members) if fault.kind in (ONLY_ONE_KEY, TOO_MANY_ELEMENTS) else ""
    name, operand = members[0]
    return exclusion_hint(operand, state.steps) if name == AnythingBut.keyword else ""
