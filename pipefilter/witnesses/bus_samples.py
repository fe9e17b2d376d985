"""Sample events from a bus: AWS's own as the table has them, and others with an empty detail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipefilter.events.aws_events import aws_events
from pipefilter.events.shape import OPEN, STRING, object_of
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.literal_strings import literal_strings
from pipefilter.witnesses.record_samples import bus_sample
from pipefilter.witnesses.sample import Sample
from pipefilter.witnesses.shape_sample import shape_sample

__all__ = ["aws_sample", "bus_samples"]

_MAX_SAMPLES = 30
"""Kinds of events that are tried for one pattern."""
_RESOURCES = replace(STRING, is_array=True)


def aws_sample(source: str, detail_type: str) -> Sample | None:
    """One of AWS's own events, with the fields that every such event has; None if the table does not have it."""
    table = aws_events()
    if detail_type not in table.detail_types(source):
        return None
    shape = table.detail(source, detail_type)
    if shape.is_open:
        return None
    service = source.removeprefix("aws.")
    detail = shape_sample(shape, service)
    if detail_type in table.cloudtrail_types and "eventSource" in detail:
        detail["eventSource"] = f"{service}.amazonaws.com"
    generic = bus_sample(source, detail_type)
    return Sample(
        {**generic.tree, "detail": detail},
        generic.fixed,
        shape=object_of(
            {
                "detail": shape,
                "resources": _RESOURCES,
                "source": replace(STRING, values=("my.app",)),
                "detail-type": replace(STRING, values=table.detail_types(source)),
            },
            OPEN,
        ),
        record=generic.record,
        changeable=generic.changeable,
    )


def bus_samples(
    event_source: str, detail_type: str, patterns: Iterable[EventPattern] = ()
) -> tuple[Sample, ...]:
    """Samples of the events that patterns are for, the most specific first.

    Args:
        event_source: the `source` of the events; "" for those that the patterns name.
        detail_type: the `detail-type` of the events; "" for those that the patterns name.
        patterns: for which samples are needed.
    """
    patterns = tuple(patterns)
    sources = [event_source] if event_source else list(_named(patterns, "source"))
    samples: list[Sample] = []
    for source in sources:
        kinds = [detail_type] if detail_type else list(_kinds(source, patterns))
        for kind in kinds[: _MAX_SAMPLES - len(samples)]:
            sample = aws_sample(source, kind)
            if sample is not None:
                samples.append(sample)
    if not patterns and samples:
        return tuple(samples)
    return (*samples, bus_sample(event_source, detail_type))


def _kinds(source: str, patterns: tuple[EventPattern, ...]) -> Iterator[str]:
    """The detail-types that patterns name; those that the source is known to send, if they name none."""
    table = aws_events()
    named = list(_named(patterns, "detail-type"))
    yield from named or table.sources.get(source, ())


def _named(patterns: Iterable[EventPattern], path: str) -> Iterable[str]:
    """The strings that patterns name in a field, without repetitions."""
    fields = (field for pattern in patterns for field in every_field(pattern.members) if field.path == path)
    return dict.fromkeys(value for field in fields for _, value in literal_strings(field))
