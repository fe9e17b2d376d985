"""Check: a condition on the data of a stream itself, although its filters support only fields of JSON data."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import report_field
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import every_field
from pipefilter.sources.pattern_parts import format_for

__all__ = ["condition_on_data"]

PLAIN_CONDITION = AdviceKind(
    "PF448",
    "Condition on the data itself: this source supports only JSON fields",
    "A condition on {path} itself is rejected: filters for {records} support only fields of JSON data",
    "Kinesis and DynamoDB streams support conditions on fields of the data; AWS rejects other conditions "
    "with an exception.",
    'use a field of the data: "{path}": {{"<name>": {alternatives}}}',
    severity="error",
    url="https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html",
    bad=Example('{"data": [{"prefix": "x"}]}', source="kinesis"),
    good=Example('{"data": {"kind": [{"prefix": "x"}]}}', source="kinesis"),
)


def condition_on_data(subject: Subject) -> Iterator[Problem]:
    """Conditions on the data itself, if AWS documents that it rejects such a filter."""
    source = subject.source
    if source is None or not any(row.action == "exception" for row in source.rows):
        return
    keys = {key for service, keys in source.data_keys.items() for key in keys if _runs_in(subject, service)}
    for key in sorted(keys):
        if format_for(subject.pattern, key) == "plain":
            for field in every_field(subject.pattern.members):
                if field.path == key:
                    alternatives = hint_text([operator.element() for operator in field.alternatives])
                    names = {"records": source.records, "alternatives": alternatives}
                    yield report_field(PLAIN_CONDITION, subject.pattern, field, **names)


def _runs_in(subject: Subject, service: str) -> bool:
    return subject.service is None or subject.service.name == service
