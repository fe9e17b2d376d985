"""Check: a field in a filter on SYSTEM_METADATA that EventBridge v2 does not set."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import report_name
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import every_field
from pipefilter.language.name_spelling import loose_spelling
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.services.event_bus_v2_subscriber import SYSTEM_METADATA

__all__ = ["system_metadata"]

NOT_THERE = AdviceKind(
    "PF444",
    "Unknown SYSTEM_METADATA field: EventBridge sets only a few",
    'SYSTEM_METADATA has no field "{path}"',
    "EventBridge sets the fields of SYSTEM_METADATA itself, and there are no others.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-custom-bus-filtering.html",
    bad=Example(
        '{"Filters": [{"Scope": "SYSTEM_METADATA", "Pattern": "{\\"source\\": [\\"a\\"]}"}]}', service="v2"
    ),
    good=Example(
        '{"Filters": [{"Scope": "SYSTEM_METADATA", "Pattern": "{\\"aws:Source\\": [\\"a\\"]}"}]}', service="v2"
    ),
)


def system_metadata(subject: Subject) -> Iterator[Problem]:
    """Fields other than those that EventBridge sets."""
    if subject.scope != "SYSTEM_METADATA":
        return
    for field in every_field(subject.pattern.members):
        if field.path not in SYSTEM_METADATA and not FieldPredicate(field.alternatives).matches_absence:
            name = loose_spelling(field.path)
            meant = next((key for key in SYSTEM_METADATA if key.lower().removeprefix("aws:") == name), "")
            hint = f"write {meant}" if meant else f"use one of its fields: {', '.join(SYSTEM_METADATA)}"
            yield report_name(NOT_THERE, subject.pattern, field, hint=hint)
