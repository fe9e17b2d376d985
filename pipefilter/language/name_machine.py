"""The chain of automata that AWS's engine builds for the fields of a pattern.

Each `$or` branch adds the alternatives of its fields, in ascending order of the paths, to the automata that it
reaches. A new alternative leads on to the branch's own state, a known one to the state that it led to before. So the
wildcards of one field in several branches share an automaton, unless an earlier field separates the branches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field

from pipefilter.dataclass import dataclass
from pipefilter.language.branches import Branch
from pipefilter.language.byte_machine import ByteMachine
from pipefilter.language.event_pattern import Field
from pipefilter.language.machine_pattern import MachinePattern, machine_patterns
from pipefilter.language.step_budget import StepBudget

__all__ = ["FieldMachine", "NameMachine"]


@dataclass(slots=True, eq=False)
class FieldMachine:
    """The automaton of the alternatives of one path, after one state.

    Args:
        fields: whose alternatives are in it; several if several branches share it.
        absent: the state that `{"exists": false}` leads to.
    """

    byte_machine: ByteMachine[_NameState]
    fields: list[Field] = field(default_factory=list)
    absent: _NameState | None = None
    added: dict[int, tuple[_NameState, ...]] = field(default_factory=dict)
    """The states that each field led to when it was last added."""

    def add(self, field_: Field, patterns: Iterable[MachinePattern]) -> Iterator[_NameState]:
        """Add a field's alternatives, and yield the states that they lead to."""
        self.fields.append(field_)
        state: _NameState | None = None
        for pattern in patterns:
            if pattern.is_absence:
                state = self.absent = self.absent or state or _NameState()
            else:
                state = self.byte_machine.add(pattern, state or _NameState())
            yield state


@dataclass(slots=True, eq=False)
class _NameState:
    machines: dict[str, FieldMachine] = field(default_factory=dict)


@dataclass(slots=True)
class NameMachine:
    """The automata of all fields.

    Args:
        lists_once: whether a list that several branches share is added only once; the engine adds it again.
    """

    budget: StepBudget
    lists_once: bool = False
    youngest_first: bool = False
    _start: _NameState = field(default_factory=_NameState)
    _patterns: dict[int, tuple[MachinePattern, ...]] = field(default_factory=dict)

    def add(self, branch: Branch) -> None:
        """Add one branch, up to its last field with wildcards.

        Raises:
            TooManySteps: the budget is used up; the branch may have been added in part.
        """
        fields = list(branch.fields.values())
        while fields and not any(operator.wildcards for operator in fields[-1].alternatives):
            fields.pop()
        states = [self._start]
        for field_ in fields:
            patterns = self._machine_patterns(field_)
            reached: dict[_NameState, None] = {}
            for state in states:
                machine = state.machines.get(field_.path)
                if machine is None:
                    machine = state.machines[field_.path] = FieldMachine(
                        ByteMachine(self.budget, self.youngest_first)
                    )
                following = machine.added.get(id(field_)) if self.lists_once else None
                if following is None:
                    following = machine.added[id(field_)] = tuple(machine.add(field_, patterns))
                reached.update(dict.fromkeys(following))
            states = list(reached)

    def _machine_patterns(self, field_: Field) -> tuple[MachinePattern, ...]:
        """The field's patterns, cached, as many branches may share a field."""
        patterns = self._patterns.get(id(field_))
        if patterns is None:
            patterns = tuple(p for operator in field_.alternatives for p in machine_patterns(operator))
            self._patterns[id(field_)] = patterns
        return patterns

    def counted(self) -> list[FieldMachine]:
        """The automata that the engine counts: it does not continue after `{"exists": false}`."""
        return list(self._reached(over_absence=False))

    def uncounted(self) -> list[FieldMachine]:
        """The automata that only `{"exists": false}` leads to, which the engine does not count."""
        counted = set(self.counted())
        return [machine for machine in self._reached(over_absence=True) if machine not in counted]

    def _reached(self, *, over_absence: bool) -> Iterator[FieldMachine]:
        waiting = [self._start]
        seen = set(waiting)
        for state in waiting:  # which grows
            for machine in state.machines.values():
                yield machine
                following = dict.fromkeys(machine.byte_machine.next_names())
                if over_absence and machine.absent is not None:
                    following[machine.absent] = None
                fresh = [name for name in following if name not in seen]
                seen.update(fresh)
                waiting += fresh
