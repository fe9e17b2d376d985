"""The probes that hold for one record, as the service judges it for the source."""

from __future__ import annotations

from pipefilter.costs.traffic.counts import Kind
from pipefilter.costs.traffic.event_size import entry_size, record_size
from pipefilter.costs.traffic.event_time import time_of
from pipefilter.costs.traffic.queries import Probes
from pipefilter.costs.traffic.record_region import region_of_event, region_of_record
from pipefilter.errors import Undecided
from pipefilter.filtering.envelopes import WrappedRecord
from pipefilter.filtering.placement import Placement
from pipefilter.filtering.service_filters import ServiceFilters, absent_data, decoded_record
from pipefilter.json_text.raw_object import RawObject
from pipefilter.language.branches import every_field
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.matching.event_text import event_tree
from pipefilter.matching.rule_set import RuleSet
from pipefilter.services.service import Service
from pipefilter.sources.source import Source

__all__ = ["RecordProbes"]


class RecordProbes:
    """Asks each record all probes.

    Args:
        probes: what is asked.
        service: where the filters run.
        source: where the records are from; None to detect it from each.
        certain: what is certain of both; None if they are.
    """

    def __init__(
        self, probes: Probes, service: Service, source: Source | None, certain: Placement | None = None
    ) -> None:
        self._service = service
        self._placement = Placement((service,), source, is_explicit=True)
        self._certain = self._placement if certain is None else certain
        self._judge = ServiceFilters(FilterCriteria(probes.filters), service)
        self._rules = RuleSet({str(one.number): one.pattern for one in probes.filters})
        self._has_scopes = any(one.scope not in ("", "DATA") for one in probes.filters)
        self._patterns = [one.pattern for one in probes.filters]
        self._asked = {probe.whole for one in probes.candidates for probe in one.filters}
        self._for_json: dict[str, bool] = {}
        self.ignoring_data = 0
        """How many records match some of the filters without a look at what these say of their data."""

    def source_of(self, wrapped: WrappedRecord) -> Source | None:
        """Where a record is from; None if that is not known.

        Raises:
            Undecided: the service does not read from there, or it is not where the others are from.
        """
        source = self._certain.of(wrapped).source
        # of no source it is evaluated as it is, whatever the others are
        return None if source is None else self._placement.of(wrapped).source

    def kind(self, record: RawObject, source: Source | None) -> Kind:
        """The probes that hold for it.

        Args:
            record: taken out of its wrapper.
            source: where it is from.

        Raises:
            Undecided: a filter gives no verdict on it.
            InvalidEvent: its data are JSON that AWS's parser refuses.
            EventTooIntricate: no verdict within the budget.
        """
        if not self._patterns:  # nothing is asked, so its data need not be such that AWS's parser takes them
            return ()
        if not self._has_scopes:
            seen, data = decoded_record(record, source, self._service)
            rows = source is not None and source.rows
            is_json = all(one.format == "JSON" and self._is_for_json(key) for key, one in data.items())
            if not rows or (is_json and not absent_data(record, source, self._service)):
                return tuple(self._rules.numbers_matching(event_tree(seen.text)))
        verdict = self._judge.evaluate(record, source)
        for one in verdict.filters:
            if one.undecided and one.number in self._asked:
                raise Undecided(one.undecided)
        asked = (one for one in verdict.filters if one.number in self._asked)
        self.ignoring_data += any(one.matches and one.ignored for one in asked)
        return tuple(one.number for one in verdict.filters if one.matches and not one.undecided)

    def measures(self, record: RawObject, source: Source | None) -> tuple[int, int | None, str | None]:
        """Its size in bytes as AWS counts it, its time in milliseconds since 1970, and its region, as far as it tells.

        Args:
            record: taken out of its wrapper.
            source: where it is from.
        """
        name = source.name if source is not None else ""
        seen = source.as_seen(record) if source is not None else record
        if name == "bus":
            return entry_size(record), time_of(seen, name), region_of_event(record)
        return record_size(record), time_of(seen, name), region_of_record(record)

    def _is_for_json(self, key: str) -> bool:
        """Whether no part of a pattern is written for plain text there: then JSON data are matched as they are."""
        known = self._for_json.get(key)
        if known is None:
            paths = (field.path for pattern in self._patterns for field in every_field(pattern.members))
            known = key not in paths
            self._for_json[key] = known
        return known
