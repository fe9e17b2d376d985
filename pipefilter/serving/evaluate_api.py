"""`/api/evaluate`: the report of `pipefilter check` on a pattern, and of `pipefilter test` on an event, in one answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pipefilter.application.event_input import events_in
from pipefilter.application.event_outcomes import event_outcomes
from pipefilter.explaining.record_reasons import filter_lines
from pipefilter.filtering.lookup import Contradiction
from pipefilter.filtering.placement import resolve_placement
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.formats.check_json import check_json
from pipefilter.formats.evaluation_json import evaluation_json
from pipefilter.serving.page_filters import PageFilters, read_filters
from pipefilter.serving.page_request import BadRequest, PageRequest

__all__ = ["evaluate"]

_MAX_EVALUATED = 200
"""The page shows the evaluations of at most this many records."""


def evaluate(members: Mapping[str, object]) -> dict[str, object]:
    """Check `pattern`, and evaluate it on the records in `event`; `service` and `source` are optional.

    Raises:
        BadRequest: a member is missing, or they contradict each other.
    """
    request = PageRequest.read(members)
    event = request.text("event")
    filters = read_filters(request)
    answer: dict[str, object] = {
        "valid": filters.is_valid,
        "check": list(check_json(filters.report)),
        "words": filters.words if filters.is_valid else [],
        "records": 0,
        "verdicts": {},
        "evaluations": [],
        "evaluation": None,
        "lines": [],
    }
    if filters.doubts:
        problems = [each.as_json() for each in filters.doubts]
        return {**answer, "evaluation": {"verdict": "undecided", "problems": problems}}
    return {**answer, **_evaluated(filters, event)} if filters.is_valid else answer


def _evaluated(filters: PageFilters, event: str) -> dict[str, object]:
    """The members of the answer that are about the event; none if there is no event."""
    try:
        placement = resolve_placement(filters.criteria, service=filters.service, source=filters.source)
    except Contradiction as error:
        raise BadRequest(str(error)) from None
    refusal = filters.refusal(placement)
    if refusal is not None:
        invalid = {"verdict": "invalid_pattern", "problems": [refusal.problem.as_json()]}
        return {"evaluation": {**invalid, "filter": refusal.number} if refusal.number else invalid}
    if not event.strip():
        return {}
    return _of_events(RecordEvaluator(filters.criteria, placement), event)


def _of_events(evaluator: RecordEvaluator, text: str) -> dict[str, object]:
    """The members that are about each record, up to a limit; further ones are only counted."""
    events = events_in(text)
    if not events:
        return _unreadable("no events found")
    evaluations: list[dict[str, object]] = []
    count = 0
    words = Counter[str]()
    for event in events:
        place = {"line": event.line, "column": event.column}
        for outcome in event_outcomes(evaluator, event):
            count += 1
            if len(evaluations) < _MAX_EVALUATED:
                evaluations.append({**place, **evaluation_json(outcome), "lines": _lines(outcome)})
            words[outcome.word] += 1
    if not count:
        return _unreadable("no records found")
    first = {key: value for key, value in evaluations[0].items() if key not in ("line", "column", "lines")}
    return {
        "records": count,
        "verdicts": dict(sorted(words.items())),
        "evaluations": evaluations,
        "evaluation": first,
        "lines": evaluations[0]["lines"],
    }


def _lines(outcome: RecordOutcome) -> list[list[dict[str, str]]]:
    filters = outcome.verdict.filters if outcome.verdict else ()
    return [[{"meaning": meaning, "text": text} for meaning, text in filter_lines(each)] for each in filters]


def _unreadable(reason: str) -> dict[str, object]:
    return {"evaluation": {"verdict": "unreadable", "reason": reason}}
