"""Check: alternatives that undo an exclusion in part, as in `[{"prefix": "a"}, {"anything-but": "b"}]`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.pattern.matches_any_value import NO_EXCLUSION
from pipefilter.analysis.reading.existence import existence
from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.joint_branches import MAX_BRANCHES, undone_exclusion
from pipefilter.analysis.reading.joint_exclusion import (
    JointExclusion,
    are_disjoint,
    joint_exclusion,
    single_exclusion,
)
from pipefilter.analysis.reading.report import report_alternative, report_field
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import branch_count, branches_of, every_field
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.operators.suffix import Suffix
from pipefilter.language.operators.wildcard import Wildcard

__all__ = ["opposed_alternatives"]

FEWER_EXCLUDED = AdviceKind(
    "PF463",
    "Exclusions joined by OR: they exclude only what all of them exclude",
    "The alternatives of {path} are joined by OR, so together they exclude only {excluded}",
    "A value that one `anything-but` excludes matches if another alternative matches it.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"anything-but": {"prefix": "x"}}, {"anything-but": {"suffix": "y"}}]}'),
    good=Example('{"a": [{"anything-but": {"wildcard": ["x*", "*y"]}}]}'),
)
BESIDE_EXCLUSION = AdviceKind(
    "PF464",
    "Condition beside anything-but: alternatives are joined by OR",
    "{path} has to meet only one of {operator} and {exclusion}: alternatives are joined by OR",
    "The elements of a list are joined by OR: an event matches if it meets either condition. If no excluded value meets "
    "the other condition, that condition has no effect.",
    "keep only one of them, and check the rest in the target: a pattern cannot express AND for one field",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"prefix": "x"}, {"anything-but": "y"}]}'),
    good=Example('{"a": [{"prefix": "x"}]}'),
)
_MAX_SHOWN = 3


def opposed_alternatives(pattern: EventPattern) -> Iterator[Problem]:
    """Fields in which `anything-but` excludes less than it says, or in which it makes another condition useless."""
    yield from _in_choices(pattern)
    for field in every_field(pattern.members):
        if len(field.alternatives) < 2 or True in existence(field):
            continue
        exclusion = joint_exclusion(field)
        if exclusion is None or exclusion.remaining == ():
            continue  # another check reports that nothing is excluded
        if exclusion.is_smaller:
            yield _fewer_excluded(pattern, field, exclusion)
        elif len(exclusion.exclusions) == 1:
            yield from _beside(pattern, field, exclusion.exclusions[0])


def _in_choices(pattern: EventPattern) -> Iterator[Problem]:
    """An exclusion that another choice of `$or` undoes."""
    if not 1 < branch_count(pattern.members) <= MAX_BRANCHES:
        return
    undone = undone_exclusion(branches_of(pattern))
    if undone is None:
        return
    field, exclusion = undone
    hint = f"remove $or: {single_exclusion(field, exclusion)}"
    if exclusion.remaining == ():
        alternatives = "anything-but alternatives in $or"
        yield report_field(NO_EXCLUSION, pattern, field, alternatives=alternatives, hint=hint)
    else:
        yield _fewer_excluded(pattern, field, exclusion, hint)


def _fewer_excluded(pattern: EventPattern, field: Field, exclusion: JointExclusion, hint: str = "") -> Problem:
    if not hint and len(exclusion.exclusions) > 1:
        hint = single_exclusion(field, exclusion)
    hint = hint or "remove the alternatives that match what anything-but excludes, or exclude only the others"
    excluded = "values that each of them excludes"
    if exclusion.remaining is not None:
        excluded = ", ".join(map(hint_text, exclusion.remaining[:_MAX_SHOWN]))
        if len(exclusion.remaining) > _MAX_SHOWN:
            excluded += " and so on"
    return report_field(FEWER_EXCLUDED, pattern, field, excluded=excluded, hint=hint)


def _beside(pattern: EventPattern, field: Field, exclusion: AnythingBut) -> Iterator[Problem]:
    """The first condition beside an exclusion; a note if it matches excluded values, which may be intended."""
    for number, operator in enumerate(field.alternatives):
        if not isinstance(operator, Prefix | Suffix | Wildcard | Numeric):
            continue
        names = {"operator": hint_text(operator.element()), "exclusion": hint_text(exclusion.element())}
        if are_disjoint(operator, exclusion):
            yield report_alternative(BESIDE_EXCLUSION, pattern, field, number, **names)
            return
        if any(
            isinstance(excluded, Prefix | Suffix) and type(excluded) is not type(operator)
            for excluded in exclusion.excluded
        ):
            yield report_alternative(
                replace(BESIDE_EXCLUSION, severity="note"), pattern, field, number, **names
            )
            return
