"""Check: an EventBridge v2 subscriber has two filters for one scope."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.events.shape import Shape
from pipefilter.json_text.place import problem_at
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services.service import Service

__all__ = ["filters_of_scope"]

TWICE = AdviceKind(
    "PF443",
    "Two filters for one scope: AWS's user guide allows only one",
    "Filter {number} has the scope {scope}, as filter {before} does; AWS's user guide allows one filter per "
    "scope",
    "The user guide allows one filter per scope; the API model allows up to 50 in total.",
    "merge them into one pattern: all of its fields must match, just as all filters must",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-custom-bus-filtering.html",
    bad=Example(
        '{"Filters": [{"Scope": "DATA", "Pattern": "{\\"a\\": [1]}"}, {"Scope": "DATA", "Pattern": "{\\"b\\": [1]}"}]}',
        service="v2",
    ),
    good=Example('{"Filters": [{"Scope": "DATA", "Pattern": "{\\"a\\": [1], \\"b\\": [1]}"}]}', service="v2"),
)


def filters_of_scope(criteria: FilterCriteria, service: Service, record: Shape | None) -> Iterator[Problem]:
    """Each filter with the same scope as an earlier filter."""
    del record
    if not service.scopes:
        return
    first: dict[str, int] = {}
    for each in criteria.filters:
        scope = each.scope or service.scopes[0]
        before = first.setdefault(scope, each.number)
        if before != each.number:
            names = {"number": str(each.number), "scope": scope, "before": str(before)}
            yield problem_at(TWICE, criteria.text, each.span, names=names)
