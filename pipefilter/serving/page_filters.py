"""Reads and checks the pattern or the filters that the page sends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipefilter.analysis.filter_problems import FilterProblem
from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.pattern_check import check_data
from pipefilter.application.pattern_input import ARGUMENT
from pipefilter.application.pattern_text import json_pattern_text
from pipefilter.application.policy_service import is_placed_policy
from pipefilter.application.refused_filters import service_refusals
from pipefilter.application.report import FileReport
from pipefilter.dataclass import dataclass
from pipefilter.errors import InvalidEventPattern, Problem, TemplateGap
from pipefilter.filtering.placement import Placement
from pipefilter.formats.pattern_words import words_text
from pipefilter.language.filter_criteria import FilterCriteria, parse_valid_filters
from pipefilter.language.guessed_value import GuessedValue
from pipefilter.ready_patterns import PATTERN_FILE
from pipefilter.serving.page_request import BadRequest, PageRequest

__all__ = ["MAX_FILTERS", "TOO_MANY_FILTERS", "PageFilters", "check_length", "read_filters"]

MAX_FILTERS = 50
"""The limit of the API of EventBridge v2, which is the highest of all services: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-custom-bus-filtering.html"""

TOO_MANY_FILTERS = f"there are more than {MAX_FILTERS} filters, the maximum of any AWS service"

MAX_TEXT = 1 << 17
"""Characters of filter criteria: enough for twenty filters of 4,096 characters, in quotes; hostile texts would otherwise
take minutes."""

_YAML = re.compile(r"(?:\s|#[^\n]*+\n|---(?=\s))*+[A-Za-z_$][\w$.-]*+:(?=\s)")
"""The start of a pattern in YAML: a name without quotes."""


@dataclass(frozen=True, slots=True)
class PageFilters:
    """Filters, whether they are all filters of the text, the findings of the checks, and their placement.

    Args:
        service: the name of the service, from the request or else from the template; "" if neither has it.
        source: the name of the source, determined in the same way.
        guesses: by the number of the filter, the values that a template does not specify.
    """

    criteria: FilterCriteria
    is_complete: bool
    report: FileReport
    service: str
    source: str
    guesses: Mapping[int, Sequence[GuessedValue]]

    @property
    def is_valid(self) -> bool | None:
        """Whether AWS accepts the filters; None if that is not known, and if it is a template with such filters in it."""
        if any(pattern.valid is False for pattern in self.report.patterns):
            return False
        return True if self.is_complete else None

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """Why it is not known whether SNS accepts a filter policy; empty if that is known, and for a template."""
        patterns = self.report.patterns
        if len(patterns) != 1 or patterns[0].in_template or not patterns[0].is_undecided:
            return ()
        return tuple(each.problem for each in patterns[0].all_problems)

    @property
    def words(self) -> list[str]:
        """The lines of `pipefilter explain`, filter by filter."""
        return list(words_text(self.criteria, self.service, self.guesses))

    def refusal(self, placement: Placement) -> FilterProblem | None:
        """Why the service rejects a filter that the language allows, as AWS documents it; None if it rejects none."""
        if not placement.is_explicit:
            return None
        return next(iter(service_refusals(self.criteria, placement)), None)


def read_filters(request: PageRequest) -> PageFilters:
    """Read and check what the page sends.

    Raises:
        BadRequest: there are more filters than any service accepts.
    """
    check_length(request.pattern)
    if _YAML.match(request.pattern):
        raise BadRequest(
            "the web UI reads only JSON, and this looks like YAML: use pipefilter test, which reads both"
        )
    data = request.pattern.encode("utf-8", "surrogatepass")
    service, source = request.service, request.source
    guesses: Mapping[int, Sequence[GuessedValue]] = {}
    try:
        pattern = json_pattern_text(data)
        service, source = service or pattern.service, source or pattern.source
        criteria, faults = parse_valid_filters(pattern.text, is_policy=is_placed_policy(service, source))
        is_complete, guesses = not faults, pattern.guesses
    except (InvalidEventPattern, TemplateGap):
        criteria, faults, is_complete = FilterCriteria(()), [], False
    if len(criteria.filters) + len(faults) > MAX_FILTERS:
        raise BadRequest(TOO_MANY_FILTERS)
    settings = CheckSettings(request.service, request.source)
    report = check_data(PATTERN_FILE, data, settings, label=ARGUMENT, is_json=True)
    return PageFilters(criteria, is_complete, report, service, source, guesses)


def check_length(pattern: str) -> None:
    """Reject filters that would take too long to read.

    Raises:
        BadRequest: the pattern, or the filters together, are too long.
    """
    if len(pattern) > MAX_TEXT:
        raise BadRequest(f"the filters have more than {MAX_TEXT} characters, which no AWS service accepts")
