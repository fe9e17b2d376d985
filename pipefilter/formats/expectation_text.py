"""Events that do not have the verdict of their folder, as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.application.folder_evaluation import ExpectedOutcome
from pipefilter.formats.evaluation_text import evaluation_text
from pipefilter.formats.event_place import record_place
from pipefilter.formats.style import styled

__all__ = ["unexpected_text"]


def unexpected_text(
    expected: ExpectedOutcome, pattern: str, file: str, *, brief: bool = False
) -> Iterator[str]:
    """The lines on a record whose verdict is not that of its folder.

    Args:
        pattern: the name of the pattern.
        file: the name of the file with the event.
        brief: without the reasons.
    """
    difference = (
        "match (in match/), got no match" if expected.must_match else "no match (in no-match/), got match"
    )
    yield f"{styled('wrong', 'no')}  {pattern}: expected {difference}"
    if not brief:
        place = record_place(expected.outcome, expected.event, file)
        yield from evaluation_text(expected.outcome, place, verbose=True)
