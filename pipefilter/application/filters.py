"""Filters that evaluate records: what `pipefilter.load` returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipefilter.application.event_outcomes import record_outcomes
from pipefilter.dataclass import dataclass
from pipefilter.errors import InvalidEvent, Problem
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.json_text.writer import written
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.matching.event_text import event_tree
from pipefilter.override import override
from pipefilter.templates.endpoint import Endpoint

if TYPE_CHECKING:
    from pipefilter.application.record_evaluation import Evaluation
    from pipefilter.application.record_scanner import RecordScanning
    from pipefilter.filtering.bounds import Bounds

__all__ = ["Filters", "Record", "TemplateBatches", "record_text"]

Record = str | bytes | Mapping[str, object]
"""JSON text, UTF-8 bytes, or a dict."""


@dataclass(frozen=True, slots=True)
class TemplateBatches:
    """The batches in which a service delivers records, as a template configures them.

    Args:
        size: records in a batch; 0 if the template has no such number.
        window: seconds to wait for a full batch; 0 if the template has no such number.
        position: where the service starts to read, such as `LATEST`; "" if the template does not specify it.
    """

    size: int = 0
    window: int = 0
    position: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """A pattern or filter criteria, and their placement as far as it is certain.

    Args:
        criteria: the filters.
        placement: the service that runs them and the source of their records, as far as these are certain.
        bounds: the bounds of filters with values that their template does not specify.
        name: the name of their file; "" if they were not read from a file.
        batches: the batches of their template; None if the filters are not those of a service in a template.
        endpoint: of their subscription to a topic of SNS, as far as it is known.
    """

    criteria: FilterCriteria = field(repr=False)
    placement: Placement = field(repr=False)
    bounds: Bounds | None = field(default=None, repr=False)
    name: str = ""
    batches: TemplateBatches | None = field(default=None, repr=False)
    endpoint: Endpoint | None = field(default=None, repr=False)

    @override
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
        """The name of the service that runs them; "" if it depends on each record."""
        return self.placement.service.name if self.placement.service else ""

    @property
    def source(self) -> str:
        """The name of the source of their records; "" if it is detected for each record."""
        return self.placement.source.name if self.placement.source else ""

    def scanning(self) -> RecordScanning:
        """The filters in the form that scanners use for large volumes of traffic."""
        from pipefilter.application.record_scanner import RecordScanning

        return RecordScanning(self.criteria, self.placement, self.bounds)

    def evaluate(self, record: Record) -> Evaluation:
        """Evaluate one record or event, bare or in any wrapper, as the service would.

        Args:
            record: the record; the only one in its wrapper.

        Raises:
            InvalidEvent: it is not JSON, or not a record.
            ValueError: the wrapper has no record, or several: use `evaluate_all`.
        """
        evaluations = self.evaluate_all(record)
        problems = [each.problem for each in evaluations if each.problem is not None]
        if problems:
            raise InvalidEvent(*problems)
        if len(evaluations) != 1:
            raise ValueError(f"expected one record but found {len(evaluations)}: use evaluate_all")
        return evaluations[0]

    def evaluate_all(self, records: Record | list[object]) -> list[Evaluation]:
        """Evaluate the records in a wrapper, a list or a string, in order.

        A value that is not a record has the verdict `invalid_event`; the others have their own verdicts. Its problem has
        the position in the string, and a pointer that starts with the index of the element of a list, such as `/1`. A
        wrapper without records has no evaluations.

        Args:
            records: a wrapper, a list of records, or one record; a string may also be JSON lines, or anything else that
                a file of events may be.

        Raises:
            InvalidEvent: there is no event in a string, it cannot be read to its end, or a Python value has no JSON form.
        """
        from pipefilter.application.record_evaluation import Evaluation

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
    """A record as JSON text: a dict, or JSON text already.

    Raises:
        TypeError: it is a path.
        InvalidEvent: it has no JSON form.
    """
    if isinstance(record, str):
        return record
    if isinstance(record, Path):
        raise TypeError("a path is not a record: use its read_text()")
    from pipefilter.json_text.python_value import NotJson, from_python

    try:
        return written(from_python(record))
    except NotJson:
        event_tree(record)  # type: ignore[arg-type]  # its error names the fault
        raise
