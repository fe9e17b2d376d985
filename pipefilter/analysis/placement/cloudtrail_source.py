"""Check: calls to a service whose events have another source: `"source": ["aws.cloudtrail"]` with `s3.amazonaws.com`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import report_alternative
from pipefilter.analysis.reading.selected_events import (
    SelectedEvents,
    is_of_bus,
    selected_events,
)
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.events.aws_events import aws_events
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.literal_strings import literal_strings
from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["cloudtrail_source"]

_TYPE = '"detail-type": ["AWS API Call via CloudTrail"]'
_CALLED = '"detail": {"eventSource": ["s3.amazonaws.com"]}'

OTHER_SOURCE = AdviceKind(
    "PF496",
    "CloudTrail event of another source: source and eventSource contradict each other",
    "The event about a call to {service} has the source {source}, which the pattern's source does not match",
    "CloudTrail's events have the source of the service that was called, not `aws.cloudtrail`. AWS's list shows the source "
    "and the `eventSource` of each service.",
    'add {source} to "source"',
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/ref/events.html",
    bad=Example(f'{{"source": ["aws.cloudtrail"], {_TYPE}, {_CALLED}}}', service="rule"),
    good=Example(f'{{"source": ["aws.s3"], {_TYPE}, {_CALLED}}}', service="rule"),
)
_DOMAIN = ".amazonaws.com"
_ADDRESS = "detail.eventSource is never {value}: CloudTrail writes the address of the service that was called"
_LIKE_ADDRESS = r"(?:aws[.:])?([a-z0-9-]+)(?:\.amazonaws(?:\.com)?)?"
"""What people write for `iam.amazonaws.com`: the source of the event, the name alone, or capitals."""


def cloudtrail_source(subject: Subject) -> Iterator[Problem]:
    """Values of `eventSource` that events of the pattern's sources never have."""
    if not is_of_bus(subject):
        return
    groups = selected_events(subject.pattern)
    if len(groups) == 1 and _are_of_cloudtrail(groups[0]):
        yield from _other_sources(subject.pattern, groups[0])


def _are_of_cloudtrail(events: SelectedEvents) -> bool:
    return bool(events.names) and all(kind in aws_events().cloudtrail_types for _, kind in events.names)


def _other_sources(pattern: EventPattern, events: SelectedEvents) -> Iterator[Problem]:
    fields = {field.path: field for field in events.pattern.members if isinstance(field, Field)}
    source, event_source = fields.get("source"), fields.get("detail.eventSource")
    if event_source is not None:
        yield from _other_addresses(pattern, event_source)
    if source is None or event_source is None:
        return
    predicate = FieldPredicate(source.alternatives)
    for number, value in literal_strings(event_source):
        name = f"aws.{value.removesuffix(_DOMAIN)}"
        if value.endswith(_DOMAIN) and name in aws_events().sources and not predicate.holds(name):
            words = {"service": value, "source": hint_text(name)}
            yield report_alternative(OTHER_SOURCE, pattern, event_source, number, **words)


def _other_addresses(pattern: EventPattern, event_source: Field) -> Iterator[Problem]:
    """Values of `eventSource` that name a service in another way than CloudTrail does."""
    kind = replace(OTHER_SOURCE, message=_ADDRESS, hint="write {address}")
    for number, value in literal_strings(event_source):
        like = re.fullmatch(_LIKE_ADDRESS, value, re.IGNORECASE)
        service = like[1].lower() if like is not None else ""
        if f"aws.{service}" in aws_events().sources and value != f"{service}{_DOMAIN}":
            words = {"value": hint_text(value), "address": hint_text(f"{service}{_DOMAIN}")}
            yield report_alternative(kind, pattern, event_source, number, **words)
