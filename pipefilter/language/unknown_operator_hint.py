"""Hints for an element of a field's list with an unknown operator; what they say to write is accepted by AWS."""

from __future__ import annotations

import re

from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.language.operator_as_name import is_valid_list
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.parser_state import ParserState
from pipefilter.language.several_operators_hint import several_operators_hint
from pipefilter.language.short_tree import short_tree
from pipefilter.language.unknown_operator import operator_suggestion, short_value

__all__ = ["unknown_operator_hint"]

_IN_QUOTES = re.compile(r'"(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"')
"""A number in quotes."""


def unknown_operator_hint(state: ParserState, name: str, list_start: int) -> str:
    """What to write instead of the operator at the current token.

    Args:
        list_start: the offset of the list that the operator is in.
    """
    (elements,) = short_tree(state.text, list_start) or (None,)
    if several := _of_several(state, elements):
        return several
    value = short_value(state.text, state.json.start)
    holds_more = state.text.startswith(("[", "{"), state.json.start) or state.steps[0] == "or"
    number = _IN_QUOTES.fullmatch(value)
    hint = ""
    for operand in (value, number[1] if number else "", ""):
        hint = operator_suggestion(
            name, BY_KEYWORD, operand, steps=state.steps, holds_more=holds_more, elements=elements
        )
        if _is_accepted(hint):
            break
    return hint


def _of_several(state: ParserState, elements: Json) -> str:
    """A hint if the object with the operator has other operators, too; "" otherwise."""
    index = int(state.steps[-2])
    element = elements[index] if isinstance(elements, list) else None
    if not isinstance(element, tuple) or len(element) < 2:
        return ""
    return several_operators_hint(element, state.steps[:-2])


def _is_accepted(hint: str) -> bool:
    """Whether AWS accepts the operator that a hint says to write, if it is complete."""
    _, lead, rest = hint.partition("write {")
    if not lead:
        return True
    try:
        return is_valid_list([strict_tree(f"{{{rest}")])
    except JsonFault:  # with ... instead of a value
        return True
