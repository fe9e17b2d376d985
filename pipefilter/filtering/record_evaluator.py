"""Evaluates filters on records, in the same way for every command: unwrap, detect the source, decode, match."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from pipefilter.dataclass import dataclass
from pipefilter.errors import EventTooIntricate, InvalidEvent, Problem, Undecided
from pipefilter.filtering.envelopes import WrappedRecord
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.record_placement import RecordPlacement
from pipefilter.filtering.record_reader import RecordReader
from pipefilter.filtering.record_verdict import RecordVerdict, VerdictWord, verdict_word
from pipefilter.filtering.service_filters import ServiceFilters
from pipefilter.json_text.raw_object import RawObject
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services import Service, service_named

if TYPE_CHECKING:
    from pipefilter.filtering.bounds import Bounds

__all__ = ["RecordEvaluator", "RecordOutcome"]


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """The outcome of filters for one record.

    Args:
        placement: its service and source; None if the record contradicts what is certain.
        verdict: of all filters; None if there is none.
        undecided: why there is no verdict, in a sentence; "" if there is one.
    """

    record: WrappedRecord
    placement: RecordPlacement | None
    verdict: RecordVerdict | None
    undecided: str = ""

    @classmethod
    def of_invalid(cls, problem: Problem, text: str = "") -> RecordOutcome:
        """The outcome for a text that is neither an event nor a wrapper with records."""
        return cls(WrappedRecord(RawObject((), (), text), "", None, problem), None, None, problem.message)

    def moved(self, lines: int, columns: int) -> RecordOutcome:
        """The outcome for the same event at a later place in a longer text; see `Problem.moved`."""
        if self.problem is None:
            return self
        return replace(self, record=replace(self.record, fault=self.problem.moved(lines, columns)))

    @property
    def matches(self) -> bool | None:
        """Whether the record matches; None if there is no verdict."""
        return None if self.verdict is None or self.undecided else self.verdict.matches

    @property
    def word(self) -> VerdictWord | Literal["invalid_event"]:
        """The verdict as a word; `invalid_event` if the text is not a record."""
        return verdict_word(self.matches) if self.problem is None else "invalid_event"

    @property
    def problem(self) -> Problem | None:
        """The problem, if the text is not a record."""
        return self.record.fault


class RecordEvaluator:
    """Evaluates filters on records; with `bounds`, there is a verdict only if both approximations agree.

    Args:
        with_notes: whether the notes of the verdicts are read.
    """

    def __init__(
        self,
        criteria: FilterCriteria,
        placement: Placement,
        bounds: Bounds | None = None,
        *,
        with_notes: bool = True,
    ) -> None:
        self.criteria = criteria
        self.placement = placement
        self._bounds = bounds
        self._with_notes = with_notes
        self._filters: dict[tuple[int, str], ServiceFilters] = {}
        self.reader = RecordReader((each.pattern for each in criteria.filters), placement)

    def evaluate(self, text: str | bytes) -> list[RecordOutcome]:
        """The outcomes of the records in a JSON text, which are bare or in any wrapper, in their order.

        Raises:
            InvalidEvent: it is not JSON, or what is in it is not a record.
        """
        return [self.outcome(record) for record in self.records(text)]

    def records(self, text: str | bytes) -> list[WrappedRecord]:
        """The records in a JSON text.

        Raises:
            InvalidEvent: as for `evaluate`.
        """
        return self.reader.records(text)

    def outcome(self, record: WrappedRecord) -> RecordOutcome:
        """The outcome for one record."""
        if record.fault:
            return RecordOutcome(record, None, None, record.fault.message)
        try:
            placement = self.placement.of(record)
        except Undecided as reason:
            return RecordOutcome(record, None, None, str(reason))
        try:
            verdict = self._service_filters(self.criteria, placement.service).evaluate(
                record.record, placement.source, with_notes=self._with_notes
            )
            undecided = verdict.undecided or self._difference(record, placement)
            if not undecided and self._bounds is not None and self._bounds.has_guesses:
                verdict = self._certain_verdict(self._bounds, record, placement, matches=verdict.matches)
        except InvalidEvent as error:
            return RecordOutcome(record, placement, None, error.message)
        except EventTooIntricate as error:
            return RecordOutcome(record, placement, None, str(error))
        return RecordOutcome(
            record, placement, replace(verdict, notes=(*placement.notes, *verdict.notes)), undecided
        )

    def _difference(self, record: WrappedRecord, placement: RecordPlacement) -> str:
        """Why the verdict is not known, if it depends on a part that the template leaves open."""
        if self._bounds is None:
            return ""
        verdicts = {
            self._service_filters(criteria, placement.service).evaluate(record.record, placement.source).matches
            for criteria in (self._bounds.under_approximation, self._bounds.over_approximation)
        }
        return f"the verdict depends on {self._bounds.unknown}" if len(verdicts) > 1 else ""

    def _certain_verdict(
        self, bounds: Bounds, record: WrappedRecord, placement: RecordPlacement, *, matches: bool
    ) -> RecordVerdict:
        """The verdict of the approximation that proves it: the filters themselves have values that are only examples."""
        criteria = bounds.under_approximation if matches else bounds.over_approximation
        verdict = self._service_filters(criteria, placement.service).evaluate(
            record.record, placement.source, with_notes=self._with_notes
        )
        if not self._with_notes:
            return verdict
        effect = "not to match" if matches else "to match"
        note = (
            f"the template does not specify {bounds.unknown}: a condition that depends on it is taken {effect}"
        )
        return replace(verdict, notes=(*verdict.notes, note))

    def _service_filters(self, criteria: FilterCriteria, service: Service | None) -> ServiceFilters:
        # for a record without a known source, the service does not matter
        where = service or service_named("pipe")
        key = (id(criteria), where.name)  # the criteria live as long as the evaluator
        if key not in self._filters:
            self._filters[key] = ServiceFilters(criteria, where)
        return self._filters[key]
