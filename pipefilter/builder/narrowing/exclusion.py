"""Detects patterns that exclude no record of a stream: they are not worth deploying."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.builder.faults import InvalidCondition, Unsatisfiable
from pipefilter.builder.narrowing.attribute_facts import AttributeFacts
from pipefilter.builder.narrowing.narrow import narrow_with_facts
from pipefilter.builder.narrowing.narrowing_result import Narrowed
from pipefilter.builder.records.attribute_value import Numbers
from pipefilter.language.dynamodb_record import EVENT_NAMES
from pipefilter.language.event_pattern import Field, Member
from pipefilter.language.operators.exact import Exact

__all__ = ["excludes_nothing"]

_MAX_STEPS = 100_000
"""Of work to find out whether any record may be unwanted."""


def excludes_nothing(narrowed: Narrowed, facts: AttributeFacts, numbers: Numbers) -> bool:
    """Whether every record of the stream passes; False also where that is not certain."""
    if any(_matches_always(pattern.members) for pattern in narrowed.filters):
        return True
    if not narrowed.exact:
        return False
    try:
        opposite = ~narrowed.condition
        narrow_with_facts(opposite, facts, service=narrowed.service.name, numbers=numbers, max_steps=_MAX_STEPS)
    except Unsatisfiable:
        return True
    except InvalidCondition:  # nested too deep
        return False
    return False


def _matches_always(members: Sequence[Member]) -> bool:
    return all(
        _names_all_events(member)
        if isinstance(member, Field)
        else any(_matches_always(choice) for choice in member.choices)
        for member in members
    )


def _names_all_events(field: Field) -> bool:
    names = {alternative.value for alternative in field.alternatives if isinstance(alternative, Exact)}
    return field.steps == ("eventName",) and names >= set(EVENT_NAMES)
