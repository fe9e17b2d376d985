"""The automaton in which AWS's engine keeps the alternatives of one field, byte by byte.

Only its shape matters here: which states the wildcards of a field share decides how complex they are (see
`machine_complexity`). Spellings share the states of their common beginning, with an exception: a state that more than
one string leads to (after a star, or after a letter in either case) is shared only where that cannot make the other
spellings match more. So the shape depends on the order in which the spellings are added.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching-complexity
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Generic, TypeVar

from pipefilter.dataclass import dataclass
from pipefilter.language.byte_state import Edge, State, add_edge, edges_of, last_bytes, state_of
from pipefilter.language.machine_pattern import STAR, Item, MachinePattern, Spelling
from pipefilter.language.step_budget import StepBudget

__all__ = ["ByteMachine"]

_Name = TypeVar("_Name")


@dataclass(slots=True)
class ByteMachine(Generic[_Name]):
    """The automaton of one field; each pattern leads on to a state of the next field.

    Args:
        youngest_first: which state to share where several are possible. The engine's choice is random: its sets are
            ordered by the addresses of objects.
    """

    budget: StepBudget
    youngest_first: bool = False
    had_choice: bool = False
    """Whether several states were possible somewhere."""
    start: State = field(default_factory=lambda: State(ambiguous=False))
    states: list[State] = field(default_factory=list)
    """All but the start, in order of creation: edges lead from older states to younger ones."""
    _next_names: dict[Edge, _Name] = field(default_factory=dict)
    _matches: dict[tuple[MachinePattern, int], Edge] = field(default_factory=dict)
    _has_suffix: bool = False

    def add(self, pattern: MachinePattern, next_name: _Name) -> _Name:
        """Add a pattern; returns the state that it leads to: `next_name`, unless it was added before.

        Raises:
            TooManySteps: the budget is used up; the pattern may have been added in part.
        """
        for spelling in pattern.spellings:
            next_name = self._add_spelling(pattern, spelling, next_name)
        return next_name

    def next_names(self) -> Iterator[_Name]:
        """The states that its patterns lead to; one may occur several times."""
        return iter(self._next_names.values())

    def _add_spelling(self, pattern: MachinePattern, spelling: Spelling, next_name: _Name) -> _Name:
        self.budget.take(len(spelling))
        state, previous, index = self._shared(spelling)
        shortcut = next(iter(edges_of(state, spelling[index])), None)
        if shortcut is not None and shortcut.shortcut and len(edges_of(state, spelling[index])) == 1:
            if shortcut.match == pattern:
                return self._next_names[shortcut]
            self._write_out(state, spelling, index, shortcut)
        whole = True
        last = len(spelling) - 1
        while index < last:
            edges = edges_of(state, spelling[index])
            if not edges:
                break
            following = state_of(edges)
            if following is None:
                following = self._beyond(state, spelling[index], next(iter(edges)))
            elif following.ambiguous:
                whole = False
                break
            state, previous, index = following, state, index + 1
        if pattern.may_be_shortened and whole and index < last:
            edge = Edge(match=pattern, shortcut=True)
            self._next_names[edge] = next_name
            add_edge(state, spelling[index], edge)
            return next_name
        while index < last:
            following = self._following_or_new(state, previous, spelling, index)
            state, previous, index = following, state, index + 1
        return self._add_match(pattern, spelling, state, previous, next_name)

    def _shared(self, spelling: Spelling) -> tuple[State, State | None, int]:
        """The last state that the spelling can share, the state before it, and the index reached."""
        state, previous, index = self.start, None, 0
        while index < len(spelling) - 1:
            edges = edges_of(state, spelling[index])
            self.budget.take(len(edges))
            others = [edge.target for edge in edges if edge.target is not None and edge.target is not state]
            plain = [other for other in others if not other.ambiguous]
            shareable = others if others != plain and not self._converge(state, spelling, index) else plain
            if not shareable:
                break
            self.had_choice = self.had_choice or len(shareable) > 1
            following = shareable[-1 if self.youngest_first else 0]
            state, previous, index = following, state, index + 1
        return state, previous, index

    def _converge(self, state: State, spelling: Spelling, index: int) -> bool:
        """Whether two ways of reading the next byte may lead to the same state."""
        byte = spelling[index]
        if not isinstance(byte, int) or byte == STAR:
            return False
        forwards = not _continues(byte)
        if not forwards and not (self._has_suffix and not _continues(spelling[index - 1])):
            return False
        if state.every and list(state.every) != [state]:
            return True
        character = _character(spelling, index) if forwards else _character_backwards(spelling, index)
        return character.lower() != character.upper()

    def _write_out(self, state: State, spelling: Spelling, index: int, shortcut: Edge) -> None:
        """Replace a shortcut by states, for the beginning that the spelling shares with the shortcut's own."""
        assert shortcut.match is not None
        text = shortcut.match.spellings[0]
        common = index
        while common < min(len(text), len(spelling)) and text[common] == spelling[common]:
            common += 1
        last = len(text) - 1
        del state.by_byte[_byte(text[index])][shortcut]
        for item in text[index : min(common, last)]:
            following = self._new_state(ambiguous=state.ambiguous)
            add_edge(state, item, following)
            state = following
        if common < last:
            add_edge(state, text[common], shortcut)
        else:
            add_edge(state, text[last], self._match(shortcut.match, self._next_names[shortcut]))
            del self._next_names[shortcut]

    def _beyond(self, state: State, item: Item, edge: Edge) -> State:
        """A new state after a match."""
        following = self._new_state(ambiguous=state.ambiguous)
        both = following if edge.shortcut else Edge(following, edge.match)
        if edge in self._next_names and not edge.shortcut:
            self._next_names[both] = self._next_names[edge]
        add_edge(state, item, both)
        for byte in last_bytes(item):
            state.by_byte.get(byte, {}).pop(edge, None)
        return following

    def _following_or_new(self, state: State, previous: State | None, spelling: Spelling, index: int) -> State:
        item = spelling[index]
        edges = edges_of(state, item)
        self.budget.take(len(edges))
        following = state_of(edges)
        if following is not None and not following.ambiguous:
            return following
        following = self._new_state(ambiguous=state.ambiguous or not isinstance(item, int) or item == STAR)
        if item == STAR:
            self.budget.take(len(state.by_byte))
            following.add_for_every_byte(following)
            state.add_for_every_byte(following)
            return following
        add_edge(state, item, following)
        if previous is not None and spelling[index - 1] == STAR:  # the star may stand for the empty string
            add_edge(previous, item, following)
        return following

    def _add_match(
        self,
        pattern: MachinePattern,
        spelling: Spelling,
        state: State,
        previous: State | None,
        next_name: _Name,
    ) -> _Name:
        item = spelling[-1]
        for edge in edges_of(state, item):
            if edge.match == pattern:
                return self._next_names[edge]
        self._has_suffix = self._has_suffix or pattern.is_suffix
        match = self._match(pattern, next_name)
        add_edge(state, item, match)
        if previous is not None and len(spelling) > 1 and spelling[-2] == STAR:
            add_edge(previous, item, match)
        return next_name

    def _match(self, pattern: MachinePattern, next_name: _Name) -> Edge:
        edge = self._matches.setdefault((pattern, id(next_name)), Edge(match=pattern))
        self._next_names[edge] = next_name
        return edge

    def _new_state(self, *, ambiguous: bool) -> State:
        state = State(ambiguous=ambiguous)
        self.states.append(state)
        return state


def _byte(item: Item) -> int:
    assert isinstance(item, int)
    return item


def _continues(item: Item) -> bool:
    return isinstance(item, int) and 0x80 <= item <= 0xBF


def _character(spelling: Spelling, index: int) -> str:
    """The character whose first byte is next."""
    first = _byte(spelling[index])
    length = 1 if first < 0x80 else 2 if first < 0xE0 else 3
    return _decoded([item for item in spelling[index : index + length] if isinstance(item, int)])


def _character_backwards(spelling: Spelling, index: int) -> str:
    """The character whose last byte is next, in a reversed spelling."""
    read: list[int] = []
    for item in spelling[index:]:
        if not isinstance(item, int) or item == STAR:
            break
        read.append(item)
        if not _continues(item):
            break
    return _decoded(read[::-1])


def _decoded(read: list[int]) -> str:
    return bytes(byte for byte in read if byte >= 0).decode("utf-8", "replace")[:1]
