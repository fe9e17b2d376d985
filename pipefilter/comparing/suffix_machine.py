"""Which of some suffixes a string ends with, character by character: the machine of Aho and Corasick.

In a suffix that repeats itself, a string can be at a thousand positions at once. The longest one determines all others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from pipefilter.language.step_budget import StepBudget

__all__ = ["SuffixMachine"]


class SuffixMachine:
    """A machine whose states are numbers; it starts in state 0.

    Args:
        suffixes: each as its characters; none is empty.
        budget: of the whole comparison.

    Raises:
        TooManySteps: the budget is used up.
    """

    def __init__(self, suffixes: Iterable[Sequence[str]], budget: StepBudget) -> None:
        self._following: list[dict[str, int]] = [{}]
        self._ends: list[frozenset[int]] = [frozenset()]
        for number, suffix in enumerate(suffixes):
            self._add(number, suffix, budget)
        self._complete(budget)

    def following(self, state: int) -> dict[str, int]:
        """The state after each character; after any other, it is 0."""
        return self._following[state]

    def ends(self, state: int) -> frozenset[int]:
        """The numbers of the suffixes with which the string ends in a state."""
        return self._ends[state]

    @property
    def characters(self) -> set[str]:
        """All characters of the suffixes."""
        return {character for each in self._following for character in each}

    def _add(self, number: int, suffix: Sequence[str], budget: StepBudget) -> None:
        at = 0
        for character in suffix:
            budget.take(1)
            at = self._following[at].setdefault(character, len(self._following))
            if at == len(self._following):
                self._following.append({})
                self._ends.append(frozenset())
        self._ends[at] |= {number}

    def _complete(self, budget: StepBudget) -> None:
        """Add what follows if a string has read on, but a shorter suffix may still come."""
        shorter = [0] * len(self._following)  # for each state, that of its longest end which is a start, too
        todo = deque(self._following[0].values())
        while todo:
            state = todo.popleft()
            own, inherited = self._following[state], self._following[shorter[state]]
            budget.take(1 + len(own) + len(inherited))
            for character, following in own.items():
                shorter[following] = inherited.get(character, 0)
                todo.append(following)
            self._following[state] = {**inherited, **own}
            self._ends[state] |= self._ends[shorter[state]]
