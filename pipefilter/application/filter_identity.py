"""What filters have in common that match the same, whatever the unknown parts of their template are."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable

from pipefilter.application.filters import Filters
from pipefilter.application.policy_service import is_placed_policy
from pipefilter.errors import InvalidEventPattern
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.unknown_value import MARK_END, MARK_START

__all__ = ["identity_of", "without_order"]

_OF_LOOP = re.compile(r"(?<![\w.-])(?:each\.|count\.|self\.|[A-Za-z_][\w-]*\.(?:key|value)\b)")
"""A name that Terraform binds for each resource, or each block, of a loop."""
_NAMELESS = tuple(f"{MARK_START}{words}{MARK_END}" for words in ("", "${...}", "(known after apply)"))
"""Values of which nothing is known: two of them may differ."""


def identity_of(filters: Filters) -> set[Hashable]:
    """The filters, in a form that does not depend on the order of fields and alternatives.

    The order matters if a name has an unknown part: it may turn out to be another name in the pattern.
    """
    criteria = filters.criteria
    if filters.bounds is not None:
        if any(value in filters.bounds.identified for value in _NAMELESS):
            return {object()}
        resource = f" {filters.name.encode().hex()}"  # names of a loop have another value in another resource
        identified = _OF_LOOP.sub(lambda match: match[0] + resource, filters.bounds.identified)
        try:
            criteria = parse_filters(identified, is_policy=is_placed_policy(filters.service, filters.source))
        except InvalidEventPattern:
            return {identified}
    is_policy = filters.source == "sns"  # whose scope is the service, whether it is written or not
    return {(_identity(each.pattern), "" if is_policy else each.scope) for each in criteria.filters}


def without_order(alternatives: Iterable[Operator]) -> frozenset[Hashable]:
    """Alternatives in a form that does not depend on their order, nor on that of a list in `anything-but`."""
    return frozenset(
        (AnythingBut, frozenset(each.excluded)) if isinstance(each, AnythingBut) else each
        for each in alternatives
    )


def _identity(pattern: EventPattern) -> Hashable:
    branches = branches_of(pattern)
    if any(MARK_START in path for branch in branches for path in branch.fields):
        return pattern
    return frozenset(
        frozenset((path, without_order(field.alternatives)) for path, field in branch.fields.items())
        for branch in branches
    )
