"""Which deployed filters take a record, for `pipefilter deployed --test`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipefilter.cli.deployed.checks import CheckedDeployed
from pipefilter.cli.deployed.report import identity_json, state_in_words
from pipefilter.cli.inputs.files import InputError, opened, shown_name
from pipefilter.cli.inputs.names import all_files
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import counted, print_json, remark, result, styled
from pipefilter.errors import EventTooIntricate, InvalidEvent, UnreadableInput
from pipefilter.filtering.envelopes import WrappedRecord
from pipefilter.filtering.record_reader import reader_of_records
from pipefilter.filtering.service_filters import ServiceFilters
from pipefilter.scanning.events.event_texts import some_events
from pipefilter.sources import Source

__all__ = ["PlacedRecord", "match_deployed", "records_of"]

_MAX_RECORDS = 1000
_ANOTHER_ARN = ", and the record is from "
_VERDICTS = {"match": ("match    ", "yes"), "no_match": ("no match ", "no"), "undecided": ("undecided", "hint")}


@dataclass(frozen=True, slots=True)
class PlacedRecord:
    """One record of a file.

    Args:
        place: of it, such as `record.json:3 /Records/0`.
        wrapped: the record.
        source: where it is from.
    """

    place: str
    wrapped: WrappedRecord
    source: Source


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What one filter says: a word of `_VERDICTS`, or why it is not asked."""

    verdict: str
    reason: str = ""
    numbers: tuple[int, ...] = ()


def records_of(name: str, source: Source | None) -> list[PlacedRecord]:
    """The records in a file, or in those of a folder or a glob.

    Args:
        name: of the file, the folder or the glob, or `-`.
        source: where they are from; None to tell it from each.

    Raises:
        InputError: it cannot be read, or a record does not tell where it is from.
    """
    records: list[PlacedRecord] = []
    for file in all_files([name]):
        before = len(records)
        for record in _records_in(file, source):
            records.append(record)
            if len(records) > _MAX_RECORDS:
                raise InputError(f"{shown_name(name)} has more than {_MAX_RECORDS} records: give fewer")
        if len(records) == before:
            raise InputError(f"{shown_name(file)}: there is no record in it")
    return records


def _records_in(file: str, source: Source | None) -> Iterator[PlacedRecord]:
    shown = shown_name(file)
    reader = reader_of_records(source.name if source else "")
    try:
        with opened(file) as stream:
            for event in some_events(stream):
                place = shown if event.alone else f"{shown}:{event.line}"
                yield from _records(reader.records(event.text), place, source)
    except UnreadableInput as error:
        raise InputError(f"cannot read {shown}: {error}") from None
    except InvalidEvent as error:
        raise InputError(f"{place}: {error.message}") from None


def _records(records: Sequence[WrappedRecord], place: str, source: Source | None) -> Iterator[PlacedRecord]:
    for wrapped in records:
        where = f"{place} {wrapped.pointer}" if wrapped.pointer else place
        if wrapped.fault is not None:
            raise InputError(f"{where}: {wrapped.fault.message}")
        known = source or wrapped.source
        if known is None:
            raise InputError(f"{where}: the record does not tell where it is from: say so with --source")
        yield PlacedRecord(where, wrapped, known)


def match_deployed(
    records: Sequence[PlacedRecord], filters: Sequence[CheckedDeployed], *, as_json: bool
) -> int:
    """Say which filters take each record, and return the exit code.

    Args:
        records: of a file.
        filters: in an account.
        as_json: one JSON object a record and filter.
    """
    codes = []
    judges: dict[int, ServiceFilters] = {}
    for record in records:
        verdicts = [_judged(record, one, judges) for one in filters]
        if not as_json and len(records) > 1:
            result(f"{record.place}:")
        for one, verdict in zip(filters, verdicts, strict=True):
            if as_json:
                print_json(_as_json(record, one, verdict))
            elif verdict.verdict in _VERDICTS:
                _print(one, verdict)
        codes.append(_summary(record, verdicts))
    return max(codes)


def _judged(record: PlacedRecord, one: CheckedDeployed, judges: dict[int, ServiceFilters]) -> _Verdict:
    if reason := _not_asked(record, one):
        return _Verdict("skipped", reason)
    if reason := _not_known(one):
        return _Verdict("undecided", reason)
    if one.criteria is None:
        return _Verdict("match", one.found.no_filter)
    judge = judges.setdefault(id(one), ServiceFilters(one.criteria, one.service))
    try:
        verdict = judge.evaluate(record.wrapped.record, record.source)
    except (InvalidEvent, EventTooIntricate) as error:
        return _Verdict("undecided", error.message if isinstance(error, InvalidEvent) else str(error))
    if verdict.undecided:
        return _Verdict("undecided", verdict.undecided)
    numbers = tuple(one.number for one in verdict.filters if one.matches)
    return _Verdict("match" if verdict.matches else "no_match", numbers=numbers)


def _not_asked(record: PlacedRecord, one: CheckedDeployed) -> str:
    """Why a filter never sees the record, in words; "" if it may see it."""
    found, source = one.found, record.source
    if found.kind == "rule" and found.no_filter:
        return found.no_filter
    if (one.sources and source not in one.sources) or one.service.name not in source.services:
        return f"it sees no records of {source.name}"
    other = _other_arn(record, found.reads)
    return f"it reads {found.reads}{_ANOTHER_ARN}{other}" if other else ""


def _not_known(one: CheckedDeployed) -> str:
    """Why there can be no verdict of a filter, in words; "" if there can."""
    if one.found.unreadable:
        return one.found.unreadable
    if not one.sources:
        return f"what {one.found.reads or 'it reads'} is a source of is not known"
    return "one of its filters is not valid" if one.faults else ""


def _other_arn(record: PlacedRecord, reads: str) -> str | None:
    """Where the record says that it is from, if the resource reads another queue, stream or broker."""
    raw = record.wrapped.record
    says = raw.text_of("eventSourceARN") or raw.text_of("eventSourceArn")
    # a consumer of a stream has an ARN of its own, below that of the stream, which records have
    is_other = says and reads.startswith("arn:") and says != reads.partition("/consumer/")[0]
    return says if is_other else None


def _print(one: CheckedDeployed, verdict: _Verdict) -> None:
    several = one.criteria is not None and len(one.criteria.filters) > 1
    shown = styled(*_VERDICTS[verdict.verdict])
    by = f" (filter {', '.join(map(str, verdict.numbers))})" if several and verdict.numbers else ""
    why = f": {verdict.reason}" if verdict.reason else ""
    result(f"{shown}  {one.found.name}{by}{why}{state_in_words(one.found)}")


def _as_json(record: PlacedRecord, one: CheckedDeployed, verdict: _Verdict) -> dict[str, object]:
    return {
        "event": record.place,
        **identity_json(one),
        "verdict": verdict.verdict,
        "filters": list(verdict.numbers),
        "reason": verdict.reason or None,
    }


def _summary(record: PlacedRecord, verdicts: Sequence[_Verdict]) -> int:
    count = {word: sum(one.verdict == word for one in verdicts) for word in (*_VERDICTS, "skipped")}
    asked = len(verdicts) - count["skipped"]
    undecided = f", {count['undecided']} could not be evaluated" if count["undecided"] else ""
    remark(
        f"{record.place}: a record of {record.source.name}; {counted(asked, 'filter')} of {len(verdicts)} see it: "
        f"{count['match']} match, {count['no_match']} do not{undecided}"
    )
    if not asked and any(_ANOTHER_ARN in one.reason for one in verdicts):
        remark(
            "hint: what is deployed reads from other ARNs; without eventSourceARN, a record is put to all of its source"
        )
    if count["undecided"]:
        return COULD_NOT_TELL
    return YES if count["match"] else NO
