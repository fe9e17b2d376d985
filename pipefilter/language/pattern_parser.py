"""The text of an event pattern read token by token, as AWS's engine reads it.

The first fault is the one that AWS reports, at AWS's line and column. After a fault, reading goes on after the element
or member that has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from itertools import islice

from pipefilter.dataclass import dataclass
from pipefilter.errors import Problem
from pipefilter.json_text.json_token import Token
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.language.alternatives_parser import parse_alternatives
from pipefilter.language.branches import branches_of
from pipefilter.language.double_encoding import ENCODED_TWICE, decoded_once
from pipefilter.language.event_pattern import EventPattern, Field, Member, Or
from pipefilter.language.operator import Operator
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.operators.exists import Exists
from pipefilter.language.parser_state import CannotBuild, ParserState, PatternFault
from pipefilter.language.structure_problems import (
    EMPTY_ARRAY,
    EMPTY_OBJECT,
    NOT_A_LIST,
    NOT_AN_OBJECT,
    OR_NOT_A_LIST,
    OR_NOT_OBJECTS,
    OR_TOO_FEW,
    RESERVED,
    RESERVED_IN_OR,
)

__all__ = ["PatternParser"]

MAX_PROBLEMS = 100
"""More would not help anyone, and each costs a pass over the whole text."""

_EMPTY = 'write a pattern, such as {"source": ["my.app"]}: the text is empty'


@dataclass(slots=True, eq=False, repr=False)
class _OpenObject:
    names: tuple[str, ...]
    name_spans: tuple[tuple[int, int], ...]
    inside_or: bool
    members: list[Member]
    or_: _OpenOr | None = None
    """The `$or` that has this object among its choices."""
    has_members: bool = False


@dataclass(slots=True, eq=False, repr=False)
class _OpenOr:
    names: tuple[str, ...]
    name_spans: tuple[tuple[int, int], ...]
    members: list[Member]
    pointer: str
    start: int
    count: int = 0
    choices: list[tuple[Member, ...]] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Of each choice; of the last one, its start twice until it is read."""


class PatternParser:
    """Reads one event pattern in one pass, and collects its problems in the order of AWS.

    Args:
        operators: by keyword.
    """

    def __init__(self, text: str, operators: Mapping[str, type[Operator]] = BY_KEYWORD) -> None:
        self.state = ParserState(text, operators)
        self.json = self.state.json
        self.problems: list[Problem] = []
        self.open: list[_OpenObject | _OpenOr] = []
        self._cannot_build: list[tuple[Field, list[CannotBuild]]] = []

    def _hint_at_root(self) -> str | None:
        """A hint for a pattern that is not an object; None if the hint of the problem's kind says it all."""
        if not self.state.text.strip():
            return _EMPTY
        if self.json.token is Token.ARRAY:
            from pipefilter.language.list_hint import hint_for_root_list

            return hint_for_root_list(self.state.text) or None
        token = self.state.text[self.json.start : self.json.end]
        return None if decoded_once(token) is None else ENCODED_TWICE

    def run(self) -> tuple[Member, ...]:
        """Read the members of the pattern; what is wrong with it is then in `problems`."""
        members: list[Member] = []
        try:
            if self.json.next() is not Token.OBJECT:
                raise self.state.fault(NOT_AN_OBJECT, hint=self._hint_at_root())
            self.open.append(_OpenObject((), (), inside_or=False, members=members))
            while self.open:
                top = self.open[-1]
                if isinstance(top, _OpenOr):
                    self._choice(top)
                else:
                    self._member(top)
        except (JsonFault, PatternFault) as fault:
            self.problems.append(self.state.problem(fault))
        return tuple(members)

    def _report(self, fault: PatternFault, depth: int) -> None:
        """Report the fault, and read on after what is open deeper than `depth`."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(self.state.problem(fault))
        self.json.skip_to(depth)

    def _member(self, top: _OpenObject) -> None:
        depth = self.json.depth
        if self.json.next() is Token.OBJECT_END:
            if not top.has_members:
                self._report(self.state.fault(EMPTY_OBJECT), depth)
            if top.or_ is not None:
                top.or_.choices.append(tuple(top.members))
                top.or_.spans[-1] = (top.or_.spans[-1][0], self.json.consumed)
            self.open.pop()
            if self.open:
                self.state.steps.pop()
            return
        top.has_members = True
        name = self.json.name
        self.state.steps.append(name)
        if name == "$or":
            if self.json.next() is Token.ARRAY:
                opened = _OpenOr(top.names, top.name_spans, top.members, self.state.pointer, self.json.start)
                self.open.append(opened)
                return
            self._report(self._or_not_a_list(), depth)
        elif top.inside_or and name in RESERVED_IN_OR:
            self._report(self._reserved(name, top.or_), depth)
        else:
            names = (*top.names, name)
            name_spans = (*top.name_spans, (self.json.name_start, self.json.name_end))
            token = self.json.next()
            if token is Token.OBJECT:
                self.open.append(_OpenObject(names, name_spans, top.inside_or, top.members))
                return
            if token is Token.ARRAY:
                top.members.append(self._field(names, name_spans))
            else:
                self._report(self._not_a_list(name), depth)
        self.state.steps.pop()

    def _not_a_list(self, name: str) -> PatternFault:
        from pipefilter.language.value_hint import value_hint

        fault = self.state.fault(NOT_A_LIST, name=name)  # first, for its place: the hint reads the string
        fault.hint = value_hint(self.state)
        return fault

    def _or_not_a_list(self) -> PatternFault:
        from pipefilter.language.or_hint import hint_for_object_in_or

        return self.state.fault(OR_NOT_A_LIST, hint=hint_for_object_in_or(self.state))

    def _reserved(self, name: str, or_: _OpenOr | None) -> PatternFault:
        """The fault of an operator's name as a field name inside `$or`: as a choice of it, or deeper if `or_` is None."""
        from pipefilter.language.or_hint import hint_for_operator_in_or, hint_for_values_in_or

        hint: str | None = None
        if len(self.problems) >= MAX_PROBLEMS:
            pass  # it will not be reported
        elif or_ is None:
            hint = hint_for_operator_in_or(self.state)
        else:
            hint = hint_for_values_in_or(self.state, or_.start)
        return self.state.fault(RESERVED, at="name", hint=hint, name=name)

    def _choice(self, top: _OpenOr) -> None:
        depth = self.json.depth
        token = self.json.next()
        if token is Token.ARRAY_END:
            if top.count < 2:
                self._report(self.state.fault(OR_TOO_FEW), depth)
            span = (top.start, self.json.consumed)
            top.members.append(Or(top.names, tuple(top.choices), top.pointer, span, tuple(top.spans)))
            self.open.pop()
            self.state.steps.pop()
            return
        self.state.steps.append(str(top.count))
        top.count += 1
        if token is Token.OBJECT:
            top.spans.append((self.json.start, self.json.start))
            self.open.append(_OpenObject(top.names, top.name_spans, inside_or=True, members=[], or_=top))
            return
        from pipefilter.language.or_hint import hint_for_values_in_or

        hint = hint_for_values_in_or(self.state, top.start)
        self._report(self.state.fault(OR_NOT_OBJECTS, hint=hint), depth)
        self.state.steps.pop()

    def _field(self, steps: tuple[str, ...], name_spans: tuple[tuple[int, int], ...]) -> Field:
        json, state = self.json, self.state
        depth, start = json.depth, json.start
        parsed = parse_alternatives(state, lambda fault: self._report(fault, depth))
        if not parsed.count:
            self._report(state.fault(EMPTY_ARRAY), depth - 1)
        span = (start, json.consumed)
        operators, spans = parsed.operators, parsed.spans
        if parsed.faults and not operators:
            # it stands for what cannot be built, if a later member replaces the list
            operators, spans = [Exists(present=True)], [parsed.faults[0].span]
        numbers = tuple(parsed.numbers) if len(parsed.numbers) < parsed.count else ()
        field_ = Field(steps, tuple(operators), state.pointer, span, tuple(spans), numbers, name_spans)
        if parsed.faults:
            self._cannot_build.append((field_, parsed.faults))
        return field_

    def build_problems(self, pattern: EventPattern) -> list[Problem]:
        """What AWS's engine cannot build, in lists that no later member of the same name replaces."""
        if not self._cannot_build:
            return []
        used = {id(field_) for branch in branches_of(pattern) for field_ in branch.fields.values()}
        faults = (fault for field_, faults in self._cannot_build if id(field_) in used for fault in faults)
        return [self.state.problem(fault) for fault in islice(faults, MAX_PROBLEMS)]
