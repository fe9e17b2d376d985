"""The source of the records that a pattern is written for, and samples of its records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipefilter.analysis.reading.inferred_source import inferred_source
from pipefilter.application.filters import Filters
from pipefilter.filtering.placement import Placement
from pipefilter.language.branches import every_field
from pipefilter.language.dynamodb_record import EVENT_NAMES
from pipefilter.language.event_pattern import EventPattern
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.services import service_named
from pipefilter.sources import Source, source_named
from pipefilter.sources.pattern_parts import root_names
from pipefilter.witnesses.bus_samples import bus_samples
from pipefilter.witnesses.record_samples import message_sample, samples_of
from pipefilter.witnesses.sample import BARE, Sample, is_attribute

__all__ = ["common_source", "example_samples", "example_source", "with_source"]

_ENVELOPE = frozenset(key.name for key in source_named("bus").keys)
_OF_BUS = ("detail", "detail-type", "source")


def example_source(patterns: Iterable[EventPattern], placement: Placement) -> tuple[Source | None, bool]:
    """The source of the records that patterns are probably for, and whether that is certain.

    Options and templates specify it, or the names in the patterns show it; None if they do not.
    """
    if placement.source is not None:
        return placement.source, True
    patterns = tuple(patterns)
    first, *others = [inferred_source(pattern, placement.service) for pattern in patterns] or [None]
    if first is not None and all(other is first for other in others):
        return first, True
    names = root_names(patterns)
    bus = source_named("bus")
    if (
        names <= _ENVELOPE
        and not names.isdisjoint(_OF_BUS)
        and any(service.name in bus.services for service in placement.services)
    ):
        return bus, False
    return _source_of_names(names, patterns), False


def common_source(first: Filters, second: Filters) -> tuple[Source | None, bool]:
    """The source of the records of both sides, and whether that is certain; None if they have different ones."""
    sources = [example_source(each.patterns, each.placement) for each in (first, second)]
    known = [source for source, _ in sources if source is not None]
    if not known or any(each is not known[0] for each in known):
        return None, False
    if any(each.service and each.service not in known[0].services for each in (first, second)):
        return None, False  # one of them certainly reads from another source
    is_placed = any(each.placement.source is not None for each in (first, second))
    return known[0], is_placed or all(is_certain for _, is_certain in sources)


def _source_of_names(names: set[str], patterns: tuple[EventPattern, ...]) -> Source | None:
    """The source of the records that have all these names at their root, one of which no other record has."""
    if names <= _keys("dynamodb") and ("dynamodb" in names or _has_event_name(patterns)):
        return source_named("dynamodb")
    if "body" in names and names <= _keys("sqs"):
        return source_named("sqs")
    if "partitionKey" in names and names <= _keys("kinesis"):
        return source_named("kinesis")
    return None


def _keys(source: str) -> set[str]:
    return {key.name for key in source_named(source).keys}


def _has_event_name(patterns: Iterable[EventPattern]) -> bool:
    """Whether a pattern has a condition on the `eventName` of a DynamoDB record."""
    return any(
        field.path == "eventName" and any(map(FieldPredicate(field.alternatives).holds, EVENT_NAMES))
        for pattern in patterns
        for field in every_field(pattern.members)
    )


def example_samples(  # noqa: PLR0913 - options
    source: Source | None,
    event: str,
    event_source: str,
    detail_type: str,
    patterns: Iterable[EventPattern] = (),
    *,
    service: str = "",
    is_certain: bool = True,
) -> tuple[Sample, ...]:
    """Samples of the records of a source for some patterns; the other arguments are those of `examples`.

    If the source is not certain, no field is taken for one that its records cannot have; nor on a v2 bus, where an event
    can be any JSON object.
    """
    if source is None:
        return (BARE,)
    if source.name == "sns":
        return (message_sample(root_names(patterns), of_body=service == "sns-body"),)
    if source.name == "bus":
        samples = bus_samples(event_source, detail_type, patterns)
    else:
        samples = samples_of(source, event, _attributes(patterns))
    is_known = is_certain and not (service and service_named(service).any_shape)
    return samples if is_known else tuple(replace(sample, record=None) for sample in samples)


def _attributes(patterns: Iterable[EventPattern]) -> set[str]:
    """The names of the attributes of a DynamoDB item that patterns have conditions on."""
    fields = (field for pattern in patterns for field in every_field(pattern.members))
    return {field.steps[2] for field in fields if is_attribute(field.steps)}


def with_source(placement: Placement, source: Source | None) -> Placement:
    """A placement with the source that a pattern implies, so that its records are evaluated as such."""
    if source is None or placement.source is not None:
        return placement
    services = tuple(each for name in source.services for each in placement.services if each.name == name)
    return Placement(services, source, placement.is_explicit) if services else placement
