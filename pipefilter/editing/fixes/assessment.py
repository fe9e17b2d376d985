"""What `check` says about a document, and its patterns: before and after a fix."""

from __future__ import annotations

import re
from collections import Counter

from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.pattern_check import check_data
from pipefilter.application.policy_service import is_placed_policy
from pipefilter.application.report import FileReport, LocatedProblem
from pipefilter.application.template_input import read_template
from pipefilter.comparing.comparison import compare_patterns
from pipefilter.dataclass import dataclass
from pipefilter.editing.cursor.located_pattern import LocatedPattern, located_patterns
from pipefilter.editing.document import Document
from pipefilter.errors import InvalidEventPattern, UnreadableInput
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import parse_valid_filters
from pipefilter.templates.parsed_resource import parse_resource

__all__ = ["Assessment", "are_equal", "assess", "key_of"]


@dataclass(frozen=True, slots=True)
class Assessment:
    """A document as `check` sees it in a folder.

    Args:
        problems: how many there are of each, by `key_of`.
        patterns: None for one that is not valid or not known.
        located: the texts of the patterns, with their places.
    """

    report: FileReport
    problems: Counter[tuple[str, str, str]]
    patterns: tuple[EventPattern | None, ...]
    located: tuple[LocatedPattern, ...]

    @property
    def all_problems(self) -> tuple[LocatedProblem, ...]:
        """All problems of the document."""
        return tuple(each for pattern in self.report.patterns for each in pattern.all_problems)

    def index_at(self, offset: int) -> int | None:
        """Which of the patterns contains an offset; None if none does."""
        spans = ((min(each.places), max(each.places)) for each in self.located)
        return next((index for index, (start, end) in enumerate(spans) if start <= offset <= end), None)


def assess(document: Document, settings: CheckSettings) -> Assessment:
    """Check a document and read its patterns."""
    report = check_data(document.name, document.data, settings, is_named=False)
    problems = [each for pattern in report.patterns for each in pattern.all_problems]
    located = tuple(located_patterns(document.name, document.text, settings))
    return Assessment(report, Counter(map(key_of, problems)), _patterns(document, settings), located)


def key_of(located: LocatedProblem) -> tuple[str, str, str]:
    """What a problem keeps if text before it changes: a message of the parser may name places."""
    message = re.sub("[0-9]+", "", located.message) if located.code == "PF101" else located.message
    return located.code, located.severity, message


def are_equal(before: Assessment, after: Assessment) -> bool:
    """Whether it is proven that each pattern matches the same events as before."""
    if len(before.patterns) != len(after.patterns):
        return False
    pairs = zip(before.patterns, after.patterns, strict=True)
    return all(_is_same(first, second) for first, second in pairs)


def _is_same(first: EventPattern | None, second: EventPattern | None) -> bool:
    if first is None or second is None:
        return first is second
    return str(first) == str(second) or compare_patterns([first], [second]).relation == "equal"


def _patterns(document: Document, settings: CheckSettings) -> tuple[EventPattern | None, ...]:
    try:
        template = read_template(document.name, document.data, is_named=False)
        if template is None:
            is_policy = is_placed_policy(settings.service, settings.source)
            criteria, _ = parse_valid_filters(document.data, is_policy=is_policy)
            return tuple(each.pattern for each in criteria.filters)
        resources = [parse_resource(each, template.text) for each in template.resources]
        return tuple(each.pattern for resource in resources for each in resource.filters)
    except (InvalidEventPattern, UnreadableInput):
        return ()
