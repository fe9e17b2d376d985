"""Short cuts to the verdict of a pattern on one event: they look at the pattern's fields only, where that is certain.

Preparing the one for texts takes longer than a few verdicts, so that is made when it is worth it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Generic, TypeVar

from pipefilter.json_text.python_value import NotJson
from pipefilter.json_text.tree import Json
from pipefilter.language.event_pattern import EventPattern
from pipefilter.matching.dict_matcher import MAX_WEIGHT, DictMatcher, dict_matcher
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.matching.event_values import PathValues

if TYPE_CHECKING:
    from pipefilter.matching.rule_search import RuleSearch
    from pipefilter.matching.rule_set import RuleSet

__all__ = ["RuleShortCuts", "ShortCuts", "tree_for"]

_Verdict = TypeVar("_Verdict")
_WORTH_IT = 4
"""The number of texts from which on the native reader is loaded."""


class _TextShortCut(Generic[_Verdict]):
    """The verdict on texts by the native reader.

    Args:
        prepare: makes the function that evaluates a text; None if there is none for the pattern, or no native reader.
    """

    def __init__(self, prepare: Callable[[], Callable[[bytes], _Verdict | None] | None]) -> None:
        self._prepare = prepare
        self._texts = 0
        self._evaluate: Callable[[bytes], _Verdict | None] | None = None

    def verdict(self, event: object) -> _Verdict | None:
        """The verdict on an event; None if it must be read in another way."""
        if self._texts < _WORTH_IT:
            self._texts += 1
            if self._texts == _WORTH_IT:
                self._evaluate = self._prepare()
        elif self._evaluate is not None:
            data = _as_bytes(event)
            return None if data is None else self._evaluate(data)
        return None


class ShortCuts:
    """The short cuts of one pattern."""

    def __init__(self, pattern: EventPattern) -> None:
        self._pattern = pattern
        self._of_text = _TextShortCut(partial(_text_verdict, pattern))

    def verdict(self, event: Event) -> bool | None:
        """Whether an event matches; None if it must be read in another way."""
        if isinstance(event, dict):
            matcher = self._dict_matcher
            return None if matcher is None else matcher.verdict(event)
        return self._of_text.verdict(event)

    @cached_property
    def _dict_matcher(self) -> DictMatcher | None:
        """Made for the first dict: what is not looked at in a dict does not depend on the number of calls."""
        return dict_matcher(self._pattern)


class RuleShortCuts:
    """The short cuts of many patterns, which must not change.

    Args:
        other_names: an event with a member of one of these names must be read in another way.
    """

    def __init__(self, rules: RuleSet, other_names: frozenset[str]) -> None:
        self._rules = rules
        self.other_names = other_names
        self._of_text = _TextShortCut(partial(_text_numbers, rules, other_names))

    def numbers_matching(self, event: Event) -> Sequence[int] | None:
        """The numbers of the patterns that match an event; None if it must be read in another way."""
        if isinstance(event, dict):
            search = self._dict_search
            return search.numbers(event, b"") if search and self.other_names.isdisjoint(event) else None
        return self._of_text.verdict(event)

    @cached_property
    def _dict_search(self) -> RuleSearch | None:
        """Made for the first dict, as for one pattern."""
        from pipefilter.matching.dict_values import dict_readers
        from pipefilter.matching.rule_search import RuleSearch

        rules = self._rules
        readers = dict_readers(rules.paths) if rules.field_weight <= MAX_WEIGHT else None
        return None if readers is None else RuleSearch(rules.index, readers)


def tree_for(event: Event, paths: PathValues) -> Json:
    """The tree of an event; of a dict, only what leads to some paths.

    Raises:
        InvalidEvent: it is not a JSON object, or not JSON.
    """
    if isinstance(event, dict):
        try:
            return paths.tree_of(event)
        except NotJson:  # the whole event tells what is wrong, and where
            pass
    return event_tree(event)


def _as_bytes(event: object) -> bytes | None:
    """An event's text as bytes; None if it is not text, or has a lone surrogate."""
    if isinstance(event, bytes):
        return event
    try:
        return event.encode() if isinstance(event, str) else None
    except UnicodeEncodeError:
        return None


def _text_verdict(pattern: EventPattern) -> Callable[[bytes], bool | None] | None:
    try:
        from pipefilter.matching.projection.event_projection import EventProjection
        from pipefilter.matching.projection.projection import make_projection
    except ImportError:  # the native reader is not installed
        return None
    projection = make_projection(pattern)
    return None if projection is None else EventProjection(projection).verdict


def _text_numbers(
    rules: RuleSet, other_names: frozenset[str]
) -> Callable[[bytes], Sequence[int] | None] | None:
    try:
        from pipefilter.matching.projection.event_projection import RuleEventProjection
        from pipefilter.matching.projection.rule_projection import rule_projection
        from pipefilter.matching.projection.safe_text import max_safe_size
    except ImportError:
        return None
    projection = rule_projection(rules.index, rules.steps_by_path())
    if projection is None:
        return None
    return RuleEventProjection(projection, max_safe_size(rules.field_weight), other_names).verdict
