"""Why an assertion about events fails, as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipefilter.application.named_outcomes import NamedOutcome
from pipefilter.formats.evaluation_text import evaluation_text, undecided_text
from pipefilter.formats.event_place import record_place
from pipefilter.formats.style import counted, plain

__all__ = ["assertion_text"]

_MAX_EXPLAINED = 5
"""Of more records only the verdicts are printed: a batch has thousands."""


def assertion_text(outcomes: Sequence[NamedOutcome], pattern: str, *, must_match: bool) -> str:
    """Why not all records match, or why not all do not; "" if all are as expected.

    Args:
        pattern: the name of the pattern; "" if it has none.
    """
    if not outcomes:
        return "the event contains no records, so nothing was evaluated"
    wrong = [each for each in outcomes if each.outcome.matches is not must_match]
    if not wrong:
        return ""
    lines = [_summary(wrong, len(outcomes), pattern or "the pattern", must_match=must_match)]
    for number, each in enumerate(wrong):
        lines += _record_lines(each, brief=number >= _MAX_EXPLAINED)
    return plain("\n".join(lines))


def _summary(wrong: Sequence[NamedOutcome], count: int, pattern: str, *, must_match: bool) -> str:
    undecided = sum(each.outcome.matches is None for each in wrong)
    decided = len(wrong) - undecided
    if count == 1:
        verb = "does not match" if must_match else "matches"
        return "there is no verdict on the event" if undecided else f"the event {verb} {pattern}"
    if not decided:
        return f"there is no verdict on {undecided} of {counted(count, 'record')}"
    plural, singular = ("do not match", "does not match") if must_match else ("match", "matches")
    verb = singular if decided == 1 else plural
    summary = f"{decided} of {counted(count, 'record')} {verb} {pattern}"
    return summary + (f", and there is no verdict on {undecided}" if undecided else "")


def _record_lines(wrong: NamedOutcome, *, brief: bool) -> Iterator[str]:
    if wrong.outcome.matches is None:
        yield undecided_text(wrong.outcome, wrong.event, wrong.name)
    else:
        place = record_place(wrong.outcome, wrong.event, wrong.name)
        yield from evaluation_text(wrong.outcome, place, brief=brief, verbose=True)
