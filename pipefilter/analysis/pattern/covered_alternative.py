"""Check: an alternative that others of the same list cover, as in `[{"prefix": "a"}, "abc"]`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipefilter.analysis.reading.existence import existence
from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.joint_exclusion import JointExclusion, joint_exclusion
from pipefilter.analysis.reading.report import report_alternative
from pipefilter.enumeration import enumeration
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.operators.suffix import Suffix
from pipefilter.language.operators.wildcard import Wildcard
from pipefilter.language.unknown_value import has_mark

__all__ = ["covered_alternative"]

COVERED = AdviceKind(
    "PF426",
    "Redundant alternative: others in the list already cover it",
    "This alternative of {path} is redundant: {others}",
    "Alternatives are joined by OR, so one that matches only what others match has no effect.",
    "remove it, or check whether you meant the wider one",
    severity="note",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"prefix": "ab"}, "abc"]}'),
    good=Example('{"a": [{"prefix": "ab"}, "b"]}'),
)
_MAX_ALTERNATIVES = 200
"""Longer lists are not checked: the work grows quadratically."""


def covered_alternative(pattern: EventPattern) -> Iterator[Problem]:
    """Alternatives that others cover; other checks report what `exists` and several exclusions cover."""
    for field in every_field(pattern.members):
        if not 1 < len(field.alternatives) <= _MAX_ALTERNATIVES or True in existence(field):
            continue
        if all(isinstance(operator, Exact | Exists) for operator in field.alternatives):
            continue  # equal values are reported elsewhere
        from pipefilter.analysis.reading.redundant_alternatives import redundant_alternatives

        exclusion = joint_exclusion(field)
        for number, others in redundant_alternatives(field.alternatives).items():
            elements = [field.alternatives[each].element() for each in (number, *others)]
            if any(has_mark(written(element)) for element in elements):
                continue  # a value that is not known
            if exclusion is None or _is_for_this_check(field.alternatives[number], exclusion):
                yield report_alternative(COVERED, pattern, field, number, others=_in_words(elements[1:]))


def _is_for_this_check(operator: Operator, exclusion: JointExclusion) -> bool:
    """Whether no other check reports an operator beside `anything-but`."""
    if isinstance(operator, Exact):
        return True
    is_undone = exclusion.remaining == () or exclusion.is_smaller
    return not is_undone and not isinstance(operator, Prefix | Suffix | Wildcard | Numeric)


def _in_words(others: Sequence[Json]) -> str:
    texts = [hint_text(other) for other in others]
    if len(texts) == 1:
        return f"{texts[0]} already matches it"
    return f"{enumeration(texts, 'and')} together already match it"
