"""Whether one side of a comparison matches everything that the other one matches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipefilter.comparing.coverage import Coverage
from pipefilter.comparing.covering_branches import CoveringBranches
from pipefilter.comparing.field_space import FieldSpace
from pipefilter.comparing.union import Conjunction, Union
from pipefilter.comparing.witness_event import events_in_arrays, plain_event
from pipefilter.dataclass import dataclass
from pipefilter.errors import EventTooIntricate
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.language.step_budget import TooManySteps

__all__ = ["EMPTY_NAMES", "NOT_SHOWN", "TOO_MUCH", "Doubt", "Implication", "implication"]

_MAX_ARRAY_EVENTS = 300
"""Events with arrays that are tried for one branch."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why something is not proven.

    Args:
        reason: in words, a sentence without its full stop.
        path: of the field that it concerns; "" if it concerns the whole patterns.
    """

    reason: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Implication:
    """Whether one side matches every event that the other one matches.

    Args:
        holds: True if that is proven; False if an event shows the opposite; None if it is not known.
        counterexample: an event that the first side matches and the second does not.
        doubt: why it is not known.
    """

    holds: bool | None
    counterexample: Json = None
    doubt: Doubt | None = None


PROVEN = Implication(holds=True)
TOO_MUCH = Doubt("the patterns are too large or too complex to be compared in full")
EMPTY_NAMES = Doubt("AWS looks into empty names of an event for one of the patterns only")
NOT_SHOWN = Doubt("no event is known that shows it")
_ARRAYS = "it can be in an array of objects, where AWS looks for an absent field only in the element that other fields have chosen"


def implication(first: Union, second: Union, space: FieldSpace) -> Implication:
    """Whether `second` matches every event that `first` matches."""
    if first.branches is None or second.branches is None:
        return _not_known(TOO_MUCH)
    doubt: Doubt | None = None
    if len(first.empty_names | second.empty_names) > 1:
        doubt = EMPTY_NAMES
    others = CoveringBranches(second.branches, space)
    for branch in first.branches:
        if others.contain(branch):
            continue
        try:
            answer = _of_branch(branch, others, space, first, second)
        except TooManySteps:
            answer = _not_known(TOO_MUCH)
        if answer.holds is False:
            return answer
        doubt = doubt or answer.doubt
    return PROVEN if doubt is None else _not_known(doubt)


def _of_branch(
    branch: Conjunction, others: CoveringBranches, space: FieldSpace, first: Union, second: Union
) -> Implication:
    coverage = Coverage(branch, others, space)
    gap = coverage.gap()
    if gap is not None:
        if gap.path:
            reason = space.classes(gap.path).doubt
            return _not_known(Doubt(reason or "it compares IP addresses with other strings", gap.path))
        event = plain_event(gap.values, space.steps, space.sample)
        if _shows_difference(event, first, second, space):
            return _refuted(event)
        return _not_known(NOT_SHOWN)
    path = coverage.array_field()
    if path is None:
        return PROVEN
    for event in _with_arrays(branch, coverage.paths, others, space):
        if _shows_difference(event, first, second, space):
            return _refuted(event)
    return _not_known(Doubt(_ARRAYS, path))


def _refuted(event: Json) -> Implication:
    return Implication(holds=False, counterexample=event)


def _not_known(doubt: Doubt) -> Implication:
    return Implication(holds=None, doubt=doubt)


def _with_arrays(
    branch: Conjunction, paths: Iterable[str], others: CoveringBranches, space: FieldSpace
) -> Iterator[Json]:
    """Events that the branch may match, with a field that others want absent in another element of an array."""
    alone = Coverage(branch, CoveringBranches((), space), space).gap()
    if alone is None:
        return
    elsewhere: dict[str, Scalar] = {}
    for path in paths:
        if others.match_absence(path):
            values = space.classes(path).values
            elsewhere[path] = values[min(values)]
    for number, event in enumerate(events_in_arrays(alone.values, elsewhere, space.arrays)):
        if number == _MAX_ARRAY_EVENTS:
            return
        yield event


def _shows_difference(event: Json, first: Union, second: Union, space: FieldSpace) -> bool:
    space.budget.take(first.weight + second.weight)
    try:
        return first.matches(event) and not second.matches(event)
    except EventTooIntricate:
        return False
