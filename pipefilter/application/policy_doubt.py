"""What AWS does not document about filter policies of SNS. A comparison that depends on it proves nothing, but finds messages.

https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipefilter.application.filter_identity import without_order
from pipefilter.comparing.implication import Doubt
from pipefilter.filtering.placement import Placement
from pipefilter.language.branches import every_field
from pipefilter.language.comparable import Comparable, as_comparable
from pipefilter.language.double_escapes import is_to_escape
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.policy_number import MAX_DECIMALS, MAX_NUMBER, has_undocumented
from pipefilter.services import Service, service_named
from pipefilter.services.sns_subscription import POLICY_SERVICES
from pipefilter.sources import source_named

__all__ = ["policy_doubt", "policy_service"]

_NUMBER_TEXT = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z")
_EMPTY = Doubt(
    "AWS requires a value that is neither null nor empty for exists, and another condition may match such a value"
)
_NUMBER = Doubt(
    f"AWS documents numbers up to {MAX_NUMBER:,} with {MAX_DECIMALS} digits after the point; there are others"
)
_NUMBER_AS_TEXT = Doubt(
    "AWS does not document whether a string in a filter policy matches a number of the same digits"
)
_ESCAPES = Doubt(
    'AWS requires that " and \\ in attributes are escaped twice, and does not say whether in the message or in the policy'
)
_SCOPES = Doubt("one is a filter policy on the attributes of a message (sns), the other on its body (sns-body)")


def policy_service(placements: Iterable[Placement]) -> tuple[Service | None, Doubt | None]:
    """The service of filter policies, which is the same for all; else a doubt. Neither if they are not policies."""
    own = tuple(placements)
    if not any(each.source is source_named("sns") for each in own):
        return None, None
    services = {each.services[0].name for each in own if each.is_service_certain}
    if services.issuperset(POLICY_SERVICES):
        return None, _SCOPES
    return service_named("sns-body" if "sns-body" in services else "sns"), None


def policy_doubt(
    patterns: Iterable[EventPattern], *, of_body: bool, is_same_unknown: bool = False
) -> Doubt | None:
    """Why a comparison of filter policies proves nothing; None if it does.

    Args:
        patterns: on both sides.
        of_body: whether they have the scope MessageBody.
        is_same_unknown: whether a field with the same conditions wherever it is counts, too. It has the same verdict in all
            of them, whatever SNS does, so a proof does not depend on it; an event may.
    """
    conditions: dict[str, list[tuple[Operator, ...]]] = {}
    for pattern in patterns:
        for field in every_field(pattern.members):
            conditions.setdefault(field.path, []).append(field.alternatives)
    for path, fields in conditions.items():
        is_same = not is_same_unknown and len(set(map(without_order, fields))) == 1
        doubt = _doubt(fields, of_body=of_body, is_same=is_same)
        if doubt is not None:
            return Doubt(doubt.reason, path)
    return None


def _doubt(fields: Sequence[tuple[Operator, ...]], *, of_body: bool, is_same: bool) -> Doubt | None:
    others = [each for alternatives in fields for each in alternatives if not isinstance(each, Exists)]
    if is_same and Exists(present=False) not in fields[0]:
        return None  # with it, the engine may match whatever the message has, and SNS may not
    for empty in (as_comparable(None, numeric=True), ""):
        if is_same:
            break
        if any(each.holds(empty) for each in others) and any(_depends(each, empty) for each in fields):
            return _EMPTY
    if not of_body and any(is_to_escape(each.element()) for each in others):
        return _ESCAPES
    numeric = [each for each in others if each.numeric]
    if has_undocumented(numeric):
        return _NUMBER
    if not of_body and numeric and any(_may_be_number(each) for each in others if not each.numeric):
        return _NUMBER_AS_TEXT
    return None


def _depends(alternatives: Sequence[Operator], empty: Comparable) -> bool:
    """Whether a field's verdict on an empty value depends on whether this counts as a value, which only `exists` asks."""
    by_value = any(each.holds(empty) for each in alternatives if not isinstance(each, Exists))
    is_there, is_absent = Exists(present=True) in alternatives, Exists(present=False) in alternatives
    if not (is_there or is_absent):
        return False
    return len({by_value or is_there, by_value or is_absent, is_absent}) > 1


def _may_be_number(operator: Operator) -> bool:
    """Whether the text of a number may have another verdict than the number."""
    if isinstance(operator, Exact):
        return isinstance(operator.value, str) and bool(_NUMBER_TEXT.match(operator.value))
    if isinstance(operator, AnythingBut):
        return any(not isinstance(each, str) or bool(_NUMBER_TEXT.match(each)) for each in operator.excluded)
    return operator.keyword != "prefix"  # which is documented for strings only
