"""Check: the list has more filters than the service accepts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pipefilter.analysis.reading.covering import Covering
from pipefilter.enumeration import enumeration
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.events.shape import Shape
from pipefilter.json_text.place import problem_at
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services.service import Service
from pipefilter.witnesses.sample import Sample

__all__ = ["filter_count"]

_FIVE = ", ".join(f'{{"Pattern": "{{\\"a\\": [{number}]}}"}}' for number in range(1, 6))
_SIXTH = ', {"Pattern": "{\\"b\\": [1]}"}'

TOO_MANY = AdviceKind(
    "PF440",
    "Too many filters for the service: the service rejects the list",
    "There are {count} filters, {excess} more than {service} allows",
    "A service rejects a list with more filters than its limit.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_FilterCriteria.html",
    bad=Example(f'{{"Filters": [{_FIVE}{_SIXTH}]}}', service="pipe"),
    good=Example('{"Filters": [{"Pattern": "{\\"a\\": [1, 2, 3, 4, 5]}"}]}', service="pipe"),
)
MORE_THAN_USUAL = AdviceKind(
    "PF441",
    "More filters than the default quota: AWS must raise it first",
    "There are {count} filters, {excess} more than {service} allows unless AWS has raised your quota",
    "AWS's pages give a default limit that is lower than the maximum.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html",
    bad=Example(f'{{"Filters": [{_FIVE}{_SIXTH}]}}', service="lambda"),
    good=Example(f'{{"Filters": [{_FIVE}]}}', service="lambda"),
)
_MAX_COMPARED = 100
"""Only the first filters of longer lists are compared: the work grows quadratically."""


def filter_count(criteria: FilterCriteria, service: Service, record: Shape | None) -> Iterator[Problem]:
    """A list of filters that is too long, and which filters can be removed or merged."""
    count, limit = len(criteria.filters), service.filters
    maximum = limit.maximum if limit is not None else 1
    usual = limit.usual if limit is not None and limit.usual is not None else maximum
    if count <= usual:
        return
    kind, allowed = (TOO_MANY, maximum) if count > maximum else (MORE_THAN_USUAL, usual)
    hint = _needless(criteria, service, record) or (
        "merge filters that differ in only one field, with the values in one list; merge others with $or"
        if service.combination == "any"
        else "merge the patterns of each scope into one: all of its fields must match"
    )
    names = {"count": str(count), "excess": str(count - allowed), "service": service.place, "hint": hint}
    yield problem_at(kind, criteria.text, criteria.span, names=names)


def _needless(criteria: FilterCriteria, service: Service, record: Shape | None) -> str:
    """Which filters can be removed or merged, in words; "" if none is detected."""
    if service.combination != "any":
        return ""
    groups: dict[tuple[str, str], list[int]] = {}
    needless: set[int] = set()

    def leave_out(number: int, *, before: str = "", reason: str = "") -> None:
        needless.add(number)
        groups.setdefault((before, reason), []).append(number)

    covering = Covering(Sample(record=record))
    pairs = list(combinations(criteria.filters[:_MAX_COMPARED], 2))
    for first, second in pairs:
        for wide, narrow in ((first, second), (second, first)):
            if not {first.number, second.number} & needless and covering.covers([wide.pattern], narrow.pattern):
                leave_out(narrow.number, reason=f", whose events filter {wide.number} also matches")
    for first, second in pairs:
        path = _only_difference(first.pattern, second.pattern)
        if path and not {first.number, second.number} & needless:
            leave_out(second.number, before=f"add the values of {path} to filter {first.number}, and ")
    return "; ".join(
        f"{before}remove {_filters_in_words(numbers)}{reason}" for (before, reason), numbers in groups.items()
    )


def _filters_in_words(numbers: list[int]) -> str:
    return f"filter{'s' if len(numbers) > 1 else ''} {enumeration(map(str, numbers), 'and')}"


def _only_difference(first: EventPattern, second: EventPattern) -> str:
    """The path of the only field in which two patterns differ, so that they can be one pattern; "" if they cannot."""
    branches = [branches_of(pattern) for pattern in (first, second)]
    if len(branches[0]) != 1 or len(branches[1]) != 1:
        return ""
    ours, theirs = branches[0][0].fields, branches[1][0].fields
    differing = [
        path for path in ours if path not in theirs or ours[path].alternatives != theirs[path].alternatives
    ]
    return differing[0] if ours.keys() == theirs.keys() and len(differing) == 1 else ""
