"""Compares filters that must all match: each scope of an EventBridge v2 subscriber sees a part of the event of its own.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-custom-bus-filtering.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import TypeAlias

from pipefilter.application.joined_filters import joined_patterns
from pipefilter.application.record_conditions import RecordConditions
from pipefilter.comparing.comparison import Comparison, compare_patterns
from pipefilter.comparing.implication import NOT_SHOWN, PROVEN, Doubt, Implication
from pipefilter.comparing.overlap import Overlap
from pipefilter.comparing.union import union_of
from pipefilter.errors import EventTooIntricate
from pipefilter.events.shape import STRING, object_of
from pipefilter.json_text.tree import Json
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services.event_bus_v2_subscriber import SYSTEM_METADATA
from pipefilter.witnesses.sample import BARE, Sample

__all__ = ["DATA", "Scopes", "scoped_comparison", "scopes_of"]

DATA = "DATA"
"""The scope of a filter that has none."""
_METADATA = "METADATA"
Alternatives: TypeAlias = tuple[EventPattern, ...]
"""Patterns of which one must match."""
Scopes: TypeAlias = Mapping[str, Sequence[Alternatives]]
"""For each scope, what must match in it, all of it."""

_ALL_MUST_MATCH = Doubt("several filters that see the same fields must all match")
_EVERYTHING: Alternatives = (EventPattern(()),)
_SAMPLES = {"SYSTEM_METADATA": Sample(record=object_of(dict.fromkeys(SYSTEM_METADATA, STRING)))}


def scopes_of(criteria: FilterCriteria, *, must_all_match: bool) -> Scopes:
    """What must match in each scope."""
    filters = criteria.filters
    if not must_all_match:
        return {DATA: [tuple(each.pattern for each in filters)]} if filters else {}
    names = dict.fromkeys(each.scope or DATA for each in filters)
    return {
        name: [
            (pattern,)
            for pattern in joined_patterns(each.pattern for each in filters if (each.scope or DATA) == name)
        ]
        for name in names
    }


def scoped_comparison(first: Scopes, second: Scopes) -> Comparison:
    """Compare two sides; the events of the answers are objects with the name of a scope and what its filters see."""
    names = dict.fromkeys([*first, *second])
    comparisons = {name: _of_scope(first.get(name, ()), second.get(name, ()), name) for name in names}
    return Comparison(
        _joined({name: each.forward for name, each in comparisons.items()}, first),
        _joined({name: each.backward for name, each in comparisons.items()}, second),
        _joined_overlap({name: each.overlap for name, each in comparisons.items()}),
    )


def _of_scope(first: Sequence[Alternatives], second: Sequence[Alternatives], name: str) -> Comparison:
    sample = _SAMPLES.get(name, BARE)
    conditions = RecordConditions(sample, [pattern for each in (*first, *second) for pattern in each])
    left, right = ([conditions.rewritten(each) for each in side] or [_EVERYTHING] for side in (first, second))
    comparisons = {
        (number, of_other): compare_patterns(left[number], right[of_other], sample)
        for number, of_other in product(range(len(left)), range(len(right)))
    }
    if len(comparisons) == 1:
        comparison = comparisons[0, 0]
        if name == _METADATA:  # without metadata, an event matches no filter on it
            comparison = replace(
                comparison,
                forward=comparison.forward if first else _refutation(comparison.forward),
                backward=comparison.backward if second else _refutation(comparison.backward),
            )
        return comparison
    events = [event for each in comparisons.values() for event in _events(each)]
    return Comparison(
        _implication(
            [
                [comparisons[number, of_other].forward for number in range(len(left))]
                for of_other in range(len(right))
            ],
            _event_of(events, left, right),
        ),
        _implication(
            [
                [comparisons[number, of_other].backward for of_other in range(len(right))]
                for number in range(len(left))
            ],
            _event_of(events, right, left),
        ),
        _overlap([each.overlap for each in comparisons.values()], _event_of(events, [*left, *right], ())),
    )


def _refutation(implication: Implication) -> Implication:
    """An implication that does not hold; not known if no event shows that."""
    return Implication(holds=None, doubt=NOT_SHOWN) if implication.holds else implication


def _events(comparison: Comparison) -> Iterator[Json]:
    events = (comparison.overlap.event, comparison.forward.counterexample, comparison.backward.counterexample)
    return (event for event in events if event is not None)


def _implication(answers: Iterable[Iterable[Implication]], counterexample: Json) -> Implication:
    """Whether each pattern that must match follows from one of the other side.

    Args:
        answers: for each pattern that must match, whether it follows from each of the others.
        counterexample: None if none is known.
    """
    if all(any(each.holds for each in several) for several in answers):
        return PROVEN
    if counterexample is not None:
        return Implication(holds=False, counterexample=counterexample)
    return Implication(holds=None, doubt=_ALL_MUST_MATCH)


def _overlap(answers: Iterable[Overlap], event: Json) -> Overlap:
    if any(each.exists is False for each in answers):
        return Overlap(exists=False)
    if event is not None:
        return Overlap(exists=True, event=event)
    return Overlap(exists=None, doubt=_ALL_MUST_MATCH)


def _event_of(events: Iterable[Json], matching: Sequence[Alternatives], other: Sequence[Alternatives]) -> Json:
    """An event that all of some patterns match, and not all of some others, if there are any; None if none is known."""
    unions = [[union_of(each) for each in side] for side in (matching, other)]
    for event in events:
        try:
            if all(each.matches(event) for each in unions[0]) and not (
                unions[1] and all(each.matches(event) for each in unions[1])
            ):
                return event
        except EventTooIntricate:
            continue
    return None


def _joined(answers: Mapping[str, Implication], side: Scopes) -> Implication:
    """The implication of all scopes: an event in which one scope does not match is enough to refute it."""
    can_match = {name: _can_match(each, name) for name, each in side.items()}
    if False in can_match.values() or all(each.holds for each in answers.values()):
        return PROVEN
    for name, each in answers.items():
        if each.holds is False and all(can for other, can in can_match.items() if other != name):
            return Implication(holds=False, counterexample=((name, each.counterexample),))
    doubts = (each.doubt for each in answers.values() if each.doubt is not None)
    return Implication(holds=None, doubt=next(doubts, _ALL_MUST_MATCH))


def _can_match(each: Sequence[Alternatives], name: str) -> bool | None:
    """Whether filters match something in their scope; None if that is not known."""
    return _of_scope(each, (), name).overlap.exists


def _joined_overlap(answers: Mapping[str, Overlap]) -> Overlap:
    if any(each.exists is False for each in answers.values()):
        return Overlap(exists=False)
    doubtful = next((each for each in answers.values() if not each.exists), None)
    if doubtful is not None:
        return doubtful
    if len(answers) > 1:  # an event of one scope would not show it
        return Overlap(exists=True)
    ((name, answer),) = answers.items()
    return replace(answer, event=((name, answer.event),))
