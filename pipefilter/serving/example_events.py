"""`/api/example`: events to try the filters with, as `pipefilter example` prints them."""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.application.examples import examples_of_filters
from pipefilter.application.loading import filters_in_text
from pipefilter.application.pattern_text import json_pattern_text
from pipefilter.errors import InvalidEventPattern, TemplateGap
from pipefilter.filtering.lookup import Contradiction
from pipefilter.serving.page_filters import MAX_FILTERS, TOO_MANY_FILTERS, check_length
from pipefilter.serving.page_request import PageRequest

__all__ = ["examples"]

_MAX_EXAMPLES = 20


def examples(members: Mapping[str, object]) -> dict[str, object]:
    """Events that match, and near misses; the members are `pattern`, `service` and `source`.

    If there are none, `reason` is a sentence that says why.

    Raises:
        BadRequest: the request makes no sense.
    """
    request = PageRequest.read(members)
    check_length(request.pattern)
    try:
        pattern = json_pattern_text(request.pattern)
        filters = filters_in_text(pattern, service=request.service, source=request.source)
        if len(filters.criteria.filters) > MAX_FILTERS:
            return _none(TOO_MANY_FILTERS)
        results = examples_of_filters(filters)
    except (TemplateGap, Contradiction) as error:
        return _none(str(error))
    except InvalidEventPattern as error:
        return _none(f"the pattern is not valid: {error.code}  {error.message}")
    if not results.matching:
        certainty = "no event can match" if results.is_impossible else "no event was found that matches"
        return _none(f"there is no example: {certainty}")
    return {
        "examples": [
            {"text": example.text, "matches": example.matches, "words": str(example)}
            for example in results.all[:_MAX_EXAMPLES]
        ],
        "reason": None,
    }


def _none(reason: str) -> dict[str, object]:
    return {"examples": [], "reason": reason}
