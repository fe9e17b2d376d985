"""The advice on a name that differs from one of the record's only in case or punctuation."""

from __future__ import annotations

from pipefilter.errors import AdviceKind, Example

__all__ = ["MISSPELLED"]

MISSPELLED = AdviceKind(
    "PF404",
    "Misspelled field name: only case or punctuation differs",
    'The field is called "{meant}", not "{name}"',
    "Field names are compared character by character: `event_name`, `Body` and `detailType` are different "
    "names.",
    "write {meant}",
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html",
    bad=Example('{"event_name": ["INSERT"]}', source="dynamodb"),
    good=Example('{"eventName": ["INSERT"]}', source="dynamodb"),
)
