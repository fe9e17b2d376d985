"""The variants of a pattern that depends on conditions inside it: one for each combination of their options.

A condition that is used several times has the same option everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeAlias, TypeVar

from pipefilter.dataclass import dataclass
from pipefilter.templates.nodes.node import Choice, Node

__all__ = ["MAX_VARIANTS", "Decisions", "TooManyVariants", "Variant", "agreed", "variants"]

MAX_VARIANTS = 64
"""The maximum number of combinations that are read."""

Value = TypeVar("Value")
Finding = TypeVar("Finding")
Resolve: TypeAlias = Callable[[Node], Node | None]
Decisions: TypeAlias = Mapping[Hashable, int]
"""The option of each condition, by its name, or by its place if it has no name."""


class TooManyVariants(Exception):
    """There are more combinations than are read."""


@dataclass(frozen=True, slots=True)
class Variant(Generic[Value]):
    """A value for one combination of options."""

    decisions: Decisions
    value: Value


def variants(
    read: Callable[[Resolve], Value], resolved: Resolve, limit: int = MAX_VARIANTS
) -> list[Variant[Value]]:
    """What `read` returns for each combination of options; one variant without decisions if there are no conditions.

    Args:
        read: reads the value, and evaluates each node with the function that is passed to it; always in the same order.
        resolved: evaluates a function of the template's language; None for no value.

    Raises:
        TooManyVariants: there are more combinations than `limit`.
    """
    options: list[int] = []
    read_so_far: list[Variant[Value]] = []
    while True:
        path = _Path(resolved, options)
        value = read(path.resolved)
        read_so_far.append(Variant(path.decisions, value))
        options = path.options
        while options and options[-1] + 1 >= path.counts[len(options) - 1]:
            options.pop()
        if not options:
            return read_so_far
        if len(read_so_far) >= limit:
            raise TooManyVariants
        options[-1] += 1


class _Path:
    """One way through the conditions: the options that are chosen already, then the first of each."""

    def __init__(self, resolved: Resolve, options: Sequence[int]) -> None:
        self._resolved = resolved
        self._known: dict[Hashable, int] = {}
        self._nodes: list[Node] = []  # an identity is unique only while its node exists
        self._places: Counter[tuple[int, int]] = Counter()
        self.options = list(options)
        self.counts: list[int] = []
        self.decisions: dict[Hashable, int] = {}

    def resolved(self, node: Node) -> Node | None:
        """The value of a node, which is not a choice."""
        key: tuple[int, ...] = (id(node),)
        value = self._resolved(node)
        while isinstance(value, Choice):
            option = self._option(value, node, key)
            key = (*key, option)
            value = self._resolved(value.options[option])
        return value

    def _option(self, choice: Choice, node: Node, key: Hashable) -> int:
        known = self._known.get(choice.condition or key)
        if known is not None:
            return known
        self._nodes.append(node)
        number = len(self.counts)
        if number == len(self.options):
            self.options.append(0)
        self.counts.append(len(choice.options))
        option = self.options[number]
        place = (choice.start, choice.end)
        self.decisions[choice.condition or (*place, self._places[place])] = option
        self._places[place] += 1
        self._known[choice.condition or key] = option
        return option


def agreed(
    findings: Iterable[tuple[Decisions, Iterable[Finding]]], identity: Callable[[Finding], Hashable]
) -> list[Finding]:
    """The findings that certainly occur, each once: those in all variants, or in all with one option of a condition.

    Conditions may depend on each other, so a combination of several options may be impossible.
    """
    by_variant = [(decisions, {identity(each): each for each in reported}) for decisions, reported in findings]
    totals = Counter(decision for decisions, _ in by_variant for decision in decisions.items())
    counts: dict[Hashable, int] = Counter(key for _, reported in by_variant for key in reported)
    certain: dict[Hashable, Finding] = {}
    for _, reported in by_variant:
        for key, finding in reported.items():
            if key in certain:
                continue
            if counts[key] < len(by_variant):
                with_it = Counter(
                    decision
                    for decisions, others in by_variant
                    if key in others
                    for decision in decisions.items()
                )
                if not any(count == totals[decision] for decision, count in with_it.items()):
                    continue
            certain[key] = finding
    return list(certain.values())
