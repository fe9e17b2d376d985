"""Examples: events to try a pattern with, that match it or narrowly do not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipefilter.application.example import Example, Examples
from pipefilter.application.example_search import ExampleSearch
from pipefilter.application.example_source import example_samples, example_source, with_source
from pipefilter.application.loading import load
from pipefilter.filtering.lookup import Contradiction, named_source, unknown_name
from pipefilter.filtering.record_evaluator import RecordEvaluator
from pipefilter.language.dynamodb_record import EVENT_KINDS
from pipefilter.matching.event_text import event_tree
from pipefilter.sources import Source, source_named
from pipefilter.witnesses.event_draft import json_of
from pipefilter.witnesses.record_form import record_of
from pipefilter.witnesses.record_samples import bus_sample

if TYPE_CHECKING:
    from pipefilter.application.filters import Filters
    from pipefilter.application.pattern_input import PatternInput

__all__ = ["detail_event", "examples", "examples_of_filters", "sample_events"]


def examples(  # noqa: PLR0913 - options
    pattern: PatternInput | None = None,
    *,
    service: str = "",
    source: str = "",
    event: str = "",
    event_source: str = "",
    detail_type: str = "",
    detail: str | bytes | Mapping[str, object] | None = None,
) -> Examples:
    """Events to try a pattern with: one for each way to match it, and near misses.

    Each near miss does not match, because of one field. Every example has been evaluated. The same arguments always
    result in the same examples. Without a pattern, there are samples of the records of a source, or of an event.

    Args:
        pattern: as for `load`; None for samples.
        service: as for `load`.
        source: the name of the source of the records; "" for the template's, or for the one that the pattern implies.
        event: the kind of a record of a DynamoDB stream: `INSERT`, `MODIFY`, `REMOVE` or `TTL`; "" for all.
        event_source: the `source` of an event from a bus, such as `aws.ec2`; "" for any.
        detail_type: the `detail-type` of an event from a bus; "" for any.
        detail: the `detail` of an event from a bus, as JSON text or a dict, to be put into an envelope; without a
            pattern.

    Raises:
        InvalidEventPattern: as `load` does.
        UnreadableInput: as `load` does.
        TemplateGap: as `load` does.
        Contradiction: the service does not read from the source, or the source has no such events.
        InvalidEvent: `detail` has no JSON form.
        TypeError: an argument is not a string, or arguments cannot be combined.
    """
    for name, value in (("event", event), ("event_source", event_source), ("detail_type", detail_type)):
        if not isinstance(value, str):
            raise TypeError(f"{name} must be a string, not {type(value).__name__}")
    if event not in ("", *EVENT_KINDS):
        raise Contradiction(unknown_name("event", event, EVENT_KINDS))
    if detail is not None:
        if pattern is not None:
            raise TypeError("examples accepts a pattern or a detail, not both")
        return detail_event(detail, event_source, detail_type)
    if pattern is None:
        return sample_events(source=source, event=event, event_source=event_source, detail_type=detail_type)
    filters = load(pattern, service=service, source=source)
    return examples_of_filters(filters, event=event, event_source=event_source, detail_type=detail_type)


def examples_of_filters(
    filters: Filters, *, event: str = "", event_source: str = "", detail_type: str = ""
) -> Examples:
    """Examples for filters that are loaded; the arguments are those of `examples`.

    Raises:
        Contradiction: the filters do not receive such events.
    """
    placement = filters.placement
    of_bus = bool(event_source or detail_type)
    source, is_certain = _source_of_options(event, of_bus=of_bus), True
    if source is None:
        source, is_certain = example_source(filters.patterns, placement)
    if source is not None and placement.source not in (None, source):
        raise Contradiction(f"{_kind_words(event)} not for {placement.source.records}")
    service = placement.service.name if placement.service else ""
    if not service or (source is not None and service not in source.services):
        service = source.services[0] if source is not None else "pipe"
    criteria = filters.bounds.under_approximation if filters.bounds else filters.criteria
    evaluator = RecordEvaluator(filters.criteria, with_source(placement, source), filters.bounds)
    samples = example_samples(
        source, event, event_source, detail_type, filters.patterns, service=service, is_certain=is_certain
    )
    search = ExampleSearch(criteria, evaluator, samples, source, service)
    search.run()
    return Examples(
        (*search.matching, *search.near_misses),
        source,
        service,
        is_impossible=not search.matching and not search.not_found and filters.bounds is None,
        left_out=search.left_out,
        not_found=search.not_found,
        unknown=filters.bounds.unknown if filters.bounds else "",
    )


def sample_events(
    *, source: str = "", event: str = "", event_source: str = "", detail_type: str = ""
) -> Examples:
    """Samples without a pattern; the arguments are those of `examples`.

    Raises:
        Contradiction: there is no such source, or it has no such events.
        TypeError: the arguments do not say which events.
    """
    of_bus = bool(event_source or detail_type)
    options = _source_of_options(event, of_bus=of_bus)
    known = named_source(source) if source else options
    if known is None:
        raise TypeError("examples requires a pattern, the name of a source, or the source of an event")
    if options not in (None, known):
        raise Contradiction(f"{_kind_words(event)} not for {known.records}")
    service = known.services[0]
    samples = example_samples(known, event, event_source, detail_type)
    trees = [json_of(sample.tree) for sample in samples]
    return Examples(tuple(Example(record_of(tree, known, service)) for tree in trees), known, service)


def detail_event(detail: str | bytes | Mapping[str, object], event_source: str, detail_type: str) -> Examples:
    """An event from a bus with a given `detail`.

    Raises:
        InvalidEvent: `detail` is not a JSON object.
        TypeError: the source or the detail-type is missing.
    """
    if not event_source or not detail_type:
        raise TypeError("detail requires event_source and detail_type")
    envelope = json_of(bus_sample(event_source, detail_type).tree)
    assert isinstance(envelope, tuple)
    inner = event_tree(detail)
    event = tuple((name, inner if name == "detail" else value) for name, value in envelope)
    bus = source_named("bus")
    return Examples((Example(event),), bus, bus.services[0])


def _source_of_options(event: str, *, of_bus: bool) -> Source | None:
    """The source that has the events that options describe."""
    if event and of_bus:
        raise Contradiction("an event from a bus is not a record of a DynamoDB stream")
    if event:
        return source_named("dynamodb")
    return source_named("bus") if of_bus else None


def _kind_words(event: str) -> str:
    """The start of a sentence about options that describe an event of another source."""
    if event:
        return f"the event {event} exists only for records of a DynamoDB stream,"
    return "a source or a detail-type exists only for events from a bus,"
