"""The list of one field read token by token: `["PAID", 5, {"prefix": "x"}]`, its plain values and operators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from pipefilter.dataclass import dataclass
from pipefilter.json_text.json_token import Token
from pipefilter.language.operator import Operator
from pipefilter.language.operator_problems import EMPTY_INSIDE
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.operators.exact import Exact
from pipefilter.language.parser_state import CannotBuild, ParserState, PatternFault
from pipefilter.language.structure_problems import NESTED_LIST, NO_OPERATOR, UNKNOWN_OPERATOR

__all__ = ["Alternatives", "parse_alternatives"]

_CONSTANTS = {Token.TRUE: True, Token.FALSE: False, Token.NULL: None}


@dataclass(slots=True, eq=False, repr=False)
class Alternatives:
    """The elements of a field's list.

    Args:
        operators: the valid ones, in the order of the text.
        spans: offsets of each of these.
        numbers: the index of each of these in the list.
        faults: what AWS's engine cannot build.
    """

    operators: list[Operator] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    faults: list[CannotBuild] = field(default_factory=list)
    count: int = 0


def parse_alternatives(state: ParserState, report: Callable[[PatternFault], None]) -> Alternatives:
    """Read the elements of a list up to its closing bracket.

    Args:
        state: on the opening bracket.
        report: called for each element that AWS rejects; must read on to its end, or raise.

    Raises:
        JsonFault: the text is not JSON.
    """
    json = state.json
    list_start = json.start
    alternatives = Alternatives()
    while json.next() is not Token.ARRAY_END:
        start = json.start
        with state.at(str(alternatives.count)):
            try:
                alternatives.operators.append(_alternative(state, list_start))
                alternatives.spans.append((start, json.consumed))
                alternatives.numbers.append(alternatives.count)
            except CannotBuild as fault:
                # an empty list fails as the first alternative only; further on it is left out, and never holds
                if fault.kind is not EMPTY_INSIDE or not alternatives.operators:
                    alternatives.faults.append(fault)
            except PatternFault as fault:
                report(fault)
        alternatives.count += 1
    return alternatives


def _alternative(state: ParserState, list_start: int) -> Operator:
    json = state.json
    token = json.token
    if token is Token.STRING:
        return Exact(json.string())
    if token is Token.NUMBER:
        return Exact(json.number())
    if token is Token.ARRAY:
        raise state.fault(NESTED_LIST)
    if token is Token.OBJECT:
        start = json.start
        try:
            return _operator(state, list_start)
        except CannotBuild:
            raise
        except PatternFault as fault:
            from pipefilter.language.element_hint import element_hint

            fault.hint = element_hint(state, start, fault) or fault.hint
            raise
    return Exact(_CONSTANTS[token])


def _operator(state: ParserState, list_start: int) -> Operator:
    json = state.json
    if json.next() is not Token.NAME:
        raise state.fault(NO_OPERATOR)
    name = json.name
    with state.at(name):
        operator = BY_KEYWORD.get(name)
        if operator is None:
            from pipefilter.language.unknown_operator_hint import unknown_operator_hint

            hint = unknown_operator_hint(state, name, list_start)
            raise state.fault(UNKNOWN_OPERATOR, at="name", hint=hint, name=name)
        try:
            alternative: Operator | CannotBuild = operator.read(state)
        except CannotBuild as fault:
            alternative = fault
    state.close(operator.second_member)
    if isinstance(alternative, CannotBuild):
        raise alternative
    return alternative
