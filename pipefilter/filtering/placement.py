"""Resolves where filters run and where their records come from, in the same way for every command.

Options and templates specify it with certainty; so do the scopes of a v2 subscriber, the form of filter criteria, and a
record, by its `eventSource` or its shape. If two of these disagree, there is no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.dataclass import dataclass
from pipefilter.errors import Undecided
from pipefilter.filtering.direct_event import direct_event_note
from pipefilter.filtering.envelopes import WrappedRecord
from pipefilter.filtering.lookup import Contradiction, named_service, named_source
from pipefilter.filtering.record_placement import RecordPlacement
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.override import override
from pipefilter.services import SERVICES, Service, service_named
from pipefilter.sources import Source, source_named
from pipefilter.sources.pattern_parts import root_names

__all__ = [
    "Placement",
    "check_scopes",
    "mismatch",
    "resolve_placement",
    "scope_mismatch",
    "source_of_patterns",
]

_OF_FILTER_CRITERIA = ("pipe", "lambda")
"""Services whose filter criteria are lists of filters without scopes."""
_SNS = source_named("sns")
_BY_ROOT = {"dynamodb": "dynamodb", "eventName": "dynamodb", "body": "sqs"}
"""The source by a member that no other source has; others, such as `data`, belong to several."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The service and source that are certain before any record is read.

    Args:
        services: where the filters may run; a single one if it is certain.
        source: of the records; None to detect it from each.
        is_explicit: whether a user or a template specifies any of it, or the filters are in a list. Then an object that
            contains records is a wrapper, regardless of the fields in the filters.
    """

    services: tuple[Service, ...] = SERVICES
    source: Source | None = None
    is_explicit: bool = False

    @override
    def __reduce__(self) -> tuple[object, ...]:
        # by name, as each process has its own objects for services and sources
        names = [service.name for service in self.services]
        return _placement_of_names, (names, self.source.name if self.source else "", self.is_explicit)

    @property
    def service(self) -> Service | None:
        """Where the filters run, if that is known without a record; else None."""
        if len(self.services) == 1 or self.services != SERVICES:
            return self.services[0]
        return None

    @property
    def usual_service(self) -> Service:
        """Where the filters run; a pipe if that is not known."""
        return self.service or service_named("pipe")

    @property
    def is_service_certain(self) -> bool:
        """Whether only one service is possible."""
        return len(self.services) == 1

    @property
    def may_be_wrapped(self) -> bool:
        """Whether an object may contain records; an event from a bus is never a wrapper, regardless of its form."""
        bus = source_named("bus")
        return self.source is not bus and any(service.name not in bus.services for service in self.services)

    def of(self, record: WrappedRecord) -> RecordPlacement:
        """The service and source for a record.

        Raises:
            Undecided: the record contradicts what is certain.
        """
        if self.service is not None and self.service.any_shape:  # such filters evaluate events of any shape
            return RecordPlacement(self.service, self.source)
        source, notes = self._source_of(record)
        if source is None:
            return RecordPlacement(self.service, None, notes)
        service = next(
            (service for name in source.services for service in self.services if service.name == name), None
        )
        if service is None:
            places = " or ".join(service.place for service in self.services)
            raise Undecided(
                f"no verdict: these are {source.records}, which filters in {places} never receive; "
                f"{_receivers(self.services, source)}"
            )
        return RecordPlacement(service, source, notes)

    def assumption(self, record: RecordPlacement) -> str:
        """What was assumed about a record because no option specifies it, in a sentence; "" if that has no effect."""
        service, source = record.service, record.source
        if service is None or source is None or not (source.data_keys.get(service.name) or source is _SNS):
            return ""
        readings, options = [], []
        if self.source is None:
            readings.append(f"read as {source.records}")
            options.append("--source")
        if not self.is_service_certain:
            is_policy = source is _SNS  # with its default scope
            readings.append(
                "evaluated as a filter policy on their attributes"
                if is_policy
                else f"evaluated as in {service.place}"
            )
            options.append("--service")
        return f"{', '.join(readings)}; use {' or '.join(options)} to change this" if options else ""

    def _source_of(self, record: WrappedRecord) -> tuple[Source | None, tuple[str, ...]]:
        detected = record.source
        if detected is None and self.source is None:
            note = direct_event_note(record.record)
            return None, (note,) if note else ()
        if self.source is None or detected is self.source:
            return detected, ()
        if detected is not None and detected.name in self.source.carried_by:
            return self.source, ()
        event_source = record.record.text_of("eventSource") if detected is None else None
        if event_source:
            raise Undecided(f"no verdict: this is a record from {event_source}; expected {self.source.records}")
        if detected is None and self.source is _SNS:  # the notes of its verdict say how it was read
            return self.source, ()
        if detected is None:
            return self.source, (f"the record does not look like one from the source {self.source.name}",)
        is_certain = record.has_source_of_wrapper or record.record.has("eventSource")
        if not is_certain and (self.source.recognises(record.record) or self.source.resembles(record.record)):
            return self.source, ()
        # a template may state the source, so this advises no option
        raise Undecided(
            f"no verdict: these are {detected.records} (source {detected.name}), but the filter reads "
            f"{self.source.records} (source {self.source.name})"
        )


def _placement_of_names(
    services: list[str],
    source: str,
    is_explicit: bool,  # noqa: FBT001 - as pickled
) -> Placement:
    known = source_named(source) if source else None
    return Placement(tuple(map(service_named, services)), known, is_explicit)


def _receivers(services: tuple[Service, ...], source: Source) -> str:
    """Which filters receive the records of a source, as those in some services do not."""
    if len(services) == 1:
        return f"filters of the service {' or '.join(source.services)} do"
    return "pass a single pattern, not filter criteria"


def mismatch(services: Iterable[Service], source: Source) -> str:
    """Why filters of these services do not receive records of a source, in a sentence; "" if one of them does."""
    names = [each.name for each in services]
    if not set(names).isdisjoint(source.services):
        return ""
    if set(_SNS.services).issuperset(names):
        return (
            f"a filter policy of SNS (service {' or '.join(names)}) is evaluated before a message is delivered, so it "
            f"does not receive records from {source.name}; use the source sns, also for messages of SNS in a queue"
        )
    return (
        f"a filter of the service {' or '.join(names)} does not receive records from {source.name}; use "
        f"{' or '.join(source.services)}"
    )


def source_of_patterns(patterns: Iterable[EventPattern], service: Service) -> Source | None:
    """The source of the records that patterns are for, by the members that they name; None if that is not certain."""
    bus = source_named("bus")
    if service.name in bus.services:
        return bus
    names = {_BY_ROOT[root] for root in root_names(patterns) if root in _BY_ROOT}
    return source_named(names.pop()) if len(names) == 1 else None


def check_scopes(criteria: FilterCriteria, service: Service | None, source: Source | None) -> None:
    """Check that a service has the scope of a filter policy, and that a source is that of its messages.

    Raises:
        Contradiction: another service has it, or the messages have another source.
    """
    if service is None:
        scopes = {each.scope for each in criteria.filters if each.scope}
        services = [each for each in SERVICES if scopes.issubset(each.scopes)] if scopes else []
        if services and source is not None and (wrong := mismatch(services, source)):
            raise Contradiction(wrong)
        return
    for each in criteria.filters:
        other = next((other for other in SERVICES if each.scope in other.scopes), service)
        if each.scope and each.scope not in service.scopes and other.name in _SNS.services:
            raise Contradiction(scope_mismatch(each.scope, service.name))


def scope_mismatch(scope: str, service: str) -> str:
    """That a filter policy with a scope is not of a service, in a sentence."""
    other = next(each.name for each in SERVICES if scope in each.scopes)
    return f"the filter policy has the scope {scope}, which is the service {other}, not {service}"


def resolve_placement(criteria: FilterCriteria, *, service: str = "", source: str = "") -> Placement:
    """Where filters run and where their records are from, as far as that is certain.

    Args:
        criteria: the filters; only those of a v2 subscriber have scopes.
        service: the name of the service in an option or a template; "" if neither has it.
        source: the name of the source in an option or a template; "" if neither has it.

    Raises:
        Contradiction: there is no such service or source, or the service does not read from the source.
    """
    known = named_source(source) if source else None
    services = SERVICES
    if service:
        services = (named_service(service),)
        check_scopes(criteria, services[0], known)
    elif scopes := {each.scope for each in criteria.filters if each.scope}:
        services = tuple(each for each in SERVICES if scopes.issubset(each.scopes))
    elif not criteria.is_bare_pattern:
        services = tuple(map(service_named, _OF_FILTER_CRITERIA))
    is_explicit = bool(service or source or not criteria.is_bare_pattern or len(services) < len(SERVICES))
    if known is None and len(services) == 1 and services[0].name in _SNS.services:
        known = _SNS  # a subscription has no other source
    if known is None:
        return Placement(services, None, is_explicit)
    possible = tuple(each for name in known.services for each in services if each.name == name)
    if not possible:
        raise Contradiction(mismatch(services, known))
    return Placement(possible, known, is_explicit)
