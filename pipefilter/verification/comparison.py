"""Compares pipefilter's answer about a pattern and an event with AWS's."""

from __future__ import annotations

from typing import Protocol

from pipefilter.aws.events.event_pattern_call import ApiAnswer
from pipefilter.dataclass import dataclass
from pipefilter.errors import EventTooIntricate, InvalidEvent, InvalidEventPattern
from pipefilter.filtering.record_verdict import FilterVerdict
from pipefilter.matching.matcher import matches
from pipefilter.verification.aws_answer import Answer, aws_answer, refused_pattern
from pipefilter.verification.envelope import CannotBeAsked, Question, is_event, to_question

__all__ = ["Backend", "Comparison", "compare", "decided_before", "differences"]


class Backend(Protocol):
    """Answers questions about patterns and events: AWS itself, or a recording of its answers."""

    def ask(self, pattern: str, event: str) -> ApiAnswer:
        """AWS's answer to a pattern and an event, as they are sent.

        Raises:
            UnreadableInput: no question can be answered.
            CannotBeAsked: there is no answer to this question.
        """
        ...


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answers of pipefilter and AWS to a question.

    Args:
        differs_in: `verdict`, or for rejected patterns `reason`, `line` and `column`; empty if they agree.
    """

    question: Question
    ours: Answer
    theirs: Answer
    differs_in: tuple[str, ...]

    @property
    def has_new_words(self) -> bool:
        """Whether AWS rejects the pattern with a message that pipefilter does not know."""
        return not self.differs_in and self.theirs.verdict == "invalid_pattern" and not self.ours.message


def compare(pattern: str, event: str, backend: Backend) -> Comparison:
    """Ask AWS about a pattern and an event or a record as the pattern sees it, and compare its answer with ours.

    Raises:
        CannotBeAsked: AWS cannot be asked, or there is no answer.
        UnreadableInput: no question can be answered.
    """
    question = to_question(pattern, event)
    try:
        ours = _local_answer(pattern, event)
        wrapped = _local_answer(question.pattern, question.event)
    except EventTooIntricate as error:
        raise CannotBeAsked(f"pipefilter has no verdict: {error}") from None
    if question.head is not None and differences(ours, _unwrapped(wrapped, question)):
        raise CannotBeAsked(
            "it has to be wrapped in an event of a bus for TestEventPattern, and the wrapped event exceeds a limit of AWS's "
            "JSON parser"
        )
    theirs = aws_answer(backend.ask(question.pattern, question.event), question)
    if theirs.verdict == "invalid_event" and ours.verdict == "invalid_pattern" and not is_event(event):
        ours = Answer("invalid_event")  # both are invalid, and AWS may report either
    return Comparison(question, ours, theirs, differences(ours, theirs))


def _local_answer(pattern: str, event: str) -> Answer:
    """Pipefilter's answer to a pattern and an event.

    Raises:
        EventTooIntricate: no verdict within the budget.
    """
    try:
        return Answer("match" if matches(pattern, event) else "no_match")
    except InvalidEventPattern as error:
        return refused_pattern(error.aws_message, pattern)
    except InvalidEvent as error:
        return Answer("invalid_event", reason=error.message)


def _unwrapped(ours: Answer, question: Question) -> Answer:
    """Our answer to a question, as an answer about the bare pattern."""
    if ours.verdict != "invalid_pattern":
        return ours
    return refused_pattern(question.unwrapped(ours.message), question.bare)


def differences(ours: Answer, theirs: Answer) -> tuple[str, ...]:
    """The fields in which the two answers differ."""
    if ours.verdict != theirs.verdict:
        return ("verdict",)
    if ours.verdict != "invalid_pattern" or not ours.message:
        return ()
    return tuple(name for name in ("reason", "line", "column") if getattr(ours, name) != getattr(theirs, name))


def decided_before(verdict: FilterVerdict) -> str:
    """Why AWS's API cannot be asked about a filter and a record, in a sentence; "" if it can.

    The API evaluates only patterns and events; the rows of a source's table may decide before the pattern does.
    """
    for applied in verdict.rows:
        # where the filter ignores the data, the pattern alone decides
        if applied.row.action != "filter" and applied.row.pattern != "none":
            return f"TestEventPattern cannot be asked, because the pattern alone does not decide: {applied}"
    return verdict.undecided or verdict.nothing_seen
