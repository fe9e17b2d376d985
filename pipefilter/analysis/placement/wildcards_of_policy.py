"""Check: wildcards that are too many or too complex for a filter policy of SNS."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.place import problem_at
from pipefilter.language.branches import every_field
from pipefilter.language.policy_complexity import points_of, star_count

__all__ = ["wildcards_of_policy"]

_PAGE = "https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html"

TOO_MANY_STARS = AdviceKind(
    "PF504",
    "Too many wildcards in a pattern of a filter policy: SNS allows three",
    "A pattern in a filter policy can have three wildcards, and this one has {count}",
    "AWS documents the limit, but not the message of SNS.",
    "use fewer stars, or prefix or suffix",
    severity="error",
    url=_PAGE,
    bad=Example('{"key": [{"wildcard": "a*b*c*d*e"}]}', service="sns"),
    good=Example('{"key": [{"wildcard": "a*b*c*e"}]}', service="sns"),
)
TOO_MANY_POINTS = AdviceKind(
    "PF505",
    "Wildcards too complex for a filter policy: SNS allows 100 points",
    "The wildcards of the filter policy have {count} points, and SNS allows {most}",
    "AWS documents how it counts: for each key, the points of its patterns times their number. A pattern has 1 point for one "
    "wildcard, 3 for each of several, and 1 for anything-but. The message of SNS is not documented.",
    "use prefix or suffix instead of wildcard, or fewer patterns for one key",
    severity="error",
    url=_PAGE,
    bad=Example(
        '{"key": [{"wildcard": "a*b*c"}, {"wildcard": "d*e*f"}, {"wildcard": "g*h*i"}, {"wildcard": "j*k*l"}, {"wildcard": "m*n*o"}]}',
        service="sns",
    ),
    good=Example(
        '{"key": [{"wildcard": "a*b*c"}, {"wildcard": "d*e*f"}, {"wildcard": "g*h*i"}, {"wildcard": "j*k*l"}]}',
        service="sns",
    ),
)


def wildcards_of_policy(subject: Subject) -> Iterator[Problem]:
    """Patterns with too many wildcards, and a policy whose wildcards are too complex together."""
    limits = subject.service.policy_limits if subject.service is not None else None
    if limits is None:
        return
    pattern = subject.pattern
    for field, number, operator in every_alternative(pattern):
        stars = max(map(star_count, operator.wildcards), default=0)
        if stars > limits.stars.maximum:
            yield report_alternative(TOO_MANY_STARS, pattern, field, number, count=str(stars))
    points = sum(map(points_of, every_field(pattern.members)))
    if points > limits.points.maximum:
        names = {"count": str(points), "most": str(limits.points.maximum)}
        yield problem_at(TOO_MANY_POINTS, pattern.text, (0, 1), names=names)
