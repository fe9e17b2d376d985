"""Filters in plain English, for `pipefilter explain` and the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipefilter.explaining.aws_events_in_words import aws_events_in_words
from pipefilter.explaining.pattern_in_words import alternatives_in_words, pattern_in_words
from pipefilter.language.branches import branch_count, every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.language.guessed_value import GuessedValue
from pipefilter.services import service_named

__all__ = ["words_json", "words_text"]

_NONE: Mapping[int, Sequence[GuessedValue]] = {}


def words_text(
    criteria: FilterCriteria, service: str = "", guesses: Mapping[int, Sequence[GuessedValue]] = _NONE
) -> Iterator[str]:
    """The lines, filter by filter.

    Args:
        criteria: the filters.
        service: the name of the service that runs the filters; "" if it is not known.
        guesses: by the number of the filter, the values in it that its template does not specify.
    """
    for each in criteria.filters:
        if not criteria.is_bare_pattern:
            yield f"filter {each.number}{f' ({each.scope})' if each.scope else ''}:"
        scope = each.scope or _scope_of(service)
        yield from pattern_in_words(each.pattern, scope, guesses.get(each.number, ())).split("\n")
        yield from aws_events_in_words(each.pattern)


def words_json(
    criteria: FilterCriteria,
    name: str,
    service: str = "",
    guesses: Mapping[int, Sequence[GuessedValue]] = _NONE,
    unknown: Mapping[int, Sequence[str]] | None = None,
) -> Iterator[dict[str, object]]:
    """An object for each filter, as `--json` prints it.

    Args:
        criteria: the filters.
        name: of their file.
        service: as for `words_text`.
        guesses: as for `words_text`.
        unknown: by the number of the filter, the placeholders of all values that its template does not specify.
    """
    for each in criteria.filters:
        scope = each.scope or _scope_of(service)
        line = _as_json(each.pattern, scope, name, guesses.get(each.number, ()))
        line["unknown"] = list((unknown or {}).get(each.number, ()))
        yield line if criteria.is_bare_pattern else {**line, "filter": each.number}


def _scope_of(service: str) -> str:
    """What filters of a service see if they do not say it themselves; "" if that is the whole event, or not known."""
    scopes = service_named(service).scopes if service else ()
    return scopes[0] if len(scopes) == 1 else ""


def _as_json(
    pattern: EventPattern, scope: str, name: str, guesses: Sequence[GuessedValue]
) -> dict[str, object]:
    fields = [
        {
            "path": field.path,
            "pointer": field.pointer,
            "wanted": alternatives_in_words(field.alternatives, field.spans, guesses),
        }
        for field in every_field(pattern.members)
    ]
    return {
        "pattern": name,
        "valid": None if guesses else True,
        "words": [*pattern_in_words(pattern, scope, guesses).split("\n"), *aws_events_in_words(pattern)],
        "fields": fields,
        "branches": branch_count(pattern.members),
    }
