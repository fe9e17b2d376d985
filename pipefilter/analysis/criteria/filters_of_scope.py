"""Two filters of an EventBridge v2 subscriber for one scope."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.errors import Example, Problem, ProblemKind
from pipefilter.json_text.place import problem_at
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services.service import Service

__all__ = ["filters_of_scope"]

TWICE = ProblemKind(
    "PF443",
    "Two filters for one scope: a page of AWS's says that there is one",
    "Filter {number} is for {scope}, as filter {before} is; a page of AWS's says that there is one a scope at most",
    "The user guide says one filter a scope, the API's model up to 50 in all.",
    "put both into one pattern: all its fields have to match, as all filters have to",
    wording="pipefilter",
    advice=True,
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-custom-bus-filtering.html",
    bad=Example(
        '{"Filters": [{"Scope": "DATA", "Pattern": "{\\"a\\": [1]}"}, {"Scope": "DATA", "Pattern": "{\\"b\\": [1]}"}]}',
        service="v2",
    ),
    good=Example('{"Filters": [{"Scope": "DATA", "Pattern": "{\\"a\\": [1], \\"b\\": [1]}"}]}', service="v2"),
)


def filters_of_scope(criteria: FilterCriteria, service: Service) -> Iterator[Problem]:
    """Each filter for a scope that an earlier one is for."""
    if not service.scopes:
        return
    first: dict[str, int] = {}
    for one in criteria.filters:
        scope = one.scope or service.scopes[0]
        before = first.setdefault(scope, one.number)
        if before != one.number:
            names = {"number": str(one.number), "scope": scope, "before": str(before)}
            yield problem_at(TWICE, criteria.text, one.span, names=names)
