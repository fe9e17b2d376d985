"""Check: a branch has more fields than AWS's engine builds, at most 256."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.errors import AdviceKind, Problem
from pipefilter.json_text.place import problem_at
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern

__all__ = ["too_many_fields"]

MAX_FIELDS = 256

TOO_MANY = AdviceKind(
    "PF424",
    "Too many fields at once: AWS's engine supports at most 256",
    "The pattern tests {count} fields at once; AWS's engine supports at most 256",
    "The engine accepts the pattern as valid, but cannot build it. With `$or`, only the combination of alternatives "
    "with the most fields counts.",
    "use fewer fields, and check the rest in the target",
    severity="warning",
    url="https://github.com/aws/event-ruler",
)


def too_many_fields(pattern: EventPattern) -> Iterator[Problem]:
    """Patterns with a branch of more than 256 fields."""
    count = max(len(branch.fields) for branch in branches_of(pattern))
    if count > MAX_FIELDS:
        yield problem_at(TOO_MANY, pattern.text, (0, 1), names={"count": str(count)})
