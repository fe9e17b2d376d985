"""Check: a source that AWS's list of event sources does not have: `{"source": ["aws.stepfunctions"]}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.analysis.reading.selected_events import is_of_bus
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.events.aws_events import PAGES_DATE, AwsEvents, aws_events
from pipefilter.events.near_name import near_name
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.literal_strings import literal_strings, whole_strings

__all__ = ["event_source"]

UNKNOWN_SOURCE = AdviceKind(
    "PF490",
    "Unknown event source: AWS's list of sources does not include it",
    "AWS's list of event sources does not include {value}",
    "Only AWS services send events with a source that begins with `aws.`, and the name is not always that of the "
    'service: Step Functions is `aws.states`. A CloudTrail event about a call to EC2 has the source `aws.ec2`, and `"ec2.amazonaws.com"` in '
    "`detail.eventSource`. "
    f"The list is as of {PAGES_DATE}. If no similar source is known, the problem is only a note: AWS may have added the source since.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/ref/events.html",
    bad=Example('{"source": ["aws.stepfunctions"]}', service="rule"),
    good=Example('{"source": ["aws.states"]}', service="rule"),
)
_OTHER_FORM = r"aws[:_/-]([a-z0-9-]+)|([a-z0-9-]+)\.amazonaws\.com|([a-z0-9-]+)"
"""What people write for `aws.ec2`: the source of an S3 notification, that of CloudTrail, or the name alone."""
_MAX_VALUES = 100
"""Of more unknown values in one pattern, nothing is said."""


def event_source(subject: Subject) -> Iterator[Problem]:
    """Sources that no AWS service has, with the one that was probably meant."""
    if not is_of_bus(subject):
        return
    for field, number, value in islice(_unknown_values(subject.pattern), _MAX_VALUES):
        names = {"value": hint_text(value)}
        if meant := _meant(value, subject.pattern, aws_events()):
            hint = f"did you mean {hint_text(meant)}?"
            yield report_alternative(UNKNOWN_SOURCE, subject.pattern, field, number, hint=hint, **names)
        elif value.startswith("aws."):
            kind = replace(UNKNOWN_SOURCE, severity="note")
            hint = f"compare it with an event; the list is as of {PAGES_DATE}"
            yield report_alternative(kind, subject.pattern, field, number, hint=hint, **names)


def _unknown_values(pattern: EventPattern) -> Iterator[tuple[Field, int, str]]:
    """The values of `source` that may be meant as sources of AWS, but are none, each with its alternative."""
    for field, number, operator in every_alternative(pattern):
        if field.path == "source":
            for value in whole_strings(operator):
                is_plausible = value.lower().startswith("aws.") or re.fullmatch(_OTHER_FORM, value)
                if is_plausible and not aws_events().has_source(value):
                    yield field, number, value


@lru_cache(maxsize=100)
def _near_source(name: str) -> str:
    """The source with a similar name; "" if there is none. Completion checks the same pattern with many other values."""
    sources = {source.removeprefix("aws."): source for source in aws_events().sources}
    return sources.get(near_name(name.removeprefix("aws."), sources), "")


def _meant(value: str, pattern: EventPattern, known: AwsEvents) -> str:
    """The source that was probably meant; "" if none is similar."""
    small = value.lower()
    if small in known.other_names:
        return known.other_names[small]
    if small.startswith("aws."):
        return _near_source(small) or _only_sender(pattern, known)
    form = re.fullmatch(_OTHER_FORM, value)
    if form is None:
        return ""
    source = f"aws.{form[1] or form[2] or form[3]}"
    source = known.other_names.get(source, source)
    if source not in known.sources:
        return ""
    return source if not form[3] or _has_detail_type_of(source, pattern, known) else ""


def _only_sender(pattern: EventPattern, known: AwsEvents) -> str:
    """The only source that sends events with the pattern's detail-types; "" if there are several, or none."""
    kinds = {
        value
        for field in every_field(pattern.members)
        if field.path == "detail-type"
        for _, value in literal_strings(field)
    }
    senders = [source for source, names in known.sources.items() if kinds and kinds.issubset(names)]
    return senders[0] if len(senders) == 1 else ""


def _has_detail_type_of(source: str, pattern: EventPattern, known: AwsEvents) -> bool:
    """Whether the pattern has a detail-type of an AWS source: then a bare `ec2` is no source of somebody else."""
    return any(
        value in known.detail_types(source)
        for field in every_field(pattern.members)
        if field.path == "detail-type"
        for _, value in literal_strings(field)
    )
