"""The evaluation of a record, or the reason why there is no verdict, as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.filtering.record_evaluator import RecordOutcome
from pipefilter.formats.event_place import record_place
from pipefilter.formats.style import problem_text, styled
from pipefilter.scanning.events.event_texts import EventText

__all__ = ["evaluation_text", "undecided_text"]


def evaluation_text(
    outcome: RecordOutcome, place: str, *, brief: bool = False, verbose: bool = False
) -> Iterator[str]:
    """The lines on one record: `brief` without the reasons, `verbose` also with all reasons of a match."""
    verdict = outcome.verdict
    assert verdict is not None
    word = styled("match   ", "yes") if verdict.matches else styled("no match", "no")
    numbers = [str(each.number) for each in verdict.filters if each.matches]
    by = f"  (filter {', '.join(numbers)})" if numbers and len(verdict.filters) > 1 else ""
    yield f"{word}  {place}{by}"
    has_more = bool(verdict.notes) or any(each.ignored for each in verdict.filters)
    has_reasons = not verdict.matches or verbose or len(verdict.filters) > 1 or has_more
    if brief or not has_reasons:
        return
    from pipefilter.explaining.record_reasons import reason_lines

    for meaning, text in reason_lines(verdict, verbose=verbose):
        yield styled(text, meaning)


def undecided_text(outcome: RecordOutcome, event: EventText, name: str) -> str:
    """Why there is no verdict on a record of an event in a file."""
    if outcome.problem is not None:
        return problem_text(outcome.problem, name)
    return f"{record_place(outcome, event, name)}: {outcome.undecided}"
