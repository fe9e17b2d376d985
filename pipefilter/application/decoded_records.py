"""Evaluates a filter on plain SQS messages and Kinesis records by looking up its fields, in the record and in its data.

A record is plain if it has only the members that AWS's own pollers write, each once, and if its data is a JSON object. All
other records are left to the evaluator of records.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Sequence
from dataclasses import field

from pipefilter.application.plain_record_form import FORMS, PlainRecordForm
from pipefilter.application.record_block import BlockVerdicts, RecordBlocks
from pipefilter.dataclass import dataclass
from pipefilter.errors import Undecided
from pipefilter.filtering.envelopes import WrappedRecord
from pipefilter.filtering.placement import Placement
from pipefilter.json_text.raw_object import RawObject
from pipefilter.json_text.reader import MAX_DEPTH
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.matching.projection.projection import Projection, make_projection
from pipefilter.matching.projection.safe_text import is_safe
from pipefilter.native_libraries.byte_search import count
from pipefilter.native_libraries.json_reader import Object, Parser
from pipefilter.scanning.events.lines import Lines

__all__ = ["DecodedRecords", "decoded_records"]

_MAX_BRANCHES = 8
_MAX_KNOWN = 1_000
"""Orders of members that are kept."""


@dataclass(frozen=True, slots=True)
class _Branch:
    """The fields of one branch in the record and in its data; None if there are none."""

    of_record: Projection | None
    of_data: Projection


@dataclass(frozen=True, slots=True, eq=False)
class _PlainRecords:
    """The plain records of one source, and the branches of the filter for them."""

    form: PlainRecordForm
    branches: tuple[_Branch, ...]
    max_size: int
    known: set[tuple[str, ...]] = field(default_factory=set)
    """The names of members, in orders that were checked."""

    def is_known(self, names: tuple[str, ...], allowed: frozenset[str]) -> bool:
        if names in self.known:
            return True
        if len(set(names)) < len(names) or not allowed.issuperset(names):
            return False
        if len(self.known) < _MAX_KNOWN:
            self.known.add(names)
        return True


class DecodedRecords:
    """One filter, prepared for evaluating many lines."""

    def __init__(self, records: Iterable[_PlainRecords]) -> None:
        self._by_event_source = {each.form.event_source: each for each in records}
        self._blocks = {
            each.form.source.name: RecordBlocks(
                each.form, [branch.of_data for branch in each.branches], each.max_size
            )
            for each in self._by_event_source.values()
            if all(branch.of_record is None for branch in each.branches)
        }
        self._parse = Parser().parse
        self._parse_data = Parser().parse

    def of_block(self, lines: Lines) -> tuple[BlockVerdicts, str] | None:
        """The verdicts on some lines, and the name of their source; None if they must be evaluated one by one."""
        for name, blocks in self._blocks.items():
            verdicts = blocks.verdicts(lines)
            if verdicts is not None:
                return verdicts, name
        return None

    def verdict(self, line: bytes) -> tuple[bool, str] | None:
        """Whether a line matches, and the name of its source; None if it must be read in another way."""
        try:
            # the parsed line must be freed before the next is parsed, so it has no name here
            return self._verdict(self._parse(line), line)  # type: ignore[arg-type]  # an Object
        except (KeyError, TypeError, ValueError, RuntimeError):  # it has another form, or is not JSON
            return None

    def _verdict(self, record: Object, line: bytes) -> tuple[bool, str] | None:
        plain = self._by_event_source.get(record[b"eventSource"])  # type: ignore[index,arg-type]  # bytes are faster
        if plain is None or not is_safe(line, plain.max_size):
            return None
        form = plain.form
        if not plain.is_known(tuple(record), form.members):
            return None
        holder = record
        if form.holder:
            holder = record[form.holder]  # type: ignore[assignment]  # checked here
            if type(holder) is not Object or not plain.is_known(tuple(holder), form.held):
                return None
        data = _data(holder[form.key], is_base64=form.source.is_base64)
        if (
            data is None
            or not is_safe(data, plain.max_size)
            or count(data, b"{") + count(data, b"[") >= MAX_DEPTH
        ):
            return None
        matches = _matches(plain.branches, record, line, self._parse_data(data), data)  # type: ignore[arg-type]  # an Object
        return None if matches is None else (matches, form.source.name)


def _data(value: object, *, is_base64: bool) -> bytes | None:
    """The data of a record, if it may be a JSON object."""
    if type(value) is not str:
        return None
    return binascii.a2b_base64(value, strict_mode=True) if is_base64 else value.encode()


def _matches(
    branches: Iterable[_Branch], record: Object, line: bytes, content: Object, data: bytes
) -> bool | None:
    is_certain = True
    for branch in branches:
        matches = branch.of_data.verdict(content, data)
        if matches is not False and branch.of_record is not None:
            of_record = branch.of_record.verdict(record, line)
            matches = False if of_record is False else matches and of_record
        if matches:
            return True
        is_certain = is_certain and matches is False
    return False if is_certain else None


def decoded_records(pattern: EventPattern, placement: Placement) -> DecodedRecords | None:
    """The evaluation of one filter; None if it is not certain for any source, or if its conditions are not on JSON data."""
    records = [each for form in FORMS if (each := _plain_records(form, pattern, placement)) is not None]
    return DecodedRecords(records) if records else None


def _plain_records(form: PlainRecordForm, pattern: EventPattern, placement: Placement) -> _PlainRecords | None:
    branches = branches_of(pattern)
    if len(branches) > _MAX_BRANCHES or not _decodes(form, placement):
        return None
    prepared = [_branch(form, tuple(branch.fields.values())) for branch in branches]
    known = [branch for branch in prepared if branch is not None]
    if len(known) < len(prepared):
        return None
    sizes = [
        each.max_size for branch in known for each in (branch.of_data, branch.of_record) if each is not None
    ]
    return _PlainRecords(form, tuple(known), min(sizes))


def _decodes(form: PlainRecordForm, placement: Placement) -> bool:
    """Whether the data of such records is decoded where they are evaluated."""
    try:
        place = placement.of(WrappedRecord(RawObject(()), "", form.source))
    except Undecided:
        return False
    if place.service is None or place.source is not form.source or place.service.any_shape:
        return False
    return form.source.data_keys.get(place.service.name) == (form.key,)


def _branch(form: PlainRecordForm, fields: Sequence[Field]) -> _Branch | None:
    """One branch; None if its conditions on the data are not on JSON, or if looking up its fields is not certain enough."""
    of_data = [each for each in fields if each.steps[0] == form.key]
    others = [each for each in fields if each.steps[0] != form.key]
    if not of_data or any(len(each.steps) == 1 for each in of_data):
        return None
    if form.changed.intersection(each.steps[0] for each in others):
        return None
    data = make_projection(EventPattern(tuple(Field(each.steps[1:], each.alternatives) for each in of_data)))
    record = make_projection(
        EventPattern(tuple(Field(_steps(form, each), each.alternatives) for each in others))
    )
    if data is None or record is None:
        return None
    return _Branch(record if others else None, data)


def _steps(form: PlainRecordForm, each: Field) -> tuple[str, ...]:
    """The names that lead to a field of the record as it is written."""
    return (form.holder, *each.steps) if each.steps[0] in form.held else each.steps
