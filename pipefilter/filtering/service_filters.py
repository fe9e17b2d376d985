"""Evaluates filters on one record as a service does it for a source: data decoded, AWS's tables applied, then matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipefilter.errors import Undecided
from pipefilter.filtering.attribute_values import NO_VIEW
from pipefilter.filtering.record_verdict import AppliedRow, FilterVerdict, RecordVerdict
from pipefilter.filtering.scope_view import scope_view
from pipefilter.filtering.undelivered_message import NotDelivered
from pipefilter.json_text.raw_object import RawObject
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.matching.matcher import Matcher
from pipefilter.services.service import Service
from pipefilter.services.sns_subscription import SNS_BODY
from pipefilter.sources.data_format import Data, decode_data
from pipefilter.sources.pattern_parts import format_for, without_members
from pipefilter.sources.sns import SNS, other_message
from pipefilter.sources.source import PatternFormat, Row, Source
from pipefilter.sources.tables import BROKER_ROWS

__all__ = ["ServiceFilters", "absent_data", "combine", "decoded_record"]

_WORDS = {True: "matches", False: "does not match"}


class ServiceFilters:
    """The filters of one service, ready to evaluate many records; without any, every record matches."""

    def __init__(self, criteria: FilterCriteria, service: Service) -> None:
        self._criteria = criteria
        self._service = service
        self._matchers: dict[tuple[int, tuple[str, ...]], Matcher] = {}
        self._formats: dict[tuple[int, str], PatternFormat] = {}
        self._branches: dict[int, tuple[Filter, ...]] = {}
        self._readings: dict[int, tuple[Matcher, ...]] = {}

    def evaluate(self, record: RawObject, source: Source | None, *, with_notes: bool = True) -> RecordVerdict:
        """The verdict on one record; its data is not decoded if its source is not known.

        Args:
            with_notes: whether the notes of the verdict are read.

        Raises:
            InvalidEvent: its data is JSON that AWS's parser rejects.
            EventTooIntricate: no verdict within the budget.
        """
        notes = _not_strings(record, source, self._service)
        original = record
        record, data = decoded_record(record, source, self._service)
        if source is SNS and with_notes:
            from pipefilter.filtering.message_notes import message_notes

            notes = message_notes(original, record, of_body=self._service is SNS_BODY)
        # a copy that keeps its text, which is read again
        record = RawObject(record.members, record.offsets, record.text)
        filters = tuple(self._verdict(each, record, data, source) for each in self._criteria.filters)
        of_body = self._service is SNS_BODY
        other = other_message(original, of_body=of_body) if source is SNS else None
        if other is not None:
            from pipefilter.filtering.message_ambiguity import verdict_of_both

            filters = tuple(
                verdict_of_both(verdict, self._verdict(each, other, data, source), of_body=of_body)
                for verdict, each in zip(filters, self._criteria.filters, strict=True)
            )
        notes = (
            *notes,
            *(f"{key} is not base64, so it was evaluated unchanged" for key in data if data[key].is_as_given),
        )
        matches, undecided = combine(filters, self._service)
        if source is SNS and with_notes and not matches and not undecided:
            from pipefilter.filtering.message_notes import unseen_notes

            notes = (
                *notes,
                *(
                    note
                    for each in self._criteria.filters
                    for note in unseen_notes(record, each.pattern, of_body=of_body)
                ),
            )
        return RecordVerdict(matches, record.text, source, filters, notes, undecided)

    def _verdict(
        self, filter_: Filter, record: RawObject, data: Mapping[str, Data], source: Source | None
    ) -> FilterVerdict:
        whole = self._verdict_of_whole(filter_, record, data, source)
        parts = self._parts(filter_) if source is not None and source.rows else ()
        if whole.undecided or len(parts) < 2 or not any(_differ_on(parts, key) for key in data):
            return whole
        verdicts = [self._verdict_of_whole(part, record, data, source) for part in parts]
        by_parts = any(verdict.matches for verdict in verdicts)
        if by_parts is whole.matches and not any(verdict.undecided for verdict in verdicts):
            return whole
        keys = " and ".join(key for key in data if _differ_on(parts, key))
        reason = (
            f"AWS does not document what happens to a record if the parts of $or expect different formats of {keys}: "
            f"evaluated as a whole, the filter {_WORDS[whole.matches]} the record; evaluated part by part, the filter "
            f"{_WORDS[by_parts]} the record"
        )
        return replace(whole, matches=False, undecided=reason)

    def _parts(self, filter_: Filter) -> tuple[Filter, ...]:
        """The branches of `$or`, each as a filter."""
        if filter_.number not in self._branches:
            self._branches[filter_.number] = tuple(
                Filter(filter_.number, EventPattern(tuple(branch.fields.values())), filter_.scope)
                for branch in branches_of(filter_.pattern)
            )
        return self._branches[filter_.number]

    def _verdict_of_whole(
        self, filter_: Filter, record: RawObject, data: Mapping[str, Data], source: Source | None
    ) -> FilterVerdict:
        rows = tuple(
            AppliedRow(key, _row(source, value, self._format(filter_, key)), source, value.json_text)
            for key, value in data.items()
            if source is not None and source.rows
        )

        def verdict(
            *, matches: bool, seen: str = record.text, undecided: str = "", nothing_seen: str = ""
        ) -> FilterVerdict:
            return FilterVerdict(filter_.number, matches, rows, matcher.pattern, seen, undecided, nothing_seen)

        ignored = tuple(applied.key for applied in rows if applied.is_ignored)
        matcher = self._matcher(filter_, ignored)
        absent = tuple(
            key for key in absent_data(record, source, self._service) if self._format(filter_, key) != "none"
        )
        refusal = next((applied for applied in rows if applied.row.action == "exception"), None)
        if refusal is not None:
            words = f' ("{self._service.refusal}")' if self._service.refusal else ""
            return verdict(matches=False, undecided=f"{refusal}{words}")
        if any(applied.row.action == "drop" for applied in rows):
            return verdict(matches=False)
        try:
            views = self._views(filter_, record, source)
        except NotDelivered as reason:
            return verdict(matches=False, seen="", nothing_seen=str(reason))
        except Undecided as reason:
            return verdict(matches=False, undecided=str(reason))
        seen, *_ = views
        matchers = (matcher,) if source is not SNS else (matcher, *self._other_readings(filter_))
        matches, *others = (view != NO_VIEW and each.matches(view) for each in matchers for view in views)
        undecided = ""
        if (not matches) in others:
            from pipefilter.filtering.message_doubt import doubt_about

            undecided = doubt_about(record, filter_.pattern, matchers, of_body=self._service is SNS_BODY)
        elif absent and (matches or self._matcher(filter_, (*ignored, *absent)).matches(seen)):
            undecided = _absent_reason(record, absent)
        return verdict(matches=matches and not undecided, seen=seen, undecided=undecided)

    def _views(self, filter_: Filter, record: RawObject, source: Source | None) -> tuple[str, ...]:
        """What a filter may see of a record, as JSON texts.

        Raises:
            NotDelivered: it sees nothing, and never matches.
            Undecided: that is not known.
        """
        if source is SNS:
            from pipefilter.filtering.message_views import message_views

            return message_views(record, filter_.pattern, of_body=self._service is SNS_BODY)
        return (scope_view(filter_.scope, record, filter_.pattern),)

    def _other_readings(self, filter_: Filter) -> tuple[Matcher, ...]:
        """Matchers for what else a filter policy of SNS may mean; none if AWS documents what it means."""
        key = id(filter_)  # the filters live as long as this object
        if key not in self._readings:
            from pipefilter.language.double_escapes import unescaped_policy

            pattern = filter_.pattern
            other = pattern if self._service is SNS_BODY else unescaped_policy(pattern)
            self._readings[key] = () if other is pattern else (Matcher(other),)
        return self._readings[key]

    def _format(self, filter_: Filter, key: str) -> PatternFormat:
        """The format that a filter's conditions on some data are written for."""
        key_of_filter = (id(filter_), key)  # the filters live as long as this object
        if key_of_filter not in self._formats:
            self._formats[key_of_filter] = format_for(filter_.pattern, key)
        return self._formats[key_of_filter]

    def _matcher(self, filter_: Filter, ignored: tuple[str, ...]) -> Matcher:
        """The matcher for a filter without its conditions on some members."""
        key = (id(filter_), ignored)  # the filters live as long as this object
        if key not in self._matchers:
            self._matchers[key] = Matcher(
                without_members(filter_.pattern, ignored) if ignored else filter_.pattern
            )
        return self._matchers[key]


def combine(filters: Sequence[FilterVerdict], service: Service) -> tuple[bool, str]:
    """Whether a record matches all filters together, and why that is not known; "" if it is.

    Args:
        filters: the verdict of each filter; without any, every record matches.
    """
    undecided = next((verdict.undecided for verdict in filters if verdict.undecided), "")
    if service.combination == "all":
        if any(not verdict.matches and not verdict.undecided for verdict in filters):
            return False, ""
        return not undecided, undecided
    if any(verdict.matches for verdict in filters) and not any(verdict.is_refused for verdict in filters):
        return True, ""
    return not undecided and not filters, undecided


def decoded_record(
    record: RawObject, source: Source | None, service: Service
) -> tuple[RawObject, dict[str, Data]]:
    """A record as a filter sees it, and its data by the names of their members; none if its source is not known."""
    data: dict[str, Data] = {}
    if source is not None:
        record = source.as_seen(record)
        for key in source.data_keys.get(service.name, ()):
            value = record.get(key)
            if value is not None and value != "null":
                data[key] = decode_data(value, is_base64=source.is_base64)
                record = record.put(key, data[key].json_text)
    return record, data


def absent_data(record: RawObject, source: Source | None, service: Service) -> tuple[str, ...]:
    """The data members that a broker's message does not have, such as the value of a tombstone.

    Other sources never send records without data.
    """
    if source is None or source.rows is not BROKER_ROWS:
        return ()
    keys = source.data_keys.get(service.name, ())
    return tuple(key for key in keys if record.get(key) in (None, "null"))


def _absent_reason(record: RawObject, absent: Sequence[str]) -> str:
    states = " and ".join(f"{key} is {'null' if record.has(key) else 'missing'}" for key in absent)
    return (
        f"no verdict: {states}, and AWS does not document what happens to such a message if the filter has conditions "
        "on the missing data"
    )


def _not_strings(record: RawObject, source: Source | None, service: Service) -> tuple[str, ...]:
    """Notes on data that AWS sends as a string, and that a record has as JSON."""
    if source is None or source.name != "sqs":  # base64 has its own note, and other sources send JSON itself
        return ()
    kinds = {"{": "a JSON object", "[": "a JSON array"}
    record = source.as_seen(record)
    return tuple(
        f"{key} is {kinds[value[0]]}, but AWS sends it as a string, so it was evaluated as a string"
        for key in source.data_keys.get(service.name, ())
        if (value := record.get(key)) and value[0] in kinds
    )


def _differ_on(parts: Sequence[Filter], key: str) -> bool:
    """Whether the parts are written for different forms of some data."""
    return len({format_for(part.pattern, key) for part in parts}) > 1


def _row(source: Source, data: Data, pattern: PatternFormat) -> Row:
    return next(row for row in source.rows if (row.data, row.pattern) == (data.format, pattern))
