"""Check: more keys than a filter policy of SNS may have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem, ProblemKind
from pipefilter.json_text.place import problem_at
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import Or
from pipefilter.language.policy_complexity import key_count, occurrence_count

__all__ = ["keys_of_policy"]

_PAGE = "https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html"

TOO_MANY_KEYS = ProblemKind(
    "PF500",
    "Filter policy with too many keys: SNS rejects it",
    "Filter policy can not have more than 5 keys",
    "A filter policy can have five keys. Of nested keys in a policy on the body, only leaf keys count: those with a "
    "list of values.",
    "remove {excess} of the {count} keys, and check these fields in the target",
    advice=True,
    url=_PAGE,
    bad=Example(
        '{"a": [1], "b": [1], "c": [1], "d": [1], "e": [1], "f": [1]}',
        service="sns",
    ),
    good=Example('{"a": [1], "b": [1], "c": [1], "d": [1], "e": [1]}', service="sns"),
)
PERHAPS_TOO_MANY = AdviceKind(
    "PF501",
    "Filter policy with keys repeated in $or: SNS may reject it",
    "SNS may reject this filter policy: its {count} keys may be too many, if those in each branch of $or count again",
    "A filter policy can have five keys. AWS does not document how keys in `$or` count, but SNS has been observed to reject "
    "a policy of 36 branches with the same two keys, with `Filter policy can not have more than 5 keys`.",
    "write several values of one key as one list, or use several subscriptions",
    severity="warning",
    url=_PAGE,
    bad=Example(
        '{"$or": [{"a": [1], "b": [1]}, {"a": [2], "b": [2]}, {"a": [3], "b": [3]}]}', service="sns-body"
    ),
    good=Example('{"$or": [{"a": [1], "b": [1]}, {"a": [2], "b": [2]}]}', service="sns-body"),
)


def keys_of_policy(subject: Subject) -> Iterator[Problem]:
    """A policy with too many different keys, or with too many if those in `$or` count in each branch."""
    limits = subject.service.policy_limits if subject.service is not None else None
    if limits is None:
        return
    pattern = subject.pattern
    keys, occurrences, most = key_count(pattern), occurrence_count(pattern), limits.keys.maximum
    if keys > most:
        kind, count, has_problem = TOO_MANY_KEYS, keys, True
    else:
        has_or = any(isinstance(member, Or) for member in pattern.members)
        kind, count, has_problem = PERHAPS_TOO_MANY, occurrences, has_or and occurrences > most
    if has_problem:
        field = next(islice(every_field(pattern.members), most, None))
        names = {"count": str(count), "excess": str(count - most)}
        problem = problem_at(kind, pattern.text, field.span, pointer=field.pointer, names=names)
        yield problem if kind is PERHAPS_TOO_MANY else replace(problem, advice=False)
