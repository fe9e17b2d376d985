"""Check: a detail-type that the source is not known to send: `EC2 Instance Launch Successful` is of `aws.autoscaling`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import report_alternative
from pipefilter.analysis.reading.selected_events import (
    is_of_bus,
    known_sources,
    only_aws_sources,
)
from pipefilter.analysis.reading.subject import Subject
from pipefilter.dataclass import dataclass
from pipefilter.enumeration import enumeration
from pipefilter.errors import AdviceKind, Example, Problem, Severity
from pipefilter.events.aws_events import PAGES_DATE, AwsEvents, aws_events
from pipefilter.events.near_name import near_name
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.literal_strings import literal_strings
from pipefilter.language.operators.wildcard import Wildcard

__all__ = ["detail_type"]

UNKNOWN_TYPE = AdviceKind(
    "PF491",
    "Unknown detail-type: the source is not known to send it",
    "{message}",
    "A rule compares the detail-type character by character, and each source has its own. AWS's page on the events of "
    f"the source lists them, though not always all: if no similar name is known, the problem is only a note. The pages were read on {PAGES_DATE}.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/ref/events.html",
    bad=Example(
        '{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State Change Notification"]}', service="rule"
    ),
    good=Example(
        '{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"]}', service="rule"
    ),
)
_WORD = r"[a-z0-9]+"
_FILLING = frozenset(("aws", "amazon", "event", "events", "notification", "notifications", "the"))
"""Words that people add or leave out."""
_MAX_LENGTH = 128
"""A longer name is not compared: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html."""
_MAX_VALUES = 100
"""Of more values in one field, nothing is said."""
_SIMILAR = 0.75
_NOTIFICATIONS = {"ObjectRemoved": "Object Deleted", "ObjectRestore": "Object Restore"}
"""What events on a bus call the events of S3 notifications, if more than a space differs."""


@dataclass(frozen=True, slots=True)
class _Finding:
    message: str
    hint: str
    severity: Severity = "warning"


def detail_type(subject: Subject) -> Iterator[Problem]:
    """Detail-types that none of the pattern's sources is known to send."""
    if not is_of_bus(subject):
        return
    sources = _sources(subject.pattern)
    if not sources:
        return
    for field in every_field(subject.pattern.members):
        if field.path == "detail-type":
            for number, value in islice(literal_strings(field), _MAX_VALUES):
                finding = _finding(value, sources, aws_events()) if len(value) <= _MAX_LENGTH else None
                if finding is not None:
                    kind = replace(UNKNOWN_TYPE, severity=finding.severity)
                    words = {"message": finding.message, "hint": finding.hint}
                    yield report_alternative(kind, subject.pattern, field, number, **words)


def _sources(pattern: EventPattern) -> list[str]:
    """The known sources of AWS that a pattern selects; none if it may select others, too."""
    fields = [field for field in every_field(pattern.members) if field.path == "source"]
    if not fields or not all(only_aws_sources(field) for field in fields):
        return []
    exact = [value for field in fields for _, value in literal_strings(field)]
    known = aws_events()
    if any(value not in known.sources for value in exact):
        return []
    return sorted({source for field in fields for source in known_sources(field, known)})


def _finding(value: str, sources: list[str], known: AwsEvents) -> _Finding | None:
    """What is to be said about a detail-type; None if a source sends it, or if too little is known about them."""
    kinds = dict.fromkeys(kind for source in sources for kind in known.detail_types(source))
    if value in kinds or ("*" in value and any(map(Wildcard(value).holds, kinds))):
        return None  # a star that was meant as a wildcard has a check of its own
    of = enumeration(sources, "or") if len(sources) <= 3 else "the sources"
    message = f"{hint_text(value)} is not a detail-type that {of} is known to send"
    if len(sources) > 3:
        message = f"{hint_text(value)} is not a detail-type that the pattern's sources are known to send"
    meant = near_name(value, kinds) or _of_notification(value, kinds) or _same_words(value, kinds, sources)
    if meant:
        return _Finding(message, f"did you mean {hint_text(meant)}?")
    if owners := [source for source in known.sources if value in known.sources[source]]:
        return _Finding(
            f"{hint_text(value)} is sent by {enumeration(owners, 'and')}, not by {of}",
            f'write "source": [{", ".join(map(hint_text, owners))}]',
        )
    if all(not known.sources[source] for source in sources):
        return None  # it is not known what they send
    from difflib import get_close_matches

    nearest = get_close_matches(value, kinds, n=1, cutoff=_SIMILAR)
    hint = f"the nearest is {hint_text(nearest[0])}; " if nearest else ""
    return _Finding(message, f"{hint}compare it with an event, as AWS's lists are not complete", "note")


def _of_notification(value: str, kinds: dict[str, None]) -> str:
    """The detail-type of an event that S3 notifications call `s3:ObjectCreated:*` or `ObjectCreated:Put`."""
    parts = value.removeprefix("s3:").split(":")
    parts[0] = _NOTIFICATIONS.get(parts[0], parts[0])
    joined = [f"{parts[0]} {parts[1]}", parts[0]] if len(parts) > 1 else parts
    return next((meant for each in joined if ":" in value and (meant := near_name(each, kinds))), "")


def _same_words(value: str, kinds: dict[str, None], sources: list[str]) -> str:
    """The detail-type with the same words, apart from words such as "AWS", "Event", and the name of the service."""
    filling = _FILLING.union(*(re.findall(_WORD, source) for source in sources))
    words = _words(value, filling)
    same = [kind for kind in kinds if words and _words(kind, filling) == words]
    return same[0] if len(same) == 1 else ""


def _words(name: str, filling: frozenset[str]) -> list[str]:
    return sorted(word for word in re.findall(_WORD, name.lower()) if word not in filling)
