"""One record judged by filters, as a service does it for a source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipefilter.filtering.record_verdict import AppliedRow, FilterVerdict, RecordVerdict
from pipefilter.filtering.subscriber_scopes import NotKnown, visible_text
from pipefilter.json_text.raw_object import RawObject
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.matching.compile import Matcher
from pipefilter.services.service import Service
from pipefilter.sources.data_format import Data, data_of
from pipefilter.sources.pattern_parts import format_for, without
from pipefilter.sources.source import PatternFormat, Row, Source
from pipefilter.sources.tables import BROKER_ROWS

__all__ = [
    "ServiceFilters",
    "absent_data",
    "decoded_record",
    "combine",
]


_WORDS = {True: "takes", False: "drops"}


class ServiceFilters:
    """Judges records with the filters of one service.

    Args:
        criteria: one filter or more; with none, everything goes through.
        service: where they run.
    """

    def __init__(self, criteria: FilterCriteria, service: Service) -> None:
        self._criteria = criteria
        self._service = service
        self._matchers: dict[tuple[int, tuple[str, ...]], Matcher] = {}
        self._formats: dict[tuple[int, str], PatternFormat] = {}
        self._branches: dict[int, tuple[Filter, ...]] = {}

    def judge(self, record: RawObject, source: Source | None) -> RecordVerdict:
        """The verdict on one record, taken out of its wrapper.

        Args:
            record: as it was found.
            source: where it is from; None if that is not known: then it is judged as it is.

        Raises:
            InvalidEvent: its data are JSON that AWS's parser refuses.
            EventTooIntricate: no verdict within the budget.
        """
        strange = _not_strings(record, source, self._service)
        record, data = decoded_record(record, source, self._service)
        record = RawObject(record.members, record.offsets, record.text)  # its text is asked for again
        filters = tuple(self._one(one, record, data, source) for one in self._criteria.filters)
        notes = (
            *strange,
            *(f"{key} is not base64: it was taken as it is" for key in data if data[key].is_as_given),
        )
        matches, undecided = combine(filters, self._service)
        return RecordVerdict(matches, record.text, source, filters, notes, undecided)

    def _one(
        self, one: Filter, record: RawObject, data: Mapping[str, Data], source: Source | None
    ) -> FilterVerdict:
        whole = self._judged(one, record, data, source)
        parts = self._parts(one) if source is not None and source.rows else ()
        if whole.undecided or len(parts) < 2 or not any(_differ_on(parts, key) for key in data):  # noqa: PLR2004
            return whole
        verdicts = [self._judged(part, record, data, source) for part in parts]
        by_parts = any(verdict.matches for verdict in verdicts)
        if by_parts is whole.matches and not any(verdict.undecided for verdict in verdicts):
            return whole
        keys = " and ".join(key for key in data if _differ_on(parts, key))
        reason = (
            f"AWS does not say what becomes of a record if the parts of $or are written for different forms of {keys}: "
            f"as a whole the filter {_WORDS[whole.matches]} it, part by part it {_WORDS[by_parts]} it"
        )
        return replace(whole, matches=False, undecided=reason)

    def _parts(self, one: Filter) -> tuple[Filter, ...]:
        """The branches of `$or`, each a filter of its own."""
        if one.number not in self._branches:
            self._branches[one.number] = tuple(
                Filter(one.number, EventPattern(tuple(branch.fields.values())), one.scope)
                for branch in branches_of(one.pattern)
            )
        return self._branches[one.number]

    def _judged(
        self, one: Filter, record: RawObject, data: Mapping[str, Data], source: Source | None
    ) -> FilterVerdict:
        rows = tuple(
            AppliedRow(key, _row(source, found, self._format(one, key)), source)
            for key, found in data.items()
            if source is not None and source.rows
        )

        def verdict(
            *, matches: bool, seen: str = record.text, undecided: str = "", nothing_seen: str = ""
        ) -> FilterVerdict:
            return FilterVerdict(one.number, matches, rows, matcher.pattern, seen, undecided, nothing_seen)

        left_out = tuple(applied.key for applied in rows if applied.is_ignored)
        matcher = self._matcher(one, left_out)
        absent = tuple(
            key for key in absent_data(record, source, self._service) if self._format(one, key) != "none"
        )
        refusing = next((applied for applied in rows if applied.row.action == "exception"), None)
        if refusing is not None:
            words = f' ("{self._service.refusal}")' if self._service.refusal else ""
            return verdict(matches=False, undecided=f"{refusing}{words}")
        if any(applied.row.action == "drop" for applied in rows):
            return verdict(matches=False)
        try:
            seen = visible_text(one.scope, record, one.pattern)
        except NotKnown as reason:
            return verdict(matches=False, undecided=str(reason))
        if seen is None:
            return verdict(matches=False, seen="", nothing_seen=f"an event of PutEvents has no {one.scope}")
        matches = matcher.matches(seen)
        if absent and (matches or self._matcher(one, (*left_out, *absent)).matches(seen)):
            return verdict(matches=False, seen=seen, undecided=_absent_reason(record, absent))
        return verdict(matches=matches, seen=seen)

    def _format(self, one: Filter, key: str) -> PatternFormat:
        """What a filter's conditions on some data are written for."""
        known = (id(one), key)  # likewise
        if known not in self._formats:
            self._formats[known] = format_for(one.pattern, key)
        return self._formats[known]

    def _matcher(self, one: Filter, left_out: tuple[str, ...]) -> Matcher:
        known = (id(one), left_out)  # the filters live as long as the judge
        if known not in self._matchers:
            self._matchers[known] = Matcher(without(one.pattern, left_out) if left_out else one.pattern)
        return self._matchers[known]


def combine(filters: Sequence[FilterVerdict], service: Service) -> tuple[bool, str]:
    """Whether a record goes through, and why that is not known; "" if it is.

    Args:
        filters: what each of them says; with none, everything goes through.
        service: where they run.
    """
    undecided = next((one.undecided for one in filters if one.undecided), "")
    if service.combination == "all":
        if any(not one.matches and not one.undecided for one in filters):
            return False, ""
        return not undecided, undecided
    if any(one.matches for one in filters) and not any(one.is_refused for one in filters):
        return True, ""
    return not undecided and not filters, undecided


def decoded_record(
    record: RawObject, source: Source | None, service: Service
) -> tuple[RawObject, dict[str, Data]]:
    """A record as a filter sees it, and the data in it by the names of their members.

    Args:
        record: taken out of its wrapper.
        source: where it is from; None if that is not known: then it is seen as it is.
        service: where the filter runs.
    """
    data: dict[str, Data] = {}
    if source is not None:
        record = source.as_seen(record)
        for key in source.data_keys.get(service.name, ()):
            value = record.get(key)
            if value is not None and value != "null":
                data[key] = data_of(value, is_base64=source.is_base64)
                record = record.put(key, data[key].json_text)
    return record, data


def absent_data(record: RawObject, source: Source | None, service: Service) -> tuple[str, ...]:
    """The members with data that a message of a broker does not have, such as the value of a tombstone.

    Other sources never send records without data.

    Args:
        record: taken out of its wrapper.
        source: where it is from; None if that is not known.
        service: where the filter runs.
    """
    if source is None or source.rows is not BROKER_ROWS:
        return ()
    keys = source.data_keys.get(service.name, ())
    return tuple(key for key in keys if record.get(key) in (None, "null"))


def _absent_reason(record: RawObject, absent: Sequence[str]) -> str:
    states = " and ".join(f"{key} is {'null' if record.has(key) else 'missing'}" for key in absent)
    return f"no verdict: {states}, and AWS does not say what becomes of such a message if the filter has conditions on that"


def _not_strings(record: RawObject, source: Source | None, service: Service) -> tuple[str, ...]:
    """What is to be known of data that AWS sends as a string, and that a record has as JSON."""
    if source is None or source.name != "sqs":  # of base64 it is said anyway, and the others send JSON as it is
        return ()
    kinds = {"{": "a JSON object", "[": "a JSON array"}
    record = source.as_seen(record)
    return tuple(
        f"{key} is {kinds[value[0]]}, and AWS sends it as a string: it was evaluated as that string"
        for key in source.data_keys.get(service.name, ())
        if (value := record.get(key)) and value[0] in kinds
    )


def _differ_on(parts: Sequence[Filter], key: str) -> bool:
    """Whether the parts are written for different forms of some data."""
    return len({format_for(part.pattern, key) for part in parts}) > 1


def _row(source: Source, data: Data, wanted: PatternFormat) -> Row:
    return next(row for row in source.rows if (row.data, row.pattern) == (data.format, wanted))
