"""What to filter next: the fields and values whose exclusion would save most of what still passes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction

from pipefilter.costs.billing.bill import rounded, saved_between
from pipefilter.costs.billing.costs import Costs
from pipefilter.costs.estimation import CandidateEstimate
from pipefilter.costs.suggestions.example_records import ExampleRecords
from pipefilter.costs.suggestions.exclusion import excluding, member_excluding
from pipefilter.costs.suggestions.frequent_values import FrequentValue, frequent_values
from pipefilter.json_text.place import utf16_length
from pipefilter.json_text.written import written
from pipefilter.language.event_pattern import EventPattern, Field, render
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.matching.event_text import event_tree
from pipefilter.services.service import Service
from pipefilter.sources.source import Source

__all__ = ["Suggestion", "criteria_text", "fits", "suggestions"]

_LEAST_SHARE = 0.01
_MOST_TRIED = 200
_MOST = 10


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something more to leave out.

    Args:
        path: of the field; its names joined by dots.
        value: that is left out, as JSON.
        removed: the share of what still passes that would be left out.
        saved: dollars a month, at least and at most; None if a price is not known.
        add: the pattern to add, as JSON text.
        criteria: the filters with it.
        note: what is to be known of it, in a sentence; "" if nothing.
    """

    path: str
    value: str
    removed: Fraction
    saved: tuple[Fraction, Fraction] | None
    add: str
    criteria: FilterCriteria
    note: str = ""

    @property
    def text(self) -> str:
        """The filters with it, as JSON text."""
        return criteria_text(self.criteria)

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "path": self.path,
            "value": json.loads(self.value),
            "share": round(float(self.removed), 6),
            "dollars_per_month": None if self.saved is None else rounded(self.saved[0]),
            "dollars_per_month_most": None if self.saved is None else rounded(self.saved[1]),
            "add": self.add,
            "pattern": self.text,
            "note": self.note or None,
        }


def criteria_text(criteria: FilterCriteria) -> str:
    """Filters as JSON text: one pattern, or filter criteria.

    Args:
        criteria: built or parsed.
    """
    texts = [render(one.pattern) for one in criteria.filters]
    if criteria.is_lone and len(texts) == 1:
        return texts[0]
    listed = [
        {"Pattern": text} | ({"Scope": one.scope} if one.scope else {})
        for text, one in zip(texts, criteria.filters, strict=True)
    ]
    return json.dumps({"Filters": listed}, ensure_ascii=False)


def fits(criteria: FilterCriteria, service: Service) -> bool:
    """Whether the service takes so many filters, so long.

    Args:
        criteria: built.
        service: where they run.
    """
    limit = service.pattern_length.usual or service.pattern_length.maximum
    if service.filters is not None and len(criteria.filters) > (
        service.filters.usual or service.filters.maximum
    ):
        return False
    return all(utf16_length(render(one.pattern)) <= limit for one in criteria.filters)


def suggestions(
    examples: ExampleRecords,
    candidate: CandidateEstimate,
    criteria: FilterCriteria,
    costs: Costs,
    source: Source | None,
) -> list[Suggestion]:
    """What would save most, the most first.

    Args:
        examples: of the events that still pass.
        candidate: what the filters do now.
        criteria: the filters now.
        costs: of a month.
        source: of the events; None if it is not known.
    """
    service = costs.setup.service
    trees = [(event_tree(one.seen.text), one.count) for one in examples]
    tried: list[tuple[FrequentValue, Field, FilterCriteria]] = []
    for value in frequent_values(trees, _LEAST_SHARE, _MOST_TRIED):
        if not _is_usable(value, service, source):
            continue
        of_dynamodb = source is not None and source.name == "dynamodb"
        member = member_excluding(value, only_booleans=of_dynamodb and value.steps[-1] in ("BOOL", "NULL"))
        if not isinstance(member, Field):
            continue
        changed = excluding(criteria, member, value)
        # where all filters have to match, one that can match nothing must not be left away
        is_whole = service.combination == "any" or len(changed.filters) >= len(criteria.filters)
        if changed.filters and is_whole and fits(changed, service):
            tried.append((value, member, changed))
    passing = examples.passing([changed for *_, changed in tried])
    found = []
    share = Fraction(candidate.matched.count, max(1, candidate.matched.of))
    for (value, member, changed), left in zip(tried, passing, strict=True):
        removed = Fraction(examples.total - left, max(1, examples.total))
        if removed < _LEAST_SHARE or removed == 1:
            continue
        after = costs.bill(candidate.kinds, share * (1 - removed))
        found.append(
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
    found.sort(key=lambda one: (-one.removed, len(one.add), one.path))
    return found[:_MOST]


def _is_usable(value: FrequentValue, service: Service, source: Source | None) -> bool:
    """Whether a filter of the service may use the field, and a condition on it changes nothing else."""
    if source is None:
        return True
    root = value.steps[0]
    if value.steps == (root,) and root in source.data_keys.get(service.name, ()):
        return False  # written for plain text, it would drop all JSON
    return all(key.usable.get(service.name) != "no" for key in source.keys if key.name == root)


def _note(value: FrequentValue, source: Source | None, service: Service, removed: Fraction, total: int) -> str:
    data_keys = source.data_keys.get(service.name, ()) if source is not None and source.rows else ()
    if value.steps[0] in data_keys and source is not None and source.name != "dynamodb":
        drops = any((row.data, row.pattern, row.action) == ("plain", "JSON", "drop") for row in source.rows)
        if drops:
            return f"records whose {value.steps[0]} is not JSON are left out too"
    if removed * total > value.count:
        return "leaves out more than the events with this value"
    return ""
