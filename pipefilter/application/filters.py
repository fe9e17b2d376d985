"""Filters that are ready to evaluate records, for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipefilter.application.event_input import events_in
from pipefilter.errors import InvalidEvent
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_evaluator import Bounds, RecordEvaluator, RecordOutcome
from pipefilter.json_text.written import written
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.matching.event_text import event_tree

if TYPE_CHECKING:
    from pipefilter.application.record_evaluation import Evaluation
    from pipefilter.application.record_scanner import RecordScanning
    from pipefilter.application.template_batches import TemplateBatches

__all__ = ["Filters", "Record", "record_text"]

Record = str | bytes | Mapping[str, object]
"""JSON text, UTF-8 bytes, or a dict."""


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

    def scanning(self) -> RecordScanning:
        """What makes a scanner of them, for much traffic."""
        from pipefilter.application.record_scanner import RecordScanning  # noqa: PLC0415 - only for much traffic

        return RecordScanning(self.criteria, self.placement, self.bounds)

    def evaluate(self, record: Record) -> Evaluation:
        """Evaluate one record or event, bare or in any envelope, as the service does.

        Args:
            record: with nothing but this record in its envelope.

        Raises:
            InvalidEvent: it is not JSON, or not a record.
            ValueError: it holds no record, or several: use `evaluate_all`.
        """
        evaluations = self.evaluate_all(record)
        if len(evaluations) != 1:
            raise ValueError(f"there are {len(evaluations)} records in it, not one: use evaluate_all")
        return evaluations[0]

    def evaluate_all(self, records: Record | list[object]) -> list[Evaluation]:
        """Evaluate the records in what a service or a tool hands out, in their order.

        Args:
            records: an envelope, a list of records, or one record; as text also JSON lines, or whatever else a file of
                events may hold.

        Raises:
            InvalidEvent: it is not JSON, or something in it is not a record.
        """
        from pipefilter.application.record_evaluation import Evaluation  # noqa: PLC0415 - the commands print outcomes

        evaluator = RecordEvaluator(self.criteria, self.placement, self.bounds)
        listed = records if isinstance(records, list) else [records]
        texts = (record if isinstance(record, bytes) else record_text(record) for record in listed)
        return [Evaluation(outcome) for text in texts for outcome in _outcomes(evaluator, text)]


def _outcomes(evaluator: RecordEvaluator, text: str | bytes) -> Iterator[RecordOutcome]:
    """The outcomes of all records in a text: the matcher alone would read its first event, and no further."""
    events = events_in(text)
    if not events:
        yield from evaluator.evaluate(text)  # which says what is wrong
    for event in events:
        try:
            yield from evaluator.evaluate(event.text)
        except InvalidEvent as error:
            problems = (problem.moved(event.line - 1, event.column - 1) for problem in error.problems)
            raise InvalidEvent(*problems) from None


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
    from pipefilter.json_text.python_value import NotJson, from_python  # noqa: PLC0415 - not for text

    try:
        return written(from_python(record))
    except NotJson:
        event_tree(record)  # type: ignore[arg-type]  # it says what is wrong
        raise
