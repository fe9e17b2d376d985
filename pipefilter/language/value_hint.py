"""Hints for a value outside a list: `{"state": "paid"}`, `{"state": {"prefix": "pa"}}`."""

from __future__ import annotations

import re

from pipefilter.json_text.broken_quotes import QUOTES_AROUND, string_cut_short
from pipefilter.json_text.json_token import Token
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.double_encoding import ENCODED_TWICE, decoded_once
from pipefilter.language.operator_as_name import (
    IntendedOperator,
    has_any_names,
    has_field,
    has_only_operators,
    intended_operator,
)
from pipefilter.language.operator_likeness import operator_like
from pipefilter.language.outer_levels import outer_levels, without_outer_levels
from pipefilter.language.parser_state import ParserState
from pipefilter.language.record_reference import comparison_hint, reference_in
from pipefilter.language.short_tree import short_tree
from pipefilter.language.unknown_operator import COMPARISON_NAMES

__all__ = ["value_hint"]

_OBJECT = re.compile(r"""\"\{\s*['\w].*:.*\}\"""", re.DOTALL)
"""An object in quotes that is not JSON, as in YAML and JavaScript."""
_JOINED = "; operators in one list are joined by OR"
_MAX_VALUE = 60
_MAX_PATTERN = 200
_LITERALS: dict[Token, Json] = {Token.TRUE: True, Token.FALSE: False, Token.NULL: None}


def value_hint(state: ParserState) -> str:
    """A hint for the value at the current token, which should be in a list."""
    json, steps = state.json, state.steps
    text = state.text[json.start : json.end]
    if (inner := decoded_once(text)) is not None:
        return _of_encoded(inner, steps)
    if string_cut_short(state.text, json.end) or _OBJECT.fullmatch(text):
        return QUOTES_AROUND
    value = text[:_MAX_VALUE]
    if steps[-1] in COMPARISON_NAMES and (reference := reference_in(value.strip('"'))):
        return comparison_hint(reference, COMPARISON_NAMES[steps[-1]])
    if misspelled := _as_misspelled(state, value):
        return misspelled
    return f"write it as a list: {_as_operator(state) or f'{written(steps[-1])}: [{value}]'}"


def _of_encoded(inner: str, steps: list[str]) -> str:
    """A hint for JSON in quotes, which is the pattern itself if only levels around a pattern lead to it."""
    levels = outer_levels(steps)
    if not levels or len(levels) < len(steps):
        return ENCODED_TWICE
    pattern = inner if len(inner) <= _MAX_PATTERN else "only its string, without the quotes and backslashes"
    return f"{without_outer_levels(levels)}: write {pattern}"


def _as_misspelled(state: ParserState, value: str) -> str:
    """A hint for a name that is nearly an operator's: `{"state": {"prefx": "pa"}}`; "" for other names."""
    name, above = state.steps[-1], state.steps[:-1]
    if (
        not has_field(above)
        or has_any_names(above)
        or "$or" in above
        or value != state.text[state.json.start : state.json.end]
    ):
        return ""
    kinds = {Token.STRING: '"', Token.NUMBER: "0", Token.TRUE: "t", Token.FALSE: "t"}
    operator = operator_like(name, kinds.get(state.json.token, ""))
    if not operator:
        return ""
    operand = f'["=", {value}]' if operator == "numeric" else value
    instead = f'{written(above[-1])}: [{{"{operator}": {operand}}}]'
    return f"did you mean the operator {operator}? Write {instead}; for a field of this name: {written(name)}: [{value}]"


def _as_operator(state: ParserState) -> str:
    """The field with the intended list if its name is that of an operator; "" otherwise."""
    json, steps = state.json, state.steps
    value = json.string() if json.token is Token.STRING else _LITERALS.get(json.token)
    if json.token is Token.NUMBER:
        value = json.number()
    meant = intended_operator(steps, [value], is_list=False)
    if meant is None or "$or" in steps or not has_only_operators(state.text, meant.above):
        return ""
    if meant.is_likely:
        others = _other_operators(state, meant)
        return f"{meant.field_text(*others)}{_JOINED if others else ''}"
    return (
        f"{written(steps[-1])}: [{written(value)}]; an operator must be in a field's list: "
        f'"field": {written(list(meant.elements))}'
    )


def _other_operators(state: ParserState, meant: IntendedOperator) -> list[IntendedOperator]:
    """The operators beside one in an object without a list, in their order."""
    read = short_tree(state.text, 0)
    node: Json = read[0] if read else None
    for step in meant.above:
        node = dict(node).get(step) if isinstance(node, tuple) else None
    names = state.steps[len(meant.above) :]
    others = []
    for name, value in node if isinstance(node, tuple) else ():
        if name == names[0]:
            continue
        steps, operand = (*meant.above, name), value
        while isinstance(operand, tuple) and len(operand) == 1:
            steps, operand = (*steps, operand[0][0]), operand[0][1]
        is_list = isinstance(operand, list)
        other = intended_operator(steps, operand if isinstance(operand, list) else [operand], is_list=is_list)
        if other is not None and other.above == meant.above:
            others.append(other)
    return others
