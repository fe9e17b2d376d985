"""Filters evaluated on records: taken out of their wrappers, placed, decoded, matched; the same in every command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipefilter.errors import EventTooIntricate, InvalidEvent, Undecided
from pipefilter.filtering.placement import Placement, RecordPlacement
from pipefilter.filtering.record_judge import RecordJudge, RecordVerdict, VerdictWord, verdict_word
from pipefilter.filtering.wrapped_records import LISTS, WrappedRecord, records_in
from pipefilter.json_text.raw_object import raw_object
from pipefilter.json_text.tree import decoded
from pipefilter.language.branches import every_field
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.matching.event_text import event_tree
from pipefilter.services import Service, service_named
from pipefilter.sources import source_of

__all__ = ["Bounds", "RecordEvaluator", "RecordOutcome"]

_OF_A_WRAPPER = frozenset(("eventSource", "eventSourceArn", "eventSourceARN", "bootstrapServers"))
"""What a wrapper says of the records in it, and records themselves too."""


_OF_AN_ANSWER = frozenset(("NextShardIterator", "MillisBehindLatest", "ChildShards", "ResponseMetadata"))
"""What answers of the AWS CLI say beside the list."""


def _is_of_lambda(record: WrappedRecord) -> bool:
    """Whether a record says where it is from, as those of S3, SNS and CloudTrail do."""
    return record.record.has("eventSource") or record.record.has("EventSource")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Two filter criteria around one in a template that does not tell all of it.

    Args:
        least: matches what matches whatever the rest is.
        most: matches all that can match.
        unknown: what the template does not tell, in words.
    """

    least: FilterCriteria
    most: FilterCriteria
    unknown: str


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """What filters make of one record.

    Args:
        record: taken out of its wrapper.
        placement: where the filters see it; None if what is certain contradicts the record.
        verdict: of all filters; None if there is none.
        undecided: why there is no verdict, in a sentence; "" if there is one.
    """

    record: WrappedRecord
    placement: RecordPlacement | None
    verdict: RecordVerdict | None
    undecided: str = ""

    @property
    def matches(self) -> bool | None:
        """Whether the record matches; None if there is no verdict."""
        return None if self.verdict is None or self.undecided else self.verdict.matches

    @property
    def word(self) -> VerdictWord:
        """The verdict in a word."""
        return verdict_word(self.matches)


class RecordEvaluator:
    """Evaluates filters on records.

    Args:
        criteria: the filters.
        placement: what is certain of where they run, and where their records are from.
        bounds: of filters that are not fully known; then there is a verdict only where both have the same.
    """

    def __init__(self, criteria: FilterCriteria, placement: Placement, bounds: Bounds | None = None) -> None:
        self.criteria = criteria
        self.placement = placement
        self._bounds = bounds
        self._judges: dict[tuple[int, str], RecordJudge] = {}
        self._roots = {
            field.path.partition(".")[0]
            for each in criteria.filters
            for field in every_field(each.pattern.members)
        }

    def evaluate(self, text: str | bytes) -> list[RecordOutcome]:
        """The outcomes of the records in a JSON text, in their order.

        Args:
            text: a record or an event, bare or in any wrapper; bytes are UTF-8.

        Raises:
            InvalidEvent: it is not JSON, or what is in it is not a record.
        """
        return [self.outcome(record) for record in self.records(text)]

    def records(self, text: str | bytes) -> list[WrappedRecord]:
        """The records in a JSON text.

        Args:
            text: as for `evaluate`.

        Raises:
            InvalidEvent: likewise.
        """
        event_tree(text)
        text = decoded(text) if isinstance(text, bytes) else text
        if not self.placement.may_be_wrapped:
            return records_in(text, wrapped=False)
        try:
            records = records_in(text)
        except InvalidEvent:  # a list of something else, unless it surely is a wrapper's
            is_sure = self.placement.is_explicit or source_of(raw_object(text)) is not None
            if self._is_itself(text) or not is_sure:
                return records_in(text, wrapped=False)
            raise
        is_object = len(records) != 1 or records[0].pointer
        if is_object and (self._is_itself(text) or not self._is_wrapper(text, records)):
            return records_in(text, wrapped=False)
        return records

    def holds_records(self, text: str | bytes) -> bool:
        """Whether a text may be a wrapper of records for some filters, and the event itself for others.

        Args:
            text: known to be JSON.
        """
        if not self.placement.may_be_wrapped:
            return False
        text = decoded(text) if isinstance(text, bytes) else text
        return any(raw_object(text).has(name) for name in LISTS)

    def _is_wrapper(self, text: str, records: Sequence[WrappedRecord]) -> bool:
        """Whether an object wraps the records; one with an empty list may be any event, which must not be lost."""
        if not records:
            members = {name for name, _ in raw_object(text).members}
            return self.placement.is_explicit and members <= LISTS | _OF_A_WRAPPER | _OF_AN_ANSWER
        if self.placement.is_explicit:
            return True
        return all(record.source is not None or _is_of_lambda(record) for record in records)

    def _is_itself(self, text: str) -> bool:
        """Whether the filters are about members of the object itself, beside the list of records."""
        members = {name for name, _ in raw_object(text).members} - _OF_A_WRAPPER
        if self.placement.is_explicit:  # a pipe never sees the list itself
            members -= LISTS
        return bool(members & self._roots)

    def outcome(self, record: WrappedRecord) -> RecordOutcome:
        """What the filters make of one record.

        Args:
            record: taken out of its wrapper.
        """
        try:
            placement = self.placement.of(record)
        except Undecided as reason:
            return RecordOutcome(record, None, None, str(reason))
        try:
            verdict = self._judge(self.criteria, placement.service).judge(record.record, placement.source)
            undecided = verdict.undecided or self._difference(record, placement)
        except InvalidEvent as error:
            return RecordOutcome(record, placement, None, error.message)
        except EventTooIntricate as error:
            return RecordOutcome(record, placement, None, str(error))
        return RecordOutcome(
            record, placement, replace(verdict, notes=(*placement.notes, *verdict.notes)), undecided
        )

    def _difference(self, record: WrappedRecord, placement: RecordPlacement) -> str:
        """Why the verdict is not known, where it depends on what the template does not tell."""
        if self._bounds is None:
            return ""
        verdicts = {
            self._judge(criteria, placement.service).judge(record.record, placement.source).matches
            for criteria in (self._bounds.least, self._bounds.most)
        }
        return f"the verdict depends on {self._bounds.unknown}" if len(verdicts) > 1 else ""

    def _judge(self, criteria: FilterCriteria, service: Service | None) -> RecordJudge:
        where = service or service_named("pipe")  # of no source, which any service sees as it is
        key = (id(criteria), where.name)  # the criteria live as long as the evaluator
        if key not in self._judges:
            self._judges[key] = RecordJudge(criteria, where)
        return self._judges[key]
