"""Many patterns by name, read from whatever stands for one: `pipefilter.RuleSet`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipefilter.application.pattern_input import PatternInput, PlacedFilters, inline_text, listed_patterns
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.matching import rule_set

__all__ = ["RuleSet"]


class RuleSet(rule_set.RuleSet):
    """Event patterns by name, as the rules of an event bus: an event is evaluated with all of them at once.

    Args:
        patterns: by name, each what `load` returns or takes, such as a dict, JSON text or the name of a file; in a list,
            their names are their numbers: `"1"`, `"2"`.

    Raises:
        InvalidEventPattern: AWS refuses one of them; a note on the error says which.
        UnreadableInput: a file cannot be read, likewise.
        ValueError: there are several filters where one pattern is wanted, likewise.
        TypeError: something is not a pattern, likewise.
    """

    def __init__(self, patterns: Mapping[str, PatternInput] | Iterable[PatternInput] | None = None) -> None:
        if patterns is None or isinstance(patterns, Mapping):
            by_name = patterns or {}
        elif isinstance(patterns, str | bytes | EventPattern | PlacedFilters):
            raise TypeError("rules have names: give {name: pattern}, or a list of patterns")
        else:
            by_name = {str(number): pattern for number, pattern in enumerate(listed_patterns(patterns), 1)}
        super().__init__()
        for name, pattern in by_name.items():
            self.add(name, pattern)

    def add(self, name: str, pattern: PatternInput) -> None:
        """Add a pattern after the others, or put it in the place of the one of this name.

        Args:
            name: any.
            pattern: what `load` returns or takes, with one pattern.

        Raises:
            InvalidEventPattern: AWS refuses the pattern.
            UnreadableInput: the file cannot be read.
            ValueError: there are several filters.
            TypeError: it is not a pattern.
        """
        try:
            read = _pattern(pattern)
        except Exception as error:
            error.add_note(f"in the pattern {name!r}")
            raise
        super().add(name, read)


def _pattern(pattern: PatternInput) -> EventPattern | str | bytes:
    if isinstance(pattern, EventPattern):
        return pattern
    if not isinstance(pattern, PlacedFilters):
        text = inline_text(pattern)
        if text is not None:
            return text
    from pipefilter.application.loading import load  # noqa: PLC0415 - not for patterns that are there already
    from pipefilter.errors import TemplateGap  # noqa: PLC0415 - likewise

    filters = load(pattern)
    if filters.bounds is not None:
        raise TemplateGap(f"{filters.name}: the template does not tell what {filters.bounds.unknown} is")
    return _lone(filters.criteria)


def _lone(criteria: FilterCriteria) -> EventPattern:
    if len(criteria.filters) != 1:
        raise ValueError(f"a rule has one pattern, and there are {len(criteria.filters)} filters")
    return criteria.filters[0].pattern
