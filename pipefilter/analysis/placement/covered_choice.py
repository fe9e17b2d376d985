"""Check: an object of `$or` that others cover, as in `{"$or": [{"a": [1, 2]}, {"a": [1], "b": [3]}]}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.joint_branches import MAX_BRANCHES, undone_exclusion
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.events.shape import Shape
from pipefilter.json_text.place import problem_at
from pipefilter.language.branches import branch_count, branches_of
from pipefilter.language.event_pattern import EventPattern, Member, Or

__all__ = ["covered_choice"]

COVERED = AdviceKind(
    "PF468",
    "Redundant object in $or: others already cover it",
    "This object of $or is redundant: {others}",
    "The objects of `$or` are joined by OR, so one that matches only events that others match has no effect.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or",
    bad=Example('{"$or": [{"a": [1, 2]}, {"a": [1], "b": [3]}]}'),
    good=Example('{"$or": [{"a": [2]}, {"a": [1], "b": [3]}]}'),
)
_MAX_BRANCHES = 1_000
"""AWS rejects patterns with more combinations."""


def covered_choice(subject: Subject) -> Iterator[Problem]:
    """Objects of `$or` without which the pattern matches the same events; of two equal ones, the later one."""
    pattern = subject.pattern
    count = branch_count(pattern.members)
    if not 1 < count <= _MAX_BRANCHES or _has_repeated_or(pattern.members):
        return
    if count <= MAX_BRANCHES and undone_exclusion(branches_of(pattern)) is not None:
        return  # another check reports that they exclude too little together
    yield from _Search(pattern, subject.record).problems()


def _has_repeated_or(members: tuple[Member, ...]) -> bool:
    pointers = [each.pointer for each in _every_or(members)]
    return len(pointers) > len(set(pointers))


def _every_or(members: tuple[Member, ...]) -> Iterator[Or]:
    """Each `$or` before those inside it."""
    todo = list(members)
    while todo:
        member = todo.pop(0)
        if isinstance(member, Or):
            yield member
            todo += [inner for choice in member.choices for inner in choice]


class _Search:
    def __init__(self, pattern: EventPattern, record: Shape | None) -> None:
        from pipefilter.analysis.reading.branch_covering import BranchCovering
        from pipefilter.witnesses.sample import Sample

        self._pattern = pattern
        self._covering = BranchCovering(pattern, Sample(record=record))
        self._removed: frozenset[int] = frozenset()
        self._branches_of: dict[str, set[int]] = {}
        for number, choices in enumerate(self._covering.choices):
            for pointer in choices:
                self._branches_of.setdefault(pointer, set()).add(number)

    def problems(self) -> Iterator[Problem]:
        """The problems of each `$or`, and of those inside its objects."""
        for or_ in _every_or(self._pattern.members):
            rest = list(range(len(or_.choices)))
            for number in reversed(range(len(or_.choices))):
                if len(rest) > 1 and self._can_go(or_, number):
                    rest.remove(number)
                    yield self._problem(or_, number, rest)

    def _can_go(self, or_: Or, number: int) -> bool:
        """Whether what is left matches the same events without an object of `$or`; then it is removed."""
        numbers = self._branches(or_, number) - self._removed
        if not numbers or not self._covering.can_do_without(numbers, self._removed):
            return False  # if there are none, it is inside a removed one
        if self._covering.match_nothing(numbers):
            return False  # another check reports that it never matches
        self._removed |= numbers
        return True

    def _problem(self, or_: Or, number: int, rest: list[int]) -> Problem:
        others = "the rest of the pattern matches everything that it matches"
        hint = "remove it, or check whether the rest is what you meant"
        for other in rest:
            if self._covering.covers(self._branches(or_, other), self._branches(or_, number)):
                others = f"object {other + 1} matches everything that it matches"
                hint = f"remove it, or check whether object {other + 1} is what you meant"
                break
        if len(or_.choices) == 2:
            hint = "write the other object without $or, or check whether it is what you meant"
        return problem_at(
            COVERED,
            self._pattern.text,
            or_.spans[number] if or_.spans else or_.span,
            pointer=_pointer(or_, number),
            names={"others": others, "hint": hint},
        )

    def _branches(self, or_: Or, number: int) -> frozenset[int]:
        """The branches with an object of a `$or`."""
        return frozenset(self._branches_of.get(_pointer(or_, number), ()))


def _pointer(or_: Or, number: int) -> str:
    return f"{or_.pointer}/{number}"
