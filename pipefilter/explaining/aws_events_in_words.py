"""Describes the AWS events that a pattern selects, and what their schemas say about its fields."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.placement.field_of_aws_event import misfits_of_all
from pipefilter.analysis.reading.selected_events import SelectedEvents, selected_events
from pipefilter.enumeration import enumeration
from pipefilter.events.aws_events import TABLE_DATE, aws_events
from pipefilter.json_text.writer import quoted
from pipefilter.language.event_pattern import EventPattern, Field, path_of
from pipefilter.language.literal_strings import literal_strings

__all__ = ["aws_events_in_words"]

_MAX_EVENTS = 5
_CALL = "AWS API Call via CloudTrail"
_READING = ("Describe", "Get", "List")
"""How the names of calls begin that only read."""


def aws_events_in_words(pattern: EventPattern) -> list[str]:
    """Sentences about the AWS events that the pattern selects; none if it is not certain which."""
    groups = [events for events in selected_events(pattern) if events.names]
    if not groups:
        return []
    lines = []
    names = list(dict.fromkeys(name for events in groups for name in events.names))
    if len(names) <= _MAX_EVENTS:
        lines.append(f"AWS sends these events: {enumeration(map(_event, names), 'and')}.")
    lines += _unknown_fields(groups)
    if any(_includes_failed_calls(events) for events in groups):
        lines.append(
            'Failed calls match, too: to exclude them, add "errorCode": [{"exists": false}] to "detail".'
        )
    if read_only := sorted({name for events in groups for name in _read_only_calls(events)}):
        lines.append(
            f"Calls that only read, such as {enumeration(map(quoted, read_only[:_MAX_EVENTS]), 'and')}, match only if the state of the rule is "
            "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS, unless they are data events."
        )
    return lines


def _event(name: tuple[str, str]) -> str:
    source, detail_type = name
    return f"{quoted(detail_type)} from {source}" if source else quoted(detail_type)


def _unknown_fields(groups: list[SelectedEvents]) -> Iterator[str]:
    paths = [
        path_of(misfit.field.steps[: misfit.step + 1])
        for _, misfit in misfits_of_all(groups)
        if misfit.kind == "unknown name"
    ]
    if paths:
        verb = "is not a known field" if len(paths) == 1 else "are not known fields"
        yield f"{enumeration(paths, 'and')} {verb} of these events (as of {TABLE_DATE})."


def _read_only_calls(events: SelectedEvents) -> Iterator[str]:
    """The calls that are probably read-only management events.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
    """
    if all(kind == _CALL for _, kind in events.names):
        for field in events.pattern.members:
            if isinstance(field, Field) and field.path == "detail.eventName":
                yield from (name for _, name in literal_strings(field) if name.startswith(_READING))


def _includes_failed_calls(events: SelectedEvents) -> bool:
    """Whether calls match that returned an error: nothing is said about `errorCode`.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
    """
    paths = {field.path for field in events.pattern.members if isinstance(field, Field)}
    kinds = {kind for _, kind in events.names}
    is_of_cloudtrail = _CALL in kinds and kinds.issubset(aws_events().cloudtrail_types)
    return is_of_cloudtrail and paths.isdisjoint(("detail.errorCode", "detail.errorMessage"))
