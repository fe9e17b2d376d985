"""The evaluation of one record by filters: `pipefilter test` for programs."""

from __future__ import annotations

from dataclasses import field

from pipefilter.dataclass import dataclass
from pipefilter.errors import InvalidEvent, Problem, Undecided
from pipefilter.explaining.explain import explain_within_budget
from pipefilter.explaining.explanation import Explanation
from pipefilter.explaining.record_reasons import reason_lines
from pipefilter.filtering.record_evaluator import RecordOutcome
from pipefilter.override import override

__all__ = ["Evaluation"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluation of one record by filters.

    Args:
        outcome: the outcome for the record.
    """

    outcome: RecordOutcome = field(repr=False)

    @property
    def verdict(self) -> str:
        """The verdict: `match`, `no_match`, `undecided` with the reason in `reason`, or `invalid_event` with `problem`."""
        return self.outcome.word

    @property
    def matched(self) -> bool:
        """Whether the record matches.

        Raises:
            InvalidEvent: it is not a record.
            Undecided: there is no verdict, so that the record is neither kept nor dropped by mistake.
        """
        if self.outcome.problem is not None:
            raise InvalidEvent(self.outcome.problem)
        matches = self.outcome.matches
        if matches is None:
            raise Undecided(self.outcome.undecided)
        return matches

    @property
    def reason(self) -> str:
        """Why there is no verdict, in a sentence; "" if there is one."""
        return self.outcome.undecided

    @property
    def problem(self) -> Problem | None:
        """What is wrong and where, if the value is not a record."""
        return self.outcome.problem

    @property
    def pointer(self) -> str:
        """JSON pointer to the record in its wrapper; "" if it has none."""
        return self.outcome.record.pointer

    @property
    def service(self) -> str:
        """The name of the service that runs the filters; "" if not known."""
        return self.outcome.placement.service_name if self.outcome.placement else ""

    @property
    def source(self) -> str:
        """The name of the source of the record; "" if it is evaluated as it is."""
        return self.outcome.placement.source_name if self.outcome.placement else ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the filters that match, from 1."""
        verdict = self.outcome.verdict
        return tuple(each.number for each in verdict.filters if each.matches) if verdict else ()

    @property
    def explanation(self) -> Explanation | None:
        """Why the first matching filter matches, or why the first filter does not match if none does.

        None if no pattern decided, or if the explanation would exceed the budget for a verdict.
        """
        verdict = self.outcome.verdict
        filters = verdict.filters if verdict else ()
        decisive = next((each for each in filters if each.matches), filters[0] if filters else None)
        if decisive is None or decisive.is_dropped or decisive.undecided:
            return None
        return explain_within_budget(decisive.pattern, decisive.seen)

    def __bool__(self) -> bool:
        raise TypeError("an evaluation has no truth value: use its .matched")

    @override
    def __str__(self) -> str:
        verdict = self.outcome.verdict
        if self.outcome.problem is not None:
            return f"invalid event: {self.outcome.problem.as_text()}"
        if verdict is None or self.outcome.undecided:
            return f"undecided: {self.outcome.undecided}"
        lines = [text for _, text in reason_lines(verdict, verbose=True)]
        return "\n".join((self.verdict.replace("_", " "), *lines))

    @override
    def __repr__(self) -> str:
        return f"<Evaluation: {self.verdict}{f' by filter {self.numbers}' if self.numbers else ''}>"
