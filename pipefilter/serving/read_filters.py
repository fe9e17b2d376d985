"""The pattern or the filters that the page was given, and all that is wrong or doubtful in them."""

from __future__ import annotations

from dataclasses import dataclass

from pipefilter.analysis.findings import findings
from pipefilter.analysis.wildcard_on_v2 import REFUSED
from pipefilter.errors import InvalidEventPattern, Problem
from pipefilter.explaining.words import pattern_in_words
from pipefilter.language.filter_criteria import FilterCriteria, InvalidFilter, valid_filters
from pipefilter.serving.asked import Asked, AskedWrongly

__all__ = ["MOST_FILTERS", "ReadFilters", "check_length", "read_filters"]

MOST_FILTERS = 50
"""What the API of EventBridge v2 takes, more than any other: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-custom-bus-filtering.html"""

MOST_TEXT = 1 << 17
"""Characters of filter criteria: twenty filters of 4,096 characters, in quotes; texts that are made for it would else take
minutes."""


@dataclass(frozen=True, slots=True)
class ReadFilters:
    """What was read.

    Args:
        criteria: the filters; those that are valid.
        problems: why it is not valid, as the page is told; empty if it is.
        advice: what was probably not meant, likewise.
    """

    criteria: FilterCriteria
    problems: list[dict[str, object]]
    advice: list[dict[str, object]]

    @property
    def words(self) -> list[str]:
        """The lines of `pipefilter explain`, filter by filter."""
        lines = []
        for one in self.criteria.filters:
            if not self.criteria.is_lone:
                lines.append(f"filter {one.number}{f' ({one.scope})' if one.scope else ''}:")
            lines += pattern_in_words(one.pattern).split("\n")
        return lines


def read_filters(asked: Asked) -> ReadFilters:
    """Read and check what was given.

    Args:
        asked: with the pattern, and where it runs.

    Raises:
        AskedWrongly: there are more filters than any service takes.
    """
    check_length(asked.pattern)
    try:
        criteria, faults = valid_filters(asked.pattern)
    except InvalidEventPattern as error:
        return ReadFilters(FilterCriteria(()), _of_fault(error), [])
    if len(criteria.filters) + len(faults) > MOST_FILTERS:
        raise AskedWrongly(f"there are more than {MOST_FILTERS} filters, which no service of AWS takes")
    found = findings(criteria, service=asked.service, source=asked.source)
    if faults:  # what is said of the list as a whole would be of a part of it
        found = [one for one in found if one.number]
    problems = [problem for fault in faults for problem in _of_fault(fault)]
    refused = [one for one in found if one.problem.code == REFUSED.code]
    problems += [_shown(one.problem, one.number) for one in refused]
    advice = [_shown(one.problem, one.number) for one in found if one not in refused]
    return ReadFilters(criteria, problems, advice)


def check_length(pattern: str) -> None:
    """Refuse what would take too long to read.

    Raises:
        AskedWrongly: the pattern, or the filters together, are too long.
    """
    if len(pattern) > MOST_TEXT:
        raise AskedWrongly(f"the filters have more than {MOST_TEXT} characters, which no service of AWS takes")


def _of_fault(error: InvalidEventPattern) -> list[dict[str, object]]:
    number = error.number if isinstance(error, InvalidFilter) else 0
    return [_shown(problem, number) for problem in error.problems]


def _shown(problem: Problem, number: int) -> dict[str, object]:
    """The problem as `--json` has it, with the number of its filter where there are several."""
    return {**problem.as_json(), "filter": number} if number else problem.as_json()
