"""Check: names of the PutEvents call, as in `{"Source": ["my.app"], "DetailType": ["order"]}`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipefilter.analysis.reading.put_events import ENTRIES, PUT_EVENTS_NAMES, put_events_names
from pipefilter.analysis.reading.report import report_name
from pipefilter.analysis.reading.subject import Subject
from pipefilter.enumeration import enumeration
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import every_field

__all__ = ["put_events_name"]

NAME_OF_CALL = AdviceKind(
    "PF474",
    "Name of the PutEvents call: the event has another name for it",
    "{names} the PutEvents call; an event on a bus has other names",
    "PutEvents takes `Source`, `DetailType` and `Detail`. The event that a rule receives has `source`, `detail-type` and, as "
    "an object, `detail`.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html",
    bad=Example('{"Source": ["my.app"], "DetailType": ["order"]}'),
    good=Example('{"source": ["my.app"], "detail-type": ["order"]}'),
)


def put_events_name(subject: Subject) -> Iterator[Problem]:
    """The first top-level name that is one of the call; the message lists them all."""
    names = put_events_names(subject)
    field = next(
        (field for field in every_field(subject.pattern.members) if field.path.partition(".")[0] in names), None
    )
    if field is None:
        return
    listed = enumeration(names, "and")
    words = f"{listed} belongs to" if len(names) == 1 else f"{listed} belong to"
    is_certain = subject.source is not None
    kind = replace(NAME_OF_CALL, severity="error") if is_certain else NAME_OF_CALL
    yield report_name(kind, subject.pattern, field, names=words, hint=_hint(names))


def _hint(names: Sequence[str]) -> str:
    renamed = [f"{name} to {PUT_EVENTS_NAMES[name]}" for name in names if PUT_EVENTS_NAMES.get(name)]
    removed = [name for name in names if not PUT_EVENTS_NAMES.get(name)]
    parts = []
    if removed:
        parts.append(f"remove {enumeration(removed, 'and')}")
    if ENTRIES in names and not renamed:
        renamed = ["Source to source", "DetailType to detail-type", "Detail to detail"]
    if renamed:
        parts.append(f"rename {enumeration(renamed, 'and')}")
    return ", and ".join(parts)
