"""Check: a filter for a source for which AWS does not document filters."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.place import problem_at

__all__ = ["source_without_filters"]

NO_FILTERS_THERE = AdviceKind(
    "PF446",
    "Source without documented filters: they may not work",
    "AWS does not document filters for the source {source}",
    "Lambda's page on filters says that this source is not supported, although SAM accepts filter criteria "
    "for it.",
    "filter the events in the function instead",
    severity="warning",
    url="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html",
    bad=Example('{"event": {"operationType": ["insert"]}}', source="documentdb"),
    good=Example('{"eventName": ["INSERT"]}', source="dynamodb"),
)


def source_without_filters(subject: Subject) -> Iterator[Problem]:
    """A pattern for a source without documented filters."""
    if subject.source is not None and subject.source.filterable.certainty == "uncertain":
        yield problem_at(NO_FILTERS_THERE, subject.pattern.text, (0, 1), names={"source": subject.source.name})
