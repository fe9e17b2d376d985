"""The complexity of an automaton by the measure of AWS's engine: how many prefixes of wildcards can be active at once.

Each set of states that the bytes of some value can reach has a weight: the number of patterns with wildcards that can
still match from each of its states, and from a star that comes next. The complexity is the largest weight.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import Any, TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.language.byte_machine import ByteMachine
from pipefilter.language.byte_state import Edge, State
from pipefilter.language.machine_pattern import MachinePattern
from pipefilter.language.step_budget import StepBudget, TooManySteps

__all__ = ["Complexity", "complexity_of_machine"]

_Alive: TypeAlias = frozenset[Edge]
_ANY_OTHER_BYTE = -1


@dataclass(frozen=True, slots=True)
class Complexity:
    """The result of counting: a lower bound, or exactly the complexity."""

    at_least: int
    is_exact: bool


def complexity_of_machine(machine: ByteMachine[Any], stop: int, budget: StepBudget) -> Complexity:
    """Count the prefixes of wildcards that can be active at once, and end beyond `stop`."""
    largest = 0
    try:
        weights = _Weights(machine, budget)
        visited = {weights.start}
        waiting: list[tuple[int, int, _Alive]] = [(0, 0, weights.start)]
        while waiting and largest <= stop:
            _, _, alive = heappop(waiting)  # the heaviest first, to pass the limit early
            for following in weights.following(alive):
                if following not in visited:
                    visited.add(following)
                    weight = weights.weight(following)
                    largest = max(largest, weight)
                    heappush(waiting, (-weight, len(visited), following))
    except TooManySteps:
        return Complexity(largest, is_exact=False)
    return Complexity(largest, is_exact=largest <= stop)


class _Weights:
    """How many patterns with wildcards can match from each edge, and where sets of edges lead."""

    def __init__(self, machine: ByteMachine[Any], budget: StepBudget) -> None:
        self.start: _Alive = frozenset([machine.start])
        self._budget = budget
        self._numbers: dict[MachinePattern, int] = {}
        self._of_state: dict[State, int] = {}
        """The patterns that can match from a state, as bits."""
        self._counts: dict[Edge, int] = {}
        for state in (*reversed(machine.states), machine.start):  # the targets of a state come before it
            self._of_state[state] = self._reached(state)

    def _reached(self, state: State) -> int:
        patterns = 0
        for edges in (state.every, *state.by_byte.values()):
            self._budget.take(len(edges))
            for edge in edges:
                if edge is not state:
                    patterns |= self._patterns(edge)
        return patterns

    def _patterns(self, edge: Edge) -> int:
        patterns = self._of_state.get(edge.target, 0) if edge.target else 0
        if edge.match is not None and edge.match.has_wildcards:
            patterns |= 1 << self._numbers.setdefault(edge.match, len(self._numbers))
        return patterns

    def _count(self, edge: Edge) -> int:
        """How many patterns with wildcards can match from this edge."""
        count = self._counts.get(edge)
        if count is None:
            count = self._counts[edge] = self._patterns(edge).bit_count()
        return count

    def weight(self, alive: _Alive) -> int:
        """How many patterns can match from these edges, and from the stars next to them."""
        weight = 0
        for edge in alive:
            stars = edge.target.every if edge.target is not None else ()
            self._budget.take(len(stars))
            weight += self._count(edge) + sum(self._count(star) for star in stars if star not in alive)
        return weight

    def following(self, alive: _Alive) -> Iterator[_Alive]:
        """The sets of edges that one more byte can lead over, without those from which no wildcard can match."""
        states = [edge.target for edge in alive if edge.target is not None]
        # A byte for which no state has edges of its own leads over fewer edges than any other.
        for byte in {byte: None for state in states for byte in state.by_byte} or (_ANY_OTHER_BYTE,):
            edges = [edge for state in states for edge in state.edges(byte)]
            self._budget.take(len(edges) + len(states))
            live = frozenset(edge for edge in edges if self._count(edge))
            if live:
                yield live
