"""How complex a filter policy of SNS is, as SNS counts it: keys, combinations of values, and points for wildcards.

https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
https://docs.aws.amazon.com/sns/latest/dg/and-or-logic.html
"""

from __future__ import annotations

from math import prod

from pipefilter.language.branches import branch_count, branches_of, every_field
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.wildcard import pieces_of

__all__ = ["combination_count", "key_count", "occurrence_count", "points_of", "star_count"]

_MAX_BRANCHES = 1000


def key_count(pattern: EventPattern) -> int:
    """The number of different leaf keys: a key of an object that contains other keys does not count."""
    return len({field.path for field in every_field(pattern.members)})


def occurrence_count(pattern: EventPattern) -> int:
    """The number of leaf keys, with those of each branch of `$or` counted again."""
    return sum(1 for _ in every_field(pattern.members))


def combination_count(pattern: EventPattern, *, of_body: bool) -> int:
    """The number of combinations of values; the number of branches of `$or` if they alone are very many.

    The number of values of each key is multiplied, in the body also by the key's level; branches add up.

    Args:
        of_body: whether the policy has the scope MessageBody.
    """
    branches = branch_count(pattern.members)
    if branches > _MAX_BRANCHES:
        return branches
    return sum(
        prod(len(field.alternatives) * (len(field.steps) if of_body else 1) for field in branch.fields.values())
        for branch in branches_of(pattern)
    )


def star_count(wildcard: str) -> int:
    r"""The number of wildcard characters in a pattern; `\*` is not one."""
    return len(pieces_of(wildcard)) - 1


def points_of(field: Field) -> int:
    """The points of a key's patterns, times their number; 0 if it has no pattern with wildcards.

    A pattern has one point for one wildcard, three for each of several, and one for `anything-but`.
    """
    points = [
        1 if isinstance(operator, AnythingBut) else sum(map(_points, operator.wildcards))
        for operator in field.alternatives
        if operator.wildcards or isinstance(operator, AnythingBut)
    ]
    if not any(operator.wildcards for operator in field.alternatives):
        return 0
    return sum(points) * len(points)


def _points(wildcard: str) -> int:
    stars = star_count(wildcard)
    return stars if stars < 2 else 3 * stars
