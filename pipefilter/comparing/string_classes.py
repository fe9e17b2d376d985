"""The classes into which the operators of a field divide all strings, each with a shortest string of it.

An automaton over the strings that the operators mention is explored breadth first. It only finds strings: which operators
match them is decided by the operators themselves.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import field

from pipefilter.comparing.string_language import QUESTION_BYTE, STAR, StringLanguage
from pipefilter.comparing.suffix_machine import SuffixMachine
from pipefilter.dataclass import dataclass
from pipefilter.language.step_budget import StepBudget

__all__ = ["string_classes"]

_FRESH = "xyzabcdefghijklmnopqrstuvwXYZABCDEFGHIJKLMNOPQRSTUVW0123456789_-"
"""Characters from which one is chosen to stand for all that no operator mentions."""


@dataclass(slots=True)
class _Node:
    """A position in the languages that have been read alike so far.

    Args:
        loops: whether any character leads back to it: it comes after a star.
        accepts: whether a string of some language ends here.
    """

    loops: bool = False
    accepts: bool = False
    edges: dict[str, list[int]] = field(default_factory=dict)
    star: int | None = None
    items: dict[object, int] = field(default_factory=dict)


_Set = frozenset[int]


@dataclass(frozen=True, slots=True)
class _State:
    """Where a string is in the languages.

    Args:
        nodes: the positions.
        suffix: the state of the machine for suffixes.
        after_high: whether the last character is half of a character, to which the other half may be added.
    """

    nodes: _Set
    suffix: int
    after_high: bool


def string_classes(
    languages: Iterable[StringLanguage], budget: StepBudget, characters: Collection[str] | None = None
) -> Iterator[str]:
    """A shortest string for each class: strings of one class are in the same languages. Shorter strings come first.

    Args:
        languages: that divide the strings.
        budget: of the whole comparison.
        characters: those of which the strings consist; None for all.

    Raises:
        TooManySteps: the budget is used up; there may be more classes.
    """
    automaton = _Automaton(languages, characters, budget)
    start = _State(automaton.closed({0}), 0, after_high=False)
    seen = {start}
    classes: set[tuple[_Set, _Set]] = set()
    todo = deque([(start, "")])
    while todo:
        state, text = todo.popleft()
        budget.take(1 + len(state.nodes))
        accepted = automaton.accepted(state)
        if accepted not in classes:
            classes.add(accepted)
            yield text
        for character, following in automaton.steps(state, budget):
            if state.after_high and "\udc00" <= character <= "\udfff":
                continue  # the two would be one character
            if following not in seen:
                seen.add(following)
                todo.append((following, text + character))


class _Automaton:
    """The languages as one automaton, whose states are sets of nodes; suffixes have a machine of their own."""

    def __init__(
        self, languages: Iterable[StringLanguage], characters: Collection[str] | None, budget: StepBudget
    ) -> None:
        self.nodes = [_Node()]
        self.characters = characters
        suffixes = []
        for language in languages:
            suffix = _suffix(language)
            if suffix:
                suffixes.append(suffix)
            else:
                self._add(language)
        self._machine = SuffixMachine(suffixes, budget)
        mentioned = {character for node in self.nodes for character in node.edges} | self._machine.characters
        surrogates = sorted(c for c in mentioned if len(c) == 1 and "\ud800" <= c <= "\udfff")
        self.has_low = any(c >= "\udc00" for c in surrogates)
        fresh_surrogate = next((c for c in map(chr, range(0xD800, 0xDC00)) if c not in surrogates), None)
        self.question_marks = [c for c in ("?", *surrogates, fresh_surrogate) if c is not None]
        candidates = _FRESH if characters is None else sorted(characters)
        self.fresh = next((c for c in candidates if c not in mentioned and c != "?"), None)
        if self.fresh is None and characters is None:
            self.fresh = next(c for c in map(chr, range(0x100, 0xD800)) if c not in mentioned)

    def closed(self, nodes: set[int]) -> _Set:
        """The nodes, and those that a star for no characters leads to."""
        todo = list(nodes)
        while todo:
            star = self.nodes[todo.pop()].star
            if star is not None and star not in nodes:
                nodes.add(star)
                todo.append(star)
        return frozenset(nodes)

    def accepted(self, state: _State) -> tuple[_Set, _Set]:
        """The languages that have a string."""
        nodes = frozenset(node for node in state.nodes if self.nodes[node].accepts)
        return nodes, self._machine.ends(state.suffix)

    def steps(self, state: _State, budget: StepBudget) -> Iterator[tuple[str, _State]]:
        """Each character that leads somewhere of its own, and where; the last one stands for all others."""
        always = {node for node in state.nodes if self.nodes[node].loops}
        suffixes = self._machine.following(state.suffix)
        reached: dict[str, set[int]] = {character: set() for character in suffixes}
        for node in state.nodes:
            for character, edges in self.nodes[node].edges.items():
                budget.take(1)
                for each in self.question_marks if character == QUESTION_BYTE else (character,):
                    reached.setdefault(each, set()).update(edges)
        other = self.fresh or next((c for c in sorted(self.characters or ()) if c not in reached), None)
        if other is not None:
            reached[other] = set()
        for character, targets in reached.items():
            if self.characters is None or character in self.characters:
                budget.take(2 + len(always) + len(targets))
                is_high = self.has_low and "\ud800" <= character <= "\udbff"
                nodes = self.closed(targets | always)
                yield character, _State(nodes, suffixes.get(character, 0), after_high=is_high)

    def _add(self, language: StringLanguage) -> None:
        at = 0
        for item in language:
            known = self.nodes[at].items.get(item)
            at = self._new(at, item) if known is None else known
        self.nodes[at].accepts = True

    def _new(self, at: int, item: tuple[tuple[str, ...], ...]) -> int:
        end = self._node()
        self.nodes[at].items[item] = end
        if item == STAR:
            self.nodes[end].loops = True
            self.nodes[at].star = end
        for spelling in item:
            before = at
            for number, character in enumerate(spelling, 1):
                after = end if number == len(spelling) else self._node()
                self.nodes[before].edges.setdefault(character, []).append(after)
                before = after
        return end

    def _node(self) -> int:
        self.nodes.append(_Node())
        return len(self.nodes) - 1


def _suffix(language: StringLanguage) -> list[str]:
    """The characters of a suffix with one spelling; none if a language is something else."""
    if language[:1] != (STAR,):
        return []
    spellings = [item[0] if len(item) == 1 else () for item in language[1:]]
    characters = [character for spelling in spellings for character in spelling]
    is_plain = all(map(len, spellings)) and QUESTION_BYTE not in characters
    return characters if is_plain else []
