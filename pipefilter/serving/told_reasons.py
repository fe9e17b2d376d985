"""Why an event matches or not, as the page is told."""

from __future__ import annotations

from pipefilter.errors import EventTooIntricate
from pipefilter.explaining.explain import explain
from pipefilter.explaining.show import lines_of
from pipefilter.language.event_pattern import EventPattern

__all__ = ["told_reasons"]


def told_reasons(pattern: EventPattern, event: str | bytes) -> dict[str, object]:
    """The explanation, as data and as lines; without any where it is not found within the budget.

    Args:
        pattern: that was judged.
        event: likewise.
    """
    try:
        explanation = explain(pattern, event)
    except EventTooIntricate:
        return {"explanation": None, "lines": []}
    lines = [{"meant": meant, "text": text} for meant, text in lines_of(explanation)]
    return {"explanation": explanation.as_json(), "lines": lines}
