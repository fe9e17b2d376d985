"""Evaluates a field's alternatives on strings, with as few tests as possible."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["StringAlternatives"]


class StringAlternatives:
    """The alternatives of one field, for strings only."""

    __slots__ = ("_others", "_precise", "_prefixes", "_suffixes", "has_others", "matching")

    def __init__(self, predicate: FieldPredicate) -> None:
        matching: set[str] = set()
        prefixes: list[str] = []
        suffixes: list[str] = []
        others: list[Callable[[str], bool]] = []
        precise: list[Callable[[str], bool]] = []
        for operator in predicate.alternatives:
            text = operator.requirement().text
            if text is None:
                continue
            if text.whole and not predicate.bytes_matter:  # it matches this string, or none
                if operator.holds(text.starts):
                    matching.add(text.starts)
                continue
            if text.starts:
                prefixes.append(text.starts)
                precise.append(operator.holds)
            elif text.ends:
                suffixes.append(text.ends)
                precise.append(operator.holds)
            else:
                others.append(operator.holds)
        if predicate.bytes_matter:
            others = [predicate.holds]
        self.matching = frozenset(matching)
        """Strings that certainly match."""
        self._prefixes, self._suffixes = tuple(prefixes), tuple(suffixes)
        self._precise, self._others = tuple(precise), tuple(others)
        self.has_others = bool(precise or others)
        """Whether other strings may match too."""

    def holds(self, text: str) -> bool:
        """Whether a string matches that is not in `matching`."""
        if text.startswith(self._prefixes) or text.endswith(self._suffixes):
            for holds in self._precise:
                if holds(text):
                    return True
        for holds in self._others:  # noqa: SIM110 - a generator costs more than the tests
            if holds(text):
                return True
        return False
