"""Check: an empty prefix or suffix, which matches every string, as in `{"prefix": ""}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.affix import Affix
from pipefilter.language.event_pattern import EventPattern

__all__ = ["empty_affix"]

EMPTY = AdviceKind(
    "PF422",
    "Empty prefix or suffix: it matches every string",
    "An empty {keyword} matches every string, but no other value",
    "Every string starts and ends with the empty string.",
    'to require any value, write {{"exists": true}}',
    severity="note",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"prefix": ""}]}'),
    good=Example('{"a": [{"exists": true}]}'),
)


def empty_affix(pattern: EventPattern) -> Iterator[Problem]:
    """Prefixes and suffixes of no characters."""
    for field, number, operator in every_alternative(pattern):
        if isinstance(operator, Affix) and not operator.text:
            yield report_alternative(EMPTY, pattern, field, number, keyword=operator.keyword)
