"""Evaluates a record against deployed filters: which of them match it, and which never see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pipefilter.application.deployed_check import CheckedFilter
from pipefilter.dataclass import dataclass
from pipefilter.errors import EventTooIntricate, InvalidEvent
from pipefilter.filtering.envelopes import WrappedRecord
from pipefilter.filtering.service_filters import ServiceFilters
from pipefilter.sources import Source
from pipefilter.sources.sns import SNS

__all__ = ["DeployedMatcher", "DeployedVerdict", "PlacedRecord"]


@dataclass(frozen=True, slots=True)
class PlacedRecord:
    """One record of a file, with its place, such as `record.json:3 /Records/0`."""

    place: str
    wrapped: WrappedRecord
    source: Source


@dataclass(frozen=True, slots=True)
class DeployedVerdict:
    """The verdict of one deployed resource on a record.

    Args:
        word: "skipped" if the resource never sees the record.
        reason: why it is skipped or undecided, or why it matches without a filter; "" if its filters decide.
        numbers: of the filters that match.
        reads_other_arn: whether it is skipped only because it reads another resource of the same source.
    """

    word: Literal["match", "no_match", "undecided", "skipped"]
    reason: str = ""
    numbers: tuple[int, ...] = ()
    reads_other_arn: bool = False


class DeployedMatcher:
    """Evaluates records against all filters of an account."""

    def __init__(self, filters: Sequence[CheckedFilter]) -> None:
        self._filters = filters
        self._evaluators: dict[int, ServiceFilters] = {}

    def verdicts(self, record: PlacedRecord) -> list[DeployedVerdict]:
        """The verdict of each filter, in their order."""
        return [self._verdict(record, number, checked) for number, checked in enumerate(self._filters)]

    def _verdict(self, record: PlacedRecord, number: int, checked: CheckedFilter) -> DeployedVerdict:
        if (skipped := _skipped(record, checked)) is not None:
            return skipped
        if reason := _reason_for_no_verdict(checked):
            return DeployedVerdict("undecided", reason)
        if checked.criteria is None:
            return DeployedVerdict("match", checked.deployed.no_filter)
        if number not in self._evaluators:
            self._evaluators[number] = ServiceFilters(checked.criteria, checked.service)
        try:
            verdict = self._evaluators[number].evaluate(record.wrapped.record, record.source)
        except (InvalidEvent, EventTooIntricate) as error:
            reason = error.message if isinstance(error, InvalidEvent) else str(error)
            return DeployedVerdict("undecided", reason)
        if verdict.undecided:
            return DeployedVerdict("undecided", verdict.undecided)
        numbers = tuple(each.number for each in verdict.filters if each.matches)
        return DeployedVerdict("match" if verdict.matches else "no_match", numbers=numbers)


def _skipped(record: PlacedRecord, checked: CheckedFilter) -> DeployedVerdict | None:
    """The verdict of a filter that never sees the record; None if it may see it."""
    deployed, source = checked.deployed, record.source
    if deployed.receives_nothing:
        return DeployedVerdict("skipped", deployed.no_filter or "not confirmed yet, so it receives no messages")
    if (checked.sources and source not in checked.sources) or checked.service.name not in source.services:
        return DeployedVerdict("skipped", f"it does not receive records from {source.name}")
    if other := _other_arn(record, deployed.reads):
        reason = f"it reads from {deployed.reads}, and the record is from {other}"
        return DeployedVerdict("skipped", reason, reads_other_arn=True)
    return None


def _reason_for_no_verdict(checked: CheckedFilter) -> str:
    """Why there can be no verdict of a filter, in words; "" if there can."""
    if checked.deployed.unreadable:
        return checked.deployed.unreadable
    if not checked.sources:
        return f"the source type of {checked.deployed.reads or 'its records'} is unknown"
    if checked.is_undecided:
        return "it is not certain what its filter means"
    return "one of its filters is not valid" if checked.faults else ""


def _other_arn(record: PlacedRecord, reads: str) -> str | None:
    """The ARN in the record, if the resource reads another queue, stream, broker or topic."""
    raw = record.wrapped.record
    if record.source is SNS:
        message = SNS.as_seen(raw)
        topic = message.text_of("TopicArn") or message.text_of("TargetArn")
        return topic if topic and topic != reads else None
    arn = raw.text_of("eventSourceARN") or raw.text_of("eventSourceArn")
    # a consumer of a stream has an ARN of its own, below that of the stream, which records have
    is_other = arn and reads.startswith("arn:") and arn != reads.partition("/consumer/")[0]
    return arn if is_other else None
