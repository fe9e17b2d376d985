"""`/api/compare`: what two patterns match, compared as `pipefilter compare` does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipefilter.application.comparison import compare_filters
from pipefilter.application.filters import Filters
from pipefilter.application.loading import filters_in_text
from pipefilter.application.pattern_text import json_pattern_text
from pipefilter.errors import InvalidEventPattern, TemplateGap, UnreadableInput
from pipefilter.filtering.lookup import Contradiction
from pipefilter.json_text.writer import written
from pipefilter.serving.page_filters import MAX_FILTERS, TOO_MANY_FILTERS, check_length
from pipefilter.serving.page_request import BadRequest, PageRequest

__all__ = ["compare"]


def compare(members: Mapping[str, object]) -> dict[str, object]:
    """Compare `pattern` with `other`; `service` and `source` are optional.

    If one of them is not valid, the headline says so, and there is no relation.

    Raises:
        BadRequest: a member is missing, or one of them is too long.
    """
    request = PageRequest.read(members)
    try:
        first = _filters(request.pattern, "the pattern", request)
        second = _filters(request.text("other"), "the other pattern", request)
    except _NotComparable as error:
        return {"relation": None, "headline": str(error), "events": [], "reasons": [], "notes": []}
    comparison = compare_filters(first, second, has_same_values=False)
    return {
        "relation": comparison.relation,
        "headline": comparison.headline,
        "events": [
            {
                "words": words,
                "text": witness.text,
                "record": written(witness.tree if witness.record_tree is None else witness.record_tree),
            }
            for words, witness in comparison.events
        ],
        "reasons": list(comparison.reasons),
        "notes": list(comparison.notes),
    }


class _NotComparable(Exception):
    """A pattern is not valid, or is not one that can be compared; the message is a sentence."""


def _filters(text: str, name: str, request: PageRequest) -> Filters:
    check_length(text)
    try:
        filters = filters_in_text(json_pattern_text(text), service=request.service, source=request.source)
    except InvalidEventPattern as error:
        problem = error.problems[0]
        raise _NotComparable(f"{name} is not valid: {problem.code}  {problem.message}") from None
    except (TemplateGap, UnreadableInput, Contradiction) as error:
        raise _NotComparable(f"{name}: {error}") from None
    if len(filters.criteria.filters) > MAX_FILTERS:
        raise BadRequest(f"{name}: {TOO_MANY_FILTERS}")
    return replace(filters, name=name)
