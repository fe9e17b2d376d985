"""Pipefilter's verdict against AWS's."""

from __future__ import annotations

from dataclasses import dataclass

from pipefilter.errors import EventTooIntricate
from pipefilter.verification.aws_answer import Answer, aws_answer, refused_pattern
from pipefilter.verification.backend import Asker
from pipefilter.verification.envelope import CannotBeAsked, Sent, is_event, sent
from pipefilter.verification.local_backend import our_answer

__all__ = ["Comparison", "compare", "differences"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What both say.

    Args:
        sent: what AWS was asked.
        ours: pipefilter's answer.
        theirs: AWS's.
        differs_in: `verdict`, or of refused patterns `reason`, `line` and `column`; empty if they agree.
    """

    sent: Sent
    ours: Answer
    theirs: Answer
    differs_in: tuple[str, ...]

    @property
    def has_new_words(self) -> bool:
        """Whether AWS refuses the pattern in words that pipefilter does not know."""
        return not self.differs_in and self.theirs.verdict == "invalid_pattern" and not self.ours.message


def compare(pattern: str, event: str, asker: Asker) -> Comparison:
    """Ask AWS about a pattern and an event, and compare.

    Args:
        pattern: its text.
        event: the event or record as the pattern is to see it.
        asker: who answers.

    Raises:
        CannotBeAsked: there is nothing to ask, or no answer.
        UnreadableInput: there can be no answers at all.
    """
    question = sent(pattern, event)
    try:
        ours = our_answer(pattern, event)
        of_sent = our_answer(question.pattern, question.event)
    except EventTooIntricate as error:
        raise CannotBeAsked(f"pipefilter has no verdict: {error}") from None
    if question.head is not None and differences(ours, _unwrapped(of_sent, question)):
        raise CannotBeAsked(
            "it would have to be wrapped to be asked about, which would take it over a limit of AWS's JSON parser"
        )
    theirs = aws_answer(asker.ask(question.pattern, question.event), question)
    if theirs.verdict == "invalid_event" and ours.verdict == "invalid_pattern" and not is_event(event):
        ours = Answer("invalid_event")  # both are wrong: which AWS names first says nothing
    return Comparison(question, ours, theirs, differences(ours, theirs))


def _unwrapped(ours: Answer, question: Sent) -> Answer:
    """Our answer on what is sent, said of the bare pattern."""
    if ours.verdict != "invalid_pattern":
        return ours
    return refused_pattern(question.unwrapped(ours.message), question.bare)


def differences(ours: Answer, theirs: Answer) -> tuple[str, ...]:
    """In what two answers differ.

    Args:
        ours: pipefilter's.
        theirs: AWS's.
    """
    if ours.verdict != theirs.verdict:
        return ("verdict",)
    if ours.verdict != "invalid_pattern" or not ours.message:
        return ()
    return tuple(name for name in ("reason", "line", "column") if getattr(ours, name) != getattr(theirs, name))
