"""The states of the automaton in which AWS's engine keeps the alternatives of one field."""

from __future__ import annotations

from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.language.machine_pattern import STAR, Item, MachinePattern

__all__ = ["Edge", "Edges", "State", "add_edge", "edges_of", "last_bytes", "state_of"]

Edges: TypeAlias = "dict[Edge, None]"  # as an ordered set


@dataclass(slots=True, eq=False)
class Edge:
    """Leads over a byte to a state, to a match, or to both.

    Args:
        shortcut: whether the edge stands for the rest of its pattern's only spelling, whose states do not exist yet.
    """

    target: State | None = None
    match: MachinePattern | None = None
    shortcut: bool = False


class State(Edge):
    """A state; it is also the plain edge that leads to it, and ambiguous if more than one string leads here."""

    __slots__ = ("ambiguous", "by_byte", "every")

    def __init__(self, *, ambiguous: bool) -> None:
        super().__init__(self)
        self.ambiguous = ambiguous
        self.by_byte: dict[int, Edges] = {}
        """For each byte that has edges of its own: these, and the edges of every byte."""
        self.every: Edges = {}
        """The edges of every byte."""

    def edges(self, byte: int) -> Edges:
        """The edges of one byte."""
        return self.by_byte.get(byte, self.every)

    def add(self, byte: int, edge: Edge) -> None:
        """Add an edge for one byte."""
        self.by_byte.setdefault(byte, dict(self.every))[edge] = None

    def add_for_every_byte(self, edge: Edge) -> None:
        """Add an edge for all bytes."""
        for edges in (self.every, *self.by_byte.values()):
            edges[edge] = None


def edges_of(state: State, item: Item) -> Edges:
    """The edges of a byte, of every byte, or those that both spellings of a letter share."""
    if isinstance(item, int):
        return state.every if item == STAR else state.edges(item)
    shared: Edges | None = None
    for letters in item:
        edges: Edges = {state: None}
        for byte in letters:
            reached = (edge.edges(byte) for edge in edges if isinstance(edge, State))
            edges = {edge: None for some in reached for edge in some}
        shared = edges if shared is None else {edge: None for edge in shared if edge in edges}
    return shared or {}


def add_edge(state: State, item: Item, edge: Edge) -> None:
    """Add an edge for a byte or for both spellings of a letter."""
    if isinstance(item, int):
        state.add(item, edge)
        return
    for letters in item:
        at = state
        for byte in letters[:-1]:
            following = State(ambiguous=True)
            at.add(byte, following)
            at = following
        at.add(letters[-1], edge)


def last_bytes(item: Item) -> tuple[int, ...]:
    """The last byte of each spelling of the item."""
    return (item,) if isinstance(item, int) else tuple(letters[-1] for letters in item)


def state_of(edges: Edges) -> State | None:
    """The state to continue in: preferably one that a single string leads to."""
    states = [edge.target for edge in edges if edge.target is not None]
    return next((state for state in states if not state.ambiguous), states[0] if states else None)
