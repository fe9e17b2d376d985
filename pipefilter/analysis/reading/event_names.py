"""Which changes of a table the conditions of a branch select, and which images they require.

A deletion by Time to Live is a REMOVE.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
"""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.language.branches import Branch
from pipefilter.language.dynamodb_record import EVENT_NAMES, IMAGES, TTL_PATH, TTL_PRINCIPAL
from pipefilter.language.event_pattern import Field
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["EVENT_NAME", "images_required", "is_of_time_to_live", "selected_names"]

EVENT_NAME = "eventName"
_OF_TIME_TO_LIVE = {TTL_PATH: TTL_PRINCIPAL, "userIdentity.type": "Service"}
"""Values that only records of deletions by Time to Live have."""


def selected_names(field: Field | None) -> tuple[str, ...]:
    """The names of changes that a condition on `eventName` selects; empty if there is none, or if it is not certain.

    A value that is not a name may stand for one: a template's parameter, or a misspelled name, which has a check of its own.
    """
    if field is None or any(_is_unclear(operator) for operator in field.alternatives):
        return ()
    predicate = FieldPredicate(field.alternatives)
    return tuple(name for name in EVENT_NAMES if predicate.holds(name))


def _is_unclear(operator: Operator) -> bool:
    if isinstance(operator, Exact):
        return operator.value not in EVENT_NAMES
    return isinstance(operator, Exists | AnythingBut) and not _excludes_names(operator)


def _excludes_names(operator: Operator) -> bool:
    return isinstance(operator, AnythingBut) and all(each in EVENT_NAMES for each in operator.excluded)


def images_required(branch: Branch) -> Iterator[tuple[str, Field]]:
    """The images that a branch requires, each with a field that requires it."""
    for path, field in branch.fields.items():
        root, _, rest = path.partition(".")
        image = rest.partition(".")[0]
        if root == "dynamodb" and image in IMAGES and not FieldPredicate(field.alternatives).matches_absence:
            yield image, field


def is_of_time_to_live(branch: Branch) -> bool:
    """Whether a branch selects only deletions by Time to Live."""
    fields = {path: branch.fields[path] for path in _OF_TIME_TO_LIVE if path in branch.fields}
    return bool(fields) and all(
        isinstance(each, Exact) and each.value == _OF_TIME_TO_LIVE[path]
        for path, field in fields.items()
        for each in field.alternatives
    )
