"""A queue of requests that wait to be evaluated: limited, and the smallest first.

What takes long is large, as a rule; so short work need not wait for it.
"""

from __future__ import annotations

import threading
from collections.abc import Sized
from dataclasses import field
from operator import attrgetter
from typing import Generic, TypeVar

from pipefilter.dataclass import dataclass
from pipefilter.override import override

__all__ = ["EvaluationQueue", "Ticket"]

_Turn = TypeVar("_Turn")
_SIZE = attrgetter("size")


@dataclass(eq=False, slots=True)
class Ticket(Generic[_Turn]):
    """A request that waits for its turn.

    Args:
        size: of its body.
        turn: that it has been given; None as long as it waits.
        called: set when it need not wait longer.
    """

    size: int
    turn: _Turn | None = None
    called: threading.Event = field(default_factory=threading.Event)


class EvaluationQueue(Sized, Generic[_Turn]):
    """The waiting requests."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._tickets: list[Ticket[_Turn]] = []

    @override
    def __len__(self) -> int:
        return len(self._tickets)

    def add(self, ticket: Ticket[_Turn]) -> None:
        """Add a request; if there are too many, the largest is sent away, and of equal ones the last."""
        self._tickets.append(ticket)
        if len(self._tickets) > self._limit:
            largest = max(reversed(self._tickets), key=_SIZE)
            self._tickets.remove(largest)
            largest.called.set()

    def call(self, turn: _Turn) -> None:
        """Give a turn to the smallest request, and of equal ones to the first; there must be one."""
        ticket = min(self._tickets, key=_SIZE)
        self._tickets.remove(ticket)
        ticket.turn = turn
        ticket.called.set()

    def discard(self, ticket: Ticket[_Turn]) -> None:
        """Remove a request that waits no longer."""
        if ticket in self._tickets:
            self._tickets.remove(ticket)

    def end(self) -> None:
        """Send all requests away."""
        for ticket in self._tickets:
            ticket.called.set()
        self._tickets.clear()
