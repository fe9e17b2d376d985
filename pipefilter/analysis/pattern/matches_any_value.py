"""Check: alternatives that together match any value, as in `[{"anything-but": "a"}, {"anything-but": "b"}]`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipefilter.analysis.reading.existence import existence, has_no_effect, root_of
from pipefilter.analysis.reading.joint_exclusion import JointExclusion, joint_exclusion, single_exclusion
from pipefilter.analysis.reading.report import report_alternative, report_field
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operators.exists import Exists

__all__ = ["NO_EXCLUSION", "matches_any_value"]

NO_EXCLUSION = AdviceKind(
    "PF413",
    "Exclusion undone by an alternative: together they match every value",
    "The {alternatives} of {path} are joined by OR, so together they match every value",
    "Each `anything-but` matches the values that the other excludes, or another alternative matches what `anything-but` "
    "excludes.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"anything-but": "x"}, {"anything-but": "y"}]}'),
    good=Example('{"a": [{"anything-but": ["x", "y"]}]}'),
)
EXISTS_MATCHES_ALL = AdviceKind(
    "PF414",
    "exists true with other alternatives: the others have no effect",
    "exists true matches every value of {path}, so the other alternatives have no effect",
    "Alternatives in a list are joined by OR.",
    "remove either exists or the other alternatives; a pattern cannot express AND for one field",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"exists": true}, "x"]}'),
    good=Example('{"a": [{"exists": false}, "x"]}'),
)
ALWAYS_TRUE = AdviceKind(
    "PF415",
    "exists true and false together: the field has no effect",
    "{path} may be present or absent, so the field has no effect",
    "`exists` true and false in one list match every event.",
    "remove the field",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"exists": true}, {"exists": false}]}'),
    good=Example('{"a": [{"exists": true}]}'),
)


def matches_any_value(pattern: EventPattern) -> Iterator[Problem]:
    """Fields whose alternatives exclude no value."""
    roots = Counter(root_of(field) for field in every_field(pattern.members))
    for field in every_field(pattern.members):
        if has_no_effect(field, roots):
            yield report_field(ALWAYS_TRUE, pattern, field)
        elif existence(field) == {True} and len(set(field.alternatives)) > 1:
            number = field.alternatives.index(Exists(present=True))
            yield report_alternative(EXISTS_MATCHES_ALL, pattern, field, number)
        else:
            exclusion = joint_exclusion(field)
            if exclusion is not None and exclusion.remaining == ():
                yield _no_exclusion(pattern, field, exclusion)


def _no_exclusion(pattern: EventPattern, field: Field, exclusion: JointExclusion) -> Problem:
    if len(exclusion.exclusions) > 1:
        names = {"alternatives": "anything-but alternatives", "hint": single_exclusion(field, exclusion)}
    else:
        hint = "keep only one of them, and check the rest in the target: a pattern cannot express AND for one field"
        names = {"alternatives": "alternatives", "hint": hint}
    return report_field(NO_EXCLUSION, pattern, field, **names)
