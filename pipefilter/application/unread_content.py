"""Content after the end of a pattern or of filter criteria, such as a second pattern, which neither AWS nor we read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipefilter.json_text.tree import value_end
from pipefilter.language.filter_criteria import FilterCriteria

if TYPE_CHECKING:
    from pipefilter.analysis.findings import Finding

__all__ = ["unread_content"]


def unread_content(criteria: FilterCriteria) -> tuple[Finding, ...]:
    """Detect content that is not read.

    Args:
        criteria: the filters.
    """
    texts = [(0 if criteria.is_bare_pattern else each.number, each.pattern.text) for each in criteria.filters]
    if not criteria.is_bare_pattern:
        texts.insert(0, (0, criteria.text))
    ending = [(number, text) for number, text in texts if _has_more(text)]
    if not ending:
        return ()
    from pipefilter.analysis.findings import Finding  # noqa: PLC0415 - only if there is some
    from pipefilter.analysis.pattern.content_after_end import text_after_object  # noqa: PLC0415 - likewise

    return tuple(Finding(number, problem) for number, text in ending for problem in text_after_object(text))


def _has_more(text: str) -> bool:
    stripped = text.strip(" \t\r\n")
    return bool(stripped) and value_end(stripped, 0) < len(stripped)
