"""Why an event matches or not, as the page is told."""

from __future__ import annotations

from pipefilter.explaining.explain import explain_within_budget
from pipefilter.explaining.show import lines_of
from pipefilter.language.event_pattern import EventPattern

__all__ = ["told_reasons"]


def told_reasons(pattern: EventPattern, event: str | bytes) -> dict[str, object]:
    """The explanation, as data and as lines; without any where it is not found within the budget.

    Args:
        pattern: that was judged.
        event: likewise.
    """
    explanation = explain_within_budget(pattern, event)
    lines = [{"meant": meant, "text": text} for meant, text in lines_of(explanation)]
    return {"explanation": explanation.as_json() if explanation else None, "lines": lines}
