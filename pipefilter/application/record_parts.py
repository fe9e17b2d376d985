"""The results of scanners of records: the verdicts on the records of an event, and the lines that are still undecided."""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.filtering.envelopes import WrappedRecord
from pipefilter.filtering.record_placement import RecordPlacement
from pipefilter.matching.event_text import Event
from pipefilter.scanning.events.scan_result import EventPart
from pipefilter.scanning.events.scanner import ScannedLines

__all__ = ["event_part", "event_text", "without_lines"]


def without_lines(scanned: ScannedLines, others: set[int]) -> ScannedLines:
    """The lines that were scanned as they are, of which some are undecided instead."""
    if not others:
        return scanned
    return ScannedLines(
        [index for index in scanned.matched if index not in others],
        sorted(others.union(scanned.undecided)),
        scanned.handed_over,
        {index: rules for index, rules in scanned.rules.items() if index not in others},
    )


def event_part(  # noqa: PLR0913 - what a part has
    record: WrappedRecord,
    verdict: bool | tuple[int, ...],  # noqa: FBT001 - a verdict
    placement: RecordPlacement | None = None,
    undecided: str = "",
    without_verdict: tuple[int, ...] = (),
    *,
    ignores_data: bool = False,
) -> EventPart:
    """The verdict on a record, in the form of scanners.

    Args:
        verdict: whether it matches, or the numbers of the rules that do.
        placement: of the record; None if it is evaluated as it is, or not at all.
        undecided: why there is no verdict, in a sentence; "" if there is one.
        without_verdict: the numbers of the rules without a verdict.
        ignores_data: whether it matches without evaluating conditions on its data.
    """
    return EventPart(
        record.record.text if record.pointer else None,
        verdict,
        undecided,
        record.pointer,
        placement.decoded_for if placement else "",
        record.fault,
        without_verdict,
        ignores_data,
    )


def event_text(event: Event) -> str | bytes:
    """The text of an event of a file."""
    assert not isinstance(event, Mapping)
    return event
