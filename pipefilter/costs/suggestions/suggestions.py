"""Suggests what to filter next: the values whose exclusion would save most of what still passes."""

from __future__ import annotations

import json
from fractions import Fraction

from pipefilter.costs.billing.bill import rounded, saved_between
from pipefilter.costs.billing.costs import Costs
from pipefilter.costs.estimation import CandidateEstimate
from pipefilter.costs.range import Range
from pipefilter.costs.suggestions.example_records import ExampleRecords
from pipefilter.costs.suggestions.exclusion import excluding, member_excluding
from pipefilter.costs.suggestions.frequent_values import FrequentValue, frequent_values
from pipefilter.dataclass import dataclass
from pipefilter.json_text.place import utf16_length
from pipefilter.json_text.writer import written
from pipefilter.language.event_pattern import EventPattern, Field, render
from pipefilter.language.filter_criteria import FilterCriteria, criteria_json
from pipefilter.language.policy_complexity import combination_count, occurrence_count
from pipefilter.matching.event_text import event_tree
from pipefilter.services.service import Service
from pipefilter.services.sns_subscription import SNS_BODY
from pipefilter.sources.source import Source

__all__ = ["Suggestion", "criteria_text", "fits", "suggestions"]

_MIN_SHARE = 0.01
_MAX_VALUES = 200
"""Maximum number of values that are tried."""
_MAX_SUGGESTIONS = 10


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value to exclude.

    Args:
        path: of the field, its names joined by dots.
        value: to exclude, in JSON.
        removed: the share of the passing events that would be removed.
        saved: dollars a month; None if a price is not known.
        add: the pattern to add, in JSON.
        criteria: the filters with it.
        note: a remark, in a clause; "" for none.
    """

    path: str
    value: str
    removed: Fraction
    saved: Range[Fraction] | None
    add: str
    criteria: FilterCriteria
    note: str = ""

    @property
    def text(self) -> str:
        """The filters with it, in JSON."""
        return criteria_text(self.criteria)

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "path": self.path,
            "value": json.loads(self.value),
            "share": round(float(self.removed), 6),
            "dollars_per_month": None if self.saved is None else rounded(self.saved.low),
            "dollars_per_month_most": None if self.saved is None else rounded(self.saved.high),
            "add": self.add,
            "pattern": self.text,
            "note": self.note or None,
        }


def criteria_text(criteria: FilterCriteria) -> str:
    """Filters in JSON: one pattern, or filter criteria."""
    if criteria.is_bare_pattern and len(criteria.filters) == 1:
        return render(criteria.filters[0].pattern)
    return criteria_json((render(each.pattern), each.scope) for each in criteria.filters)


def fits(criteria: FilterCriteria, service: Service) -> bool:
    """Whether filters are within the service's limits."""
    limit = service.pattern_length.usual or service.pattern_length.maximum
    if service.filters is not None and len(criteria.filters) > (
        service.filters.usual or service.filters.maximum
    ):
        return False
    limits = service.policy_limits
    for pattern in (each.pattern for each in criteria.filters):
        if utf16_length(render(pattern)) > limit:
            return False
        if limits is not None and (
            occurrence_count(pattern) > limits.keys.maximum
            or combination_count(pattern, of_body=service is SNS_BODY) > limits.combinations.maximum
        ):
            return False
    return True


def suggestions(
    examples: ExampleRecords,
    candidate: CandidateEstimate,
    criteria: FilterCriteria,
    costs: Costs,
    source: Source | None,
) -> list[Suggestion]:
    """The exclusions that would save most, largest first."""
    service = costs.setup.service
    trees = [(event_tree(each.seen.text), each.count) for each in examples]
    tried: list[tuple[FrequentValue, Field, FilterCriteria]] = []
    for value in frequent_values(trees, _MIN_SHARE, _MAX_VALUES):
        if not _is_usable(value, service, source):
            continue
        of_dynamodb = source is not None and source.name == "dynamodb"
        member = member_excluding(value, only_booleans=of_dynamodb and value.steps[-1] in ("BOOL", "NULL"))
        if not isinstance(member, Field):
            continue
        changed = excluding(criteria, member, value)
        # where all filters have to match, a filter that can match nothing must not be dropped
        is_whole = service.combination == "any" or len(changed.filters) >= len(criteria.filters)
        if changed.filters and is_whole and fits(changed, service):
            tried.append((value, member, changed))
    passing = examples.passing([changed for *_, changed in tried])
    suggested = []
    share = Fraction(candidate.matched.count, max(1, candidate.matched.of))
    for (value, member, changed), left in zip(tried, passing, strict=True):
        removed = Fraction(examples.total - left, max(1, examples.total))
        if removed < _MIN_SHARE or removed == 1:
            continue
        after = costs.bill(candidate.signatures, share * (1 - removed))
        suggested.append(
            Suggestion(
                member.path,
                written(value.value),
                removed,
                saved_between(candidate.with_filter, after),
                render(EventPattern((member,))),
                changed,
                _note(value, source, service, removed, examples.total),
            )
        )
    suggested.sort(key=lambda each: (-each.removed, len(each.add), each.path))
    return suggested[:_MAX_SUGGESTIONS]


def _is_usable(value: FrequentValue, service: Service, source: Source | None) -> bool:
    """Whether a filter of the service may use the field, and a condition on it has no other effect."""
    if source is None:
        return True
    root = value.steps[0]
    if value.steps == (root,) and root in source.data_keys.get(service.name, ()):
        return False  # a condition on plain text would drop all JSON
    return all(key.usable_in(service.name) != "no" for key in source.keys if key.name == root)


def _note(value: FrequentValue, source: Source | None, service: Service, removed: Fraction, total: int) -> str:
    data_keys = source.data_keys.get(service.name, ()) if source is not None and source.rows else ()
    if value.steps[0] in data_keys and source is not None and source.name != "dynamodb":
        drops = any((row.data, row.pattern, row.action) == ("plain", "JSON", "drop") for row in source.rows)
        if drops:
            return f"also excludes records whose {value.steps[0]} is not JSON"
    if removed * total > value.count:
        return "also excludes events without this value"
    return ""
