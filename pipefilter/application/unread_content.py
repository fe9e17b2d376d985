"""Detects content after the end of a pattern or filter criteria, such as a second pattern: neither AWS nor pipefilter reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipefilter.json_text.tree import value_end
from pipefilter.language.filter_criteria import FilterCriteria

if TYPE_CHECKING:
    from pipefilter.analysis.filter_problems import FilterProblem

__all__ = ["unread_content"]


def unread_content(criteria: FilterCriteria) -> tuple[FilterProblem, ...]:
    """Findings about content of the filters that is not read."""
    texts = [(0 if criteria.is_bare_pattern else each.number, each.pattern.text) for each in criteria.filters]
    if not criteria.is_bare_pattern:
        texts.insert(0, (0, criteria.text))
    longer = [(number, text) for number, text in texts if _has_more(text)]
    if not longer:
        return ()
    from pipefilter.analysis.filter_problems import FilterProblem
    from pipefilter.analysis.pattern.content_after_end import text_after_object

    return tuple(
        FilterProblem(number, problem) for number, text in longer for problem in text_after_object(text)
    )


def _has_more(text: str) -> bool:
    stripped = text.strip(" \t\r\n")
    return bool(stripped) and value_end(stripped, 0) < len(stripped)
