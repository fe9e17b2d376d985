"""Filters that are ready to evaluate records, and what they make of one: `pipefilter test` for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipefilter.application.event_outcomes import record_outcomes
from pipefilter.errors import InvalidEvent, Problem, Undecided
from pipefilter.explaining.explain import explain_within_budget
from pipefilter.explaining.explanation import Explanation
from pipefilter.explaining.record_lines import reason_lines
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_evaluator import Bounds, RecordEvaluator, RecordOutcome
from pipefilter.json_text.python_value import NotJson, from_python
from pipefilter.json_text.written import written
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.matching.event_text import event_tree

__all__ = ["Evaluation", "Filters", "Record", "TemplateBatches", "record_text"]

Record = str | bytes | Mapping[str, object]
"""JSON text, UTF-8 bytes, or a dict."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What filters make of one record.

    Args:
        outcome: of the record.
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
            Undecided: there is no verdict, so that it is neither kept nor dropped by mistake.
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
        """What is wrong with it, and where, if it is not a record."""
        return self.outcome.problem

    @property
    def pointer(self) -> str:
        """JSON pointer to the record in its envelope; "" if it stood by itself."""
        return self.outcome.record.pointer

    @property
    def service(self) -> str:
        """The name of the service in which the filters run; "" if nothing says it."""
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
        """Why the first filter that matches does, or the first one if none does.

        None if no pattern decided, or if it would cost more work than a verdict may.
        """
        verdict = self.outcome.verdict
        filters = verdict.filters if verdict else ()
        decisive = next((each for each in filters if each.matches), filters[0] if filters else None)
        if decisive is None or decisive.is_dropped or decisive.undecided:
            return None
        return explain_within_budget(decisive.pattern, decisive.seen)

    def __bool__(self) -> bool:
        raise TypeError("an evaluation is neither true nor false: use its .matched")

    def __str__(self) -> str:
        verdict = self.outcome.verdict
        if self.outcome.problem is not None:
            return f"invalid event: {self.outcome.problem.shown()}"
        if verdict is None or self.outcome.undecided:
            return f"undecided: {self.outcome.undecided}"
        lines = [text for _, text in reason_lines(verdict, verbose=True)]
        return "\n".join((self.verdict.replace("_", " "), *lines))

    def __repr__(self) -> str:
        return f"<Evaluation: {self.verdict}{f' by filter {self.numbers}' if self.numbers else ''}>"


@dataclass(frozen=True, slots=True)
class TemplateBatches:
    """What a template says of the batches in which a service hands on records.

    Args:
        size: records in a batch; 0 if the template does not tell it in a number.
        window: seconds for which a batch is waited for, likewise.
    """

    size: int = 0
    window: int = 0


@dataclass(frozen=True, slots=True)
class Filters:
    """A pattern or filter criteria, and what is certain of where they run.

    Args:
        criteria: the filters.
        placement: what is certain of where they run, and where their records are from.
        bounds: of filters that a template does not tell in full.
        name: where they are from; "" if they were not read from a file.
        batches: what a template says of them; None if the filters are not those of a service in a template.
    """

    criteria: FilterCriteria = field(repr=False)
    placement: Placement = field(repr=False)
    bounds: Bounds | None = field(default=None, repr=False)
    name: str = ""
    batches: TemplateBatches | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        filters = "1 filter" if len(self.criteria.filters) == 1 else f"{len(self.criteria.filters)} filters"
        placement = "".join(f", {name}" for name in (self.service, self.source) if name)
        return f"<Filters: {self.name or 'built'}, {filters}{placement}>"

    @property
    def patterns(self) -> tuple[EventPattern, ...]:
        """The patterns, in their order."""
        return tuple(each.pattern for each in self.criteria.filters)

    @property
    def service(self) -> str:
        """The name of the service in which they run; "" if it follows from each record."""
        return self.placement.service.name if self.placement.service else ""

    @property
    def source(self) -> str:
        """The name of the source of their records; "" if it is detected from each."""
        return self.placement.source.name if self.placement.source else ""

    def evaluate(self, record: Record) -> Evaluation:
        """Evaluate one record or event, bare or in any envelope, as the service does.

        Args:
            record: with nothing but this record in its envelope.

        Raises:
            InvalidEvent: it is not JSON, or not a record.
            ValueError: it holds no record, or several: use `evaluate_all`.
        """
        evaluations = self.evaluate_all(record)
        problems = [each.problem for each in evaluations if each.problem is not None]
        if problems:
            raise InvalidEvent(*problems)
        if len(evaluations) != 1:
            raise ValueError(f"there are {len(evaluations)} records in it, not one: use evaluate_all")
        return evaluations[0]

    def evaluate_all(self, records: Record | list[object]) -> list[Evaluation]:
        """Evaluate the records in what a service or a tool hands out, in their order.

        What is not a record has the verdict `invalid_event`, and the others have theirs; its problem has the place in the
        text, and a pointer that begins with the number of the element of a list, such as `/1`.

        Args:
            records: an envelope, a list of records, or one record; as text also JSON lines, or whatever else a file of
                events may hold.

        Raises:
            InvalidEvent: there is no event in a text, it cannot be read to its end, or a Python value has no JSON form.
        """
        evaluator = RecordEvaluator(self.criteria, self.placement, self.bounds)
        if not isinstance(records, list):
            return [Evaluation(outcome) for outcome in record_outcomes(evaluator, _json_text(records))]
        evaluations = []
        for number, record in enumerate(records):
            try:
                outcomes = record_outcomes(evaluator, _json_text(record))
            except InvalidEvent as error:
                raise InvalidEvent(*(_in_list(problem, number) for problem in error.problems)) from None
            evaluations += [Evaluation(_outcome_in_list(outcome, number)) for outcome in outcomes]
        return evaluations


def _in_list(problem: Problem, number: int) -> Problem:
    return replace(problem, pointer=f"/{number}{problem.pointer}")


def _outcome_in_list(outcome: RecordOutcome, number: int) -> RecordOutcome:
    if outcome.problem is None:
        return outcome
    return replace(outcome, record=replace(outcome.record, fault=_in_list(outcome.problem, number)))


def _json_text(record: object) -> str | bytes:
    return record if isinstance(record, bytes) else record_text(record)


def record_text(record: object) -> str:
    """A record as JSON text.

    Args:
        record: a dict, or JSON text already.

    Raises:
        TypeError: it is a path.
        InvalidEvent: it has no JSON form.
    """
    if isinstance(record, str):
        return record
    if isinstance(record, Path):
        raise TypeError("a path is not a record: use its read_text()")
    try:
        return written(from_python(record))
    except NotJson:
        event_tree(record)  # type: ignore[arg-type]  # it says what is wrong
        raise
