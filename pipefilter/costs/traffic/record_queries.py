"""Evaluates the queries on one record, as the service does with records of its source."""

from __future__ import annotations

from pipefilter.costs.traffic.counts import Signature
from pipefilter.costs.traffic.event_size import entry_size, record_size
from pipefilter.costs.traffic.event_time import event_time
from pipefilter.costs.traffic.queries import Queries
from pipefilter.costs.traffic.record_region import region_of_arn, region_of_event, region_of_record
from pipefilter.errors import Undecided
from pipefilter.filtering.envelopes import WrappedRecord
from pipefilter.filtering.message_limits import message_size
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.service_filters import ServiceFilters, absent_data, decoded_record
from pipefilter.json_text.raw_object import RawObject
from pipefilter.language.branches import every_field
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.matching.event_text import event_tree
from pipefilter.matching.rule_set import RuleSet
from pipefilter.services.service import Service
from pipefilter.sources.sns import SNS, form_of
from pipefilter.sources.source import Source

__all__ = ["RecordQueries"]


class RecordQueries:
    """Evaluates all queries on each record.

    Args:
        source: where the records are from; None to detect it from each.
        certain: what is certain of both before a record is seen; None if service and source are certain.
    """

    def __init__(
        self, queries: Queries, service: Service, source: Source | None, certain: Placement | None = None
    ) -> None:
        self._service = service
        self._placement = Placement((service,), source, is_explicit=True)
        self._certain = self._placement if certain is None else certain
        self._filters = ServiceFilters(FilterCriteria(queries.filters), service)
        self._rules = RuleSet({str(each.number): each.pattern for each in queries.filters})
        self._has_queries = bool(queries.filters)
        # a filter policy of SNS sees a part of a message
        self._has_scopes = bool(service.scopes) and any(
            each.scope != "DATA" and (each.scope or not service.any_shape) for each in queries.filters
        )
        self._paths = {field.path for each in queries.filters for field in every_field(each.pattern.members)}
        self._wholes = {each.whole for candidate in queries.candidates for each in candidate.filters}
        self.ignoring_data = 0
        """How many records match some filters though their data is of a form that these filters do not look at."""

    def source_of(self, wrapped: WrappedRecord) -> Source | None:
        """Where a record is from; None if that is not known.

        Raises:
            Undecided: the service does not read from that source, or the other records are from another one.
        """
        source = self._certain.of(wrapped).source
        # without a source it is evaluated as it is, wherever the others are from
        return None if source is None else self._placement.of(wrapped).source

    def signature(self, record: RawObject, source: Source | None) -> Signature:
        """The queries that hold for it.

        Raises:
            Undecided: a filter has no verdict on it.
            InvalidEvent: its data is JSON that AWS's parser refuses.
            EventTooIntricate: there is no verdict within the budget.
        """
        if not self._has_queries:  # without queries its data need not be valid for AWS's parser
            return ()
        if not self._has_scopes:
            seen, data = decoded_record(record, source, self._service)
            rows = source is not None and source.rows
            # data that no pattern sees as plain text are matched as they are
            is_json = all(datum.format == "JSON" and key not in self._paths for key, datum in data.items())
            if not rows or (is_json and not absent_data(record, source, self._service)):
                return tuple(self._rules.numbers_matching(event_tree(seen.text)))
        verdict = self._filters.evaluate(record, source)
        for each in verdict.filters:
            if each.undecided and each.number in self._wholes:
                raise Undecided(each.undecided)
        wholes = (each for each in verdict.filters if each.number in self._wholes)
        self.ignoring_data += any(each.matches and each.ignored for each in wholes)
        return tuple(each.number for each in verdict.filters if each.matches and not each.undecided)

    def measure(self, record: RawObject, source: Source | None) -> tuple[int, int | None, str | None]:
        """Its size in bytes as AWS counts it, its time in milliseconds since 1970, and its region, as far as known."""
        name = source.name if source is not None else ""
        seen = source.as_seen(record) if source is not None else record
        if name == "bus":
            return entry_size(record), event_time(seen, name), region_of_event(record)
        if source is SNS:
            region = region_of_record(record) or region_of_arn(seen.text_of("TopicArn"))
            # what is given alone has no other part
            is_alone = form_of(record) == "content"
            size = len(record.text.encode("utf-8", "surrogatepass")) if is_alone else message_size(seen)
            return size, event_time(seen, name), region
        return record_size(record), event_time(seen, name), region_of_record(record)
