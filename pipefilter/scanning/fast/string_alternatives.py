"""Whether one of a field's alternatives holds for a text, asking as few of them as possible."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["StringAlternatives"]


class StringAlternatives:
    """The alternatives of one field, for texts alone.

    Args:
        test: of the field.
    """

    __slots__ = ("_ends", "_others", "_precise", "_starts", "has_others", "texts")

    def __init__(self, test: FieldPredicate) -> None:
        texts: set[str] = set()
        starts: list[str] = []
        ends: list[str] = []
        others: list[Callable[[str], bool]] = []
        precise: list[Callable[[str], bool]] = []
        for operator in test.alternatives:
            text = operator.demand().text
            if text is None:
                continue
            if text.whole and not test.bytes_matter:  # it holds for this text, or for none
                if operator.holds(text.starts):
                    texts.add(text.starts)
                continue
            if text.starts:
                starts.append(text.starts)
                precise.append(operator.holds)
            elif text.ends:
                ends.append(text.ends)
                precise.append(operator.holds)
            else:
                others.append(operator.holds)
        if test.bytes_matter:
            others = [test.holds]
        self.texts = frozenset(texts)
        """Texts for which one holds surely."""
        self._starts, self._ends = tuple(starts), tuple(ends)
        self._precise, self._others = tuple(precise), tuple(others)
        self.has_others = bool(precise or others)
        """Whether one may hold for other texts too."""

    def holds(self, text: str) -> bool:
        """Whether one holds for a text that is not among `texts`."""
        if text.startswith(self._starts) or text.endswith(self._ends):
            for holds in self._precise:
                if holds(text):
                    return True
        for holds in self._others:  # noqa: SIM110 - a generator costs more than the tests
            if holds(text):
                return True
        return False
