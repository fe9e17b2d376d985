"""The report of `pipefilter verify` as text."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.formats.style import styled
from pipefilter.verification.aws_answer import Answer, Verdict
from pipefilter.verification.case import Case
from pipefilter.verification.comparison import Comparison

__all__ = ["case_label", "difference_text", "same_text"]

_WORDS: dict[Verdict, str] = {
    "match": "match",
    "no_match": "no match",
    "invalid_pattern": "invalid pattern",
    "invalid_event": "invalid event",
}


def same_text(case: Case, comparison: Comparison) -> str:
    """The line on a question on which both agree."""
    return f"{styled('same', 'yes')}    {_WORDS[comparison.theirs.verdict]}  {case_label(case)}"


def difference_text(case: Case, comparison: Comparison, saved: str | None) -> Iterator[str]:
    """The lines on a question on which they differ; if the difference is not saved in a file, with what was sent."""
    yield f"{styled('differ', 'no')}  {case_label(case)}  ({', '.join(comparison.differs_in)})"
    yield f"  pipefilter: {_answer(comparison.ours)}"
    yield f"  AWS:        {_answer(comparison.theirs)}"
    if saved:
        yield f"  saved in {saved}"
        return
    yield f"  pattern: {comparison.question.pattern}"
    yield f"  event:   {comparison.question.event}"


def case_label(case: Case) -> str:
    """The subject of a question, in words."""
    pattern = case.name + (f" (filter {case.number})" if case.number else "")
    return f"{pattern}, {case.place}" if case.place else f"{pattern}, pattern only"


def _answer(answer: Answer) -> str:
    place = f" (line {answer.line}, column {answer.column})" if answer.line is not None else ""
    return _WORDS[answer.verdict] + (f": {answer.reason}{place}" if answer.reason else "")
