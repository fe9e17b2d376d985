"""The report of `pipefilter diff` as text."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.application.diffing.difference import Diff, Difference, Witness
from pipefilter.formats.difference_words import (
    MEANINGS,
    difference_words,
    event_text,
    reason_words,
    summary_words,
)
from pipefilter.formats.style import problem_text, styled
from pipefilter.single_line import single_line

__all__ = ["diff_problems", "diff_summary", "difference_text"]

_MAX_EVENT = 2_000
"""Characters of an event that are printed; JSON output has all of it."""


def difference_text(difference: Difference) -> Iterator[str]:
    """The lines on one list of filters."""
    old_name = f"  (was {single_line(difference.old_name)})" if difference.old_name else ""
    words = styled(difference_words(difference), MEANINGS[difference.status])
    yield f"{single_line(difference.name)}{old_name}  {words}"
    if difference.note:
        yield f"  {difference.note}"
    for label, witness in (("stops matching ", difference.stops), ("starts matching", difference.starts)):
        if witness is not None and witness.event != ():
            yield f"  {label}  {_event(witness)}"
    if reason := reason_words(difference):
        yield f"  not proven: {single_line(reason)}"


def diff_problems(diff: Diff) -> Iterator[str]:
    """What makes filters invalid, and which files cannot be read."""
    for problem in diff.problems:
        yield problem_text(problem.in_file, problem.file)
    for sentence in diff.gaps:
        yield f"Error: {single_line(sentence)}"


def diff_summary(diff: Diff) -> str:
    """How many filters have each status."""
    return f"{diff.old} -> {diff.new}: {summary_words(diff)}"


def _event(witness: Witness) -> str:
    text = event_text(witness)
    scope = f" ({witness.scope})" if witness.scope else ""
    return f"{text if len(text) <= _MAX_EVENT else text[:_MAX_EVENT] + '...'}{scope}"
