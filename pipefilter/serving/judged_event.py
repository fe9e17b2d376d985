"""`/api/judge`: what `pipefilter check` says of a pattern, and `pipefilter test` of an event, in one answer."""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.application.event_input import events_in
from pipefilter.errors import InvalidEvent
from pipefilter.explaining.record_lines import filter_lines
from pipefilter.filtering.placement import Contradiction, resolve_placement
from pipefilter.filtering.record_evaluator import RecordEvaluator
from pipefilter.formats.check_json import check_json
from pipefilter.formats.evaluation_json import evaluation_json
from pipefilter.serving.asked import Asked, AskedWrongly
from pipefilter.serving.read_filters import ReadFilters, read_filters

__all__ = ["judge"]


def judge(members: Mapping[str, object]) -> dict[str, object]:
    """Check a pattern, and evaluate it on the first record of what is given as the event.

    Args:
        members: of the body: `pattern`, `event`, `service`, `source`.

    Raises:
        AskedWrongly: a member is missing, or they do not go together.
    """
    asked = Asked.read(members)
    event = asked.text("event")
    read = read_filters(asked)
    answer: dict[str, object] = {
        "valid": read.is_valid,
        "check": list(check_json(read.report)),
        "words": read.words if read.is_valid else [],
        "records": 0,
        "evaluation": None,
        "lines": [],
    }
    return {**answer, **_evaluated(read, asked, event)} if read.is_valid else answer


def _evaluated(read: ReadFilters, asked: Asked, event: str) -> dict[str, object]:
    """The members of the answer that tell of the event; none if there is no event."""
    try:
        placement = resolve_placement(
            read.criteria,
            service=asked.service.name if asked.service else "",
            source=asked.source.name if asked.source else "",
        )
    except Contradiction as error:
        raise AskedWrongly(str(error)) from None
    refusal = read.refusal(placement)
    if refusal is not None:
        invalid = {"verdict": "invalid_pattern", "problems": [refusal.problem.as_json()]}
        return {"evaluation": {**invalid, "filter": refusal.number} if refusal.number else invalid}
    if not event.strip():
        return {}
    events = events_in(event)
    if not events:
        return _unreadable("there is no event in it")
    first, count = events[0], len(events)
    try:
        outcomes = RecordEvaluator(read.criteria, placement).evaluate(first.text)
    except InvalidEvent as error:
        problem = error.problem.moved(first.line - 1, first.column - 1)
        return {"records": count, "evaluation": {"verdict": "invalid_event", "problem": problem.as_json()}}
    if not outcomes:
        return {"records": count - 1, **_unreadable("there are no records in it")}
    outcome = outcomes[0]
    filters = outcome.verdict.filters if outcome.verdict else ()
    lines = [[{"meaning": meaning, "text": text} for meaning, text in filter_lines(each)] for each in filters]
    return {"records": len(outcomes) + count - 1, "evaluation": evaluation_json(outcome), "lines": lines}


def _unreadable(reason: str) -> dict[str, object]:
    return {"evaluation": {"verdict": "unreadable", "reason": reason}}
