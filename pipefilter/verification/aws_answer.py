"""Parses AWS's answers: a verdict, or a rejection with its reason, line and column."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Literal

from pipefilter.aws.events.event_pattern_call import ApiAnswer
from pipefilter.dataclass import dataclass
from pipefilter.json_text.place import aws_source
from pipefilter.verification.envelope import CannotBeAsked, Question

__all__ = ["Answer", "Verdict", "aws_answer", "refused_pattern"]

Verdict = Literal["match", "no_match", "invalid_pattern", "invalid_event"]

INVALID_PATTERN = "InvalidEventPatternException"
_BEFORE_REASON = "Event pattern is not valid. Reason: "
_EVENT_NOT_VALID = "Parameter Event is not valid"
_SOURCE = "\n at [Source: "
_PLACE = re.compile(r"; line: (\d{1,9}), column: (\d{1,9})\]")


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict on a pattern and an event, of AWS or of pipefilter.

    Args:
        verdict: whether the event matches, or which of the two is rejected.
        message: AWS's full message about the bare pattern; "" if there is none, or if it is not known.
        reason: its first line, without the common prefix.
        line: in the pattern; None if the message names no place.
        column: in the pattern; None if the message names no place.
    """

    verdict: Verdict
    message: str = ""
    reason: str = ""
    line: int | None = None
    column: int | None = None

    def as_json(self) -> dict[str, object]:
        """The answer as `--json` prints it."""
        return asdict(self)


def refused_pattern(message: str, pattern: str) -> Answer:
    """The answer that a pattern, as the message quotes it, is not valid."""
    # the text of the pattern itself must not be read as AWS's words
    without_quotes = message.replace(aws_source(pattern), '"..."')
    words, _, after = without_quotes.partition(_SOURCE)
    reason = words.removeprefix(_BEFORE_REASON).partition("\n")[0]
    place = _PLACE.search(after)
    if place is None:
        return Answer("invalid_pattern", message, reason)
    return Answer("invalid_pattern", message, reason, int(place[1]), int(place[2]))


def aws_answer(answer: ApiAnswer, question: Question) -> Answer:
    """AWS's answer as an answer about the bare pattern.

    Raises:
        CannotBeAsked: AWS gives no verdict, and does not reject the pattern or the event.
    """
    if answer.result is not None:
        return Answer("match" if answer.result else "no_match")
    message = answer.message
    if answer.code == INVALID_PATTERN:
        return refused_pattern(question.unwrapped(message), question.bare)
    words = message.partition("\n")[0]
    if not message.startswith(_EVENT_NOT_VALID):
        raise CannotBeAsked(f"AWS returns no verdict ({answer.code}: {words})")
    return Answer("invalid_event", message, words)
