"""`/api/judge`: does the event match, and why not? As `pipefilter check`, `explain` and `test` say it."""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.errors import InvalidEvent
from pipefilter.explaining.explain import explain_within_budget
from pipefilter.explaining.show import lines_of
from pipefilter.filtering.placement import resolve_placement
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.filtering.record_judge import FilterVerdict
from pipefilter.formats.evaluation_json import evaluation_json
from pipefilter.serving.asked import Asked
from pipefilter.serving.first_event import first_event
from pipefilter.serving.read_filters import read_filters

__all__ = ["judge"]


def judge(members: Mapping[str, object]) -> dict[str, object]:
    """The verdict on an event, with the reasons; and all that is to be said of the pattern.

    Args:
        members: of the body: `pattern`, `event`, `service`, `source`.

    Raises:
        AskedWrongly: a member is missing, or they do not go together.
    """
    asked = Asked.read(members)
    event = asked.text("event")
    read = read_filters(asked)
    said: dict[str, object] = {
        "valid": not read.problems,
        "problems": read.problems,
        "advice": read.advice,
        "words": read.words,
        "verdict": None,
        "reason": None,
        "event_problem": None,
        "explanation": None,
        "lines": [],
        "filters": None,
        "seen": None,
        "records": 0,
        "notes": [],
    }
    if read.problems or not event.strip():
        return said
    first, count = first_event(event)
    said["records"] = count
    if first is None:
        return {**said, "verdict": "invalid_event", "reason": "there is no event in it"}
    placement = resolve_placement(
        read.criteria,
        service=asked.service.name if asked.service else "",
        source=asked.source.name if asked.source else "",
    )
    try:
        outcomes = RecordEvaluator(read.criteria, placement).evaluate(first.text)
    except InvalidEvent as error:
        problem = error.problem.moved(first.line - 1, first.column - 1)
        return {**said, "verdict": "invalid_event", "event_problem": problem.as_json()}
    said["records"] = len(outcomes) + count - 1
    if not outcomes:
        return {**said, "verdict": "undecided", "reason": "there are no records in it"}
    assumption = placement.assumption(outcomes[0].placement) if outcomes[0].placement else ""
    return {
        **said,
        **_first_record(outcomes[0], is_explicit=placement.is_explicit),
        "assumption": assumption or None,
    }


def _first_record(outcome: RecordOutcome, *, is_explicit: bool) -> dict[str, object]:
    """The verdict on the first record; of an event as it is, without filters, what is decoded, and a place."""
    told = evaluation_json(outcome)
    lines_of_filters = [_lines(each) for each in outcome.verdict.filters] if outcome.verdict else []
    lines = lines_of_filters[0] if len(lines_of_filters) == 1 else []
    source = outcome.placement.source if outcome.placement else None
    if not is_explicit and outcome.verdict is not None and (source is None or source.name == "bus"):
        plain = ("verdict", "reason", "explanation", "notes", "service", "source")
        return {**{name: told[name] for name in plain}, "lines": lines}
    listed = told["filters"]
    assert isinstance(listed, list)  # noqa: S101 - one object a filter
    filters = [{**each, "lines": own} for each, own in zip(listed, lines_of_filters, strict=True)]
    return {**told, "lines": lines, "filters": filters}


def _lines(verdict: FilterVerdict) -> list[dict[str, str]]:
    """Why a filter matches or does not; nothing where it did not decide."""
    if verdict.is_dropped or verdict.undecided:
        return []
    explanation = explain_within_budget(verdict.pattern, verdict.seen)
    return [{"meant": meant, "text": text} for meant, text in lines_of(explanation)]
