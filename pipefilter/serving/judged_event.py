"""`/api/judge`: does the event match, and why not? As `pipefilter check`, `explain` and `test` say it."""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.errors import EventTooIntricate, InvalidEvent
from pipefilter.language.event_pattern import EventPattern
from pipefilter.matching.compile import Matcher
from pipefilter.scanning.event_texts import EventText
from pipefilter.serving.asked import Asked
from pipefilter.serving.first_event import first_event
from pipefilter.serving.judged_record import judged_record
from pipefilter.serving.read_filters import read_filters
from pipefilter.serving.told_reasons import told_reasons

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
    try:
        if asked.service or asked.source or not read.criteria.is_lone:
            return {**said, **judged_record(read.criteria, first, count, asked.service, asked.source)}
        return {**said, **_judged(read.criteria.filters[0].pattern, first)}
    except InvalidEvent as error:
        problem = error.problem.moved(first.line - 1, first.column - 1)
        return {**said, "verdict": "invalid_event", "event_problem": problem.as_json()}
    except EventTooIntricate as error:
        return {**said, "verdict": "undecided", "reason": str(error)}


def _judged(pattern: EventPattern, event: EventText) -> dict[str, object]:
    matches = Matcher(pattern).matches(event.text)
    return {"verdict": "match" if matches else "no_match", **told_reasons(pattern, event.text)}
