"""Check: more combinations of values than a filter policy of SNS may have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import Example, Problem, ProblemKind
from pipefilter.json_text.place import problem_at
from pipefilter.language.policy_complexity import combination_count
from pipefilter.services.sns_subscription import SNS_BODY

__all__ = ["combinations_of_policy"]

TOO_MANY_COMBINATIONS = ProblemKind(
    "PF502",
    "Filter policy with too many combinations of values: SNS rejects it",
    "Filter policy is too complex",
    "A filter policy can have 150 combinations: the number of values of each key is multiplied, in a policy on the body also by "
    "the nesting level of the key. The branches of `$or` are counted one by one, and added.",
    "{hint}",
    advice=True,
    url="https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html",
    bad=Example(
        '{"a": [1, 2, 3, 4, 5, 6], "b": [1, 2, 3, 4, 5, 6], "c": [1, 2, 3, 4, 5, 6]}',
        service="sns",
    ),
    good=Example('{"a": [{"numeric": [">=", 1, "<=", 6]}], "b": [1, 2, 3, 4, 5, 6]}', service="sns"),
)


def combinations_of_policy(subject: Subject) -> Iterator[Problem]:
    """A policy with too many combinations of values."""
    service = subject.service
    if service is None or service.policy_limits is None:
        return
    count, most = (
        combination_count(subject.pattern, of_body=service is SNS_BODY),
        service.policy_limits.combinations.maximum,
    )
    if count > most:
        hint = f"it has {count:,} combinations of values, and SNS accepts {most}: use prefix or numeric instead of lists, or several subscriptions"
        problem = problem_at(TOO_MANY_COMBINATIONS, subject.pattern.text, (0, 1), names={"hint": hint})
        yield replace(problem, advice=False)
