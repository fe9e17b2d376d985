"""Check: filters that exclude different values of one field, so that one of them always matches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.reading.joint_branches import MAX_BRANCHES, undone_exclusion
from pipefilter.analysis.reading.joint_exclusion import single_exclusion
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.events.shape import Shape
from pipefilter.json_text.place import problem_at
from pipefilter.language.branches import branch_count, branches_of
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services.service import Service

__all__ = ["exclusions_of_filters"]

EXCLUSIONS = AdviceKind(
    "PF467",
    "Exclusions in separate filters: one matching filter is enough",
    "Filter {number} matches what another filter excludes, so together they {effect}",
    "Filters of a pipe or an event source mapping are joined by OR: a record is delivered if one of them matches. "
    "A value that only one filter excludes matches the other.",
    "use one filter: {hint}",
    severity="error",
    url="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html",
    bad=Example(
        '{"Filters": [{"Pattern": "{\\"body\\": {\\"a\\": [{\\"anything-but\\": \\"x\\"}]}}"}, '
        '{"Pattern": "{\\"body\\": {\\"a\\": [{\\"anything-but\\": \\"y\\"}]}}"}]}',
        service="lambda",
        source="sqs",
    ),
    good=Example(
        '{"Filters": [{"Pattern": "{\\"body\\": {\\"a\\": [{\\"anything-but\\": [\\"x\\", \\"y\\"]}]}}"}]}',
        service="lambda",
        source="sqs",
    ),
)


def exclusions_of_filters(
    criteria: FilterCriteria, service: Service, record: Shape | None
) -> Iterator[Problem]:
    """The first filter that undoes what another one excludes."""
    del record
    if service.combination != "any" or not 1 < len(criteria.filters) <= MAX_BRANCHES:
        return
    if any(branch_count(each.pattern.members) > 1 for each in criteria.filters):
        return
    number_of = {}
    branches = []
    for each in criteria.filters:
        (branch,) = branches_of(each.pattern)
        branches.append(branch)
        number_of.update({id(field): each for field in branch.fields.values()})
    undone = undone_exclusion(branches)
    if undone is None:
        return
    field, exclusion = undone
    filter_ = number_of[id(field)]
    is_empty = exclusion.remaining == ()
    names = {
        "number": str(filter_.number),
        "effect": f"match every value of {field.path}"
        if is_empty
        else f"exclude only the values of {field.path} that each of them excludes",
        "hint": single_exclusion(field, exclusion),
    }
    kind = EXCLUSIONS if is_empty else replace(EXCLUSIONS, severity="warning")
    yield problem_at(kind, criteria.text, filter_.span, names=names)
