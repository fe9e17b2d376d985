"""Check: a prefix and a suffix in one list, which are joined by OR, as in `[{"prefix": "in/"}, {"suffix": ".csv"}]`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.affix_pair import wildcard_for_both
from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import report_field
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import every_field

__all__ = ["prefix_or_suffix"]

EITHER = AdviceKind(
    "PF465",
    "Prefix and suffix in one list: either of them is enough",
    "A value of {path} matches if it has either this prefix or this suffix: alternatives are joined by OR",
    "The elements of a list are joined by OR. Only `wildcard` can require both a prefix and a suffix; pipes, and filters "
    "of EventBridge v2, do not support it.",
    "{hint}",
    severity="note",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"prefix": "in/"}, {"suffix": ".csv"}]}'),
    good=Example('{"a": [{"wildcard": "in/*.csv"}]}'),
)
_MAX_WILDCARDS = 4


def prefix_or_suffix(subject: Subject) -> Iterator[Problem]:
    """Lists with prefixes and suffixes only."""
    for field in every_field(subject.pattern.members):
        wildcards = wildcard_for_both(field)
        if not wildcards:
            continue
        is_supported = subject.service is None or subject.service.support("wildcard", subject.scope) != "no"
        if is_supported:
            listed = ", ".join(hint_text((("wildcard", text),)) for text in wildcards[:_MAX_WILDCARDS])
            more = ", ..." if len(wildcards) > _MAX_WILDCARDS else ""
            hint = f"to require both, write {listed}{more}"
        else:
            place = subject.service.place if subject.service else ""
            hint = f"to require both, keep the prefix, and check the suffix in the target: {place} does not support wildcard"
        yield report_field(EITHER, subject.pattern, field, hint=hint)
