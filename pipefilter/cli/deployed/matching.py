"""Prints which deployed filters match the records in a file, for `pipefilter deployed --test`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipefilter.application.deployed_check import CheckedFilter
from pipefilter.application.deployed_matching import DeployedMatcher, DeployedVerdict, PlacedRecord
from pipefilter.cli.inputs.files import InputError, opened, shown_name
from pipefilter.cli.inputs.names import all_files
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import print_json, remark, result
from pipefilter.errors import InvalidEvent, UnreadableInput
from pipefilter.filtering.envelopes import WrappedRecord
from pipefilter.filtering.record_reader import reader_of_records
from pipefilter.formats.deployed_json import deployed_verdict_json
from pipefilter.formats.deployed_text import deployed_totals, deployed_verdict_text
from pipefilter.scanning.events.event_texts import some_events
from pipefilter.sources import Source
from pipefilter.sources.sns import SNS

__all__ = ["print_verdicts", "read_records"]

_MAX_RECORDS = 1000
_OF_TOPICS = (
    "the deployed subscriptions are to other topics; replace the TopicArn of the message with that of a subscription to "
    "test its filter policy"
)
_OF_OTHERS = (
    "the deployed filters read from other ARNs; remove eventSourceARN from the record to test it against all filters for "
    "its source"
)


def read_records(name: str, source: Source | None) -> list[PlacedRecord]:
    """The records in a file, a folder or a glob; where no source is given, it is detected in each.

    Raises:
        InputError: it cannot be read, or the source of a record cannot be detected.
    """
    records: list[PlacedRecord] = []
    for file in all_files([name]):
        before = len(records)
        for record in _records_in(file, source):
            records.append(record)
            if len(records) > _MAX_RECORDS:
                raise InputError(
                    f"{shown_name(name)} has more than {_MAX_RECORDS:,} records: use a smaller file"
                )
        if len(records) == before:
            raise InputError(f"{shown_name(file)}: no records found")
    return records


def _records_in(file: str, source: Source | None) -> Iterator[PlacedRecord]:
    label = shown_name(file)
    reader = reader_of_records(source.name if source else "")
    try:
        with opened(file) as stream:
            for event in some_events(stream):
                place = label if event.alone else f"{label}:{event.line}"
                yield from _placed(reader.records(event.text), place, source)
    except UnreadableInput as error:
        raise InputError(f"cannot read {label}: {error}") from None
    except InvalidEvent as error:
        raise InputError(f"{place}: {error.message}") from None


def _placed(records: Sequence[WrappedRecord], place: str, source: Source | None) -> Iterator[PlacedRecord]:
    for wrapped in records:
        where = f"{place} {wrapped.pointer}" if wrapped.pointer else place
        if wrapped.fault is not None:
            raise InputError(f"{where}: {wrapped.fault.message}")
        known = source or wrapped.source
        if known is None:
            raise InputError(f"{where}: the source of the record cannot be detected: use --source")
        yield PlacedRecord(where, wrapped, known)


def print_verdicts(records: Sequence[PlacedRecord], filters: Sequence[CheckedFilter], *, as_json: bool) -> int:
    """Print which filters match each record, and return the exit code."""
    codes = []
    matcher = DeployedMatcher(filters)
    for record in records:
        verdicts = matcher.verdicts(record)
        if not as_json and len(records) > 1:
            result(f"{record.place}:")
        for checked, verdict in zip(filters, verdicts, strict=True):
            if as_json:
                print_json(deployed_verdict_json(record, checked, verdict))
            elif line := deployed_verdict_text(checked, verdict):
                result(line)
        remark(deployed_totals(record, filters, verdicts))
        codes.append(_exit_code(record, verdicts))
    return max(codes)


def _exit_code(record: PlacedRecord, verdicts: Sequence[DeployedVerdict]) -> int:
    """The exit code for one record; a hint is printed where all filters read other ARNs."""
    words = {verdict.word for verdict in verdicts}
    if words <= {"skipped"} and any(verdict.reads_other_arn for verdict in verdicts):
        remark(f"hint: {_OF_TOPICS if record.source is SNS else _OF_OTHERS}")
    if "undecided" in words:
        return COULD_NOT_TELL
    return YES if "match" in words else NO
