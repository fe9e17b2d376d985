"""Filters in plain English, for `pipefilter explain` and the page."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.explaining.aws_events_in_words import aws_events_in_words
from pipefilter.explaining.pattern_in_words import alternatives_in_words, pattern_in_words
from pipefilter.language.branches import branch_count, every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services import service_named

__all__ = ["words_json", "words_text"]


def words_text(criteria: FilterCriteria, service: str = "") -> Iterator[str]:
    """The lines, filter by filter.

    Args:
        service: the name of the service that runs the filters; "" if it is not known.
    """
    for each in criteria.filters:
        if not criteria.is_bare_pattern:
            yield f"filter {each.number}{f' ({each.scope})' if each.scope else ''}:"
        yield from pattern_in_words(each.pattern, each.scope or _scope_of(service)).split("\n")
        yield from aws_events_in_words(each.pattern)


def words_json(criteria: FilterCriteria, name: str, service: str = "") -> Iterator[dict[str, object]]:
    """An object for each filter, as `--json` prints it.

    Args:
        service: as for `words_text`.
    """
    for each in criteria.filters:
        line = _as_json(each.pattern, each.scope or _scope_of(service), name)
        yield line if criteria.is_bare_pattern else {**line, "filter": each.number}


def _scope_of(service: str) -> str:
    """What filters of a service see if they do not say it themselves; "" if that is the whole event, or not known."""
    scopes = service_named(service).scopes if service else ()
    return scopes[0] if len(scopes) == 1 else ""


def _as_json(pattern: EventPattern, scope: str, name: str) -> dict[str, object]:
    fields = [
        {"path": field.path, "pointer": field.pointer, "wanted": alternatives_in_words(field.alternatives)}
        for field in every_field(pattern.members)
    ]
    return {
        "pattern": name,
        "valid": True,
        "words": [*pattern_in_words(pattern, scope).split("\n"), *aws_events_in_words(pattern)],
        "fields": fields,
        "branches": branch_count(pattern.members),
    }
