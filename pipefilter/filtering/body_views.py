"""What a filter policy with the scope MessageBody may see of a message.

https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from pipefilter.errors import Undecided
from pipefilter.filtering.attribute_values import NO_VIEW
from pipefilter.filtering.message_number import changed, numbers_at, require_documented, shortened
from pipefilter.filtering.undelivered_message import NotDelivered
from pipefilter.json_text.raw_object import RawObject
from pipefilter.json_text.syntax_problems import BEYOND_LIMIT, JsonFault
from pipefilter.json_text.tree import Json, fast_tree, strict_tree, value_end, white_end
from pipefilter.json_text.writer import written
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exists import Exists
from pipefilter.language.policy_number import is_documented, is_in_range

__all__ = ["body_views"]

Conditions: TypeAlias = Mapping[str, Sequence[Operator]]
"""What a policy compares the fields with, by their paths."""
_MAX_VIEWS = 64


def body_views(message: RawObject, pattern: EventPattern) -> tuple[str, ...]:
    """The views of the body, as JSON texts or `NO_VIEW`.

    Raises:
        NotDelivered: no policy matches it.
        Undecided: the record does not have the body.
    """
    value = message.get("Message")
    text = message.text_of("Message")
    if value is None or value == "null":
        raise Undecided("the record has no Message, which is what the filter policy sees")
    if text is None:
        text = value  # an object where AWS requires its text
    try:
        tree = fast_tree(text)
    except JsonFault as fault:
        raise _unread(fault) from None
    if not isinstance(tree, tuple):
        raise NotDelivered("the body of the message is not a JSON object")
    conditions: dict[str, list[Operator]] = {}
    for field in every_field(pattern.members):
        conditions.setdefault(field.path, []).extend(field.alternatives)
    views = _of_object(text, tree, conditions)
    if text[value_end(text, white_end(text, 0)) :].strip(" \t\r\n"):
        # AWS's engine does not read what comes after the object; whether SNS takes such a body for JSON is not documented
        views = (*views, NO_VIEW)
    if message.text_of("MessageStructure") != "json":
        return views
    # AWS does not document whether the policy sees the text for all protocols, or the one for the subscription's
    return tuple(dict.fromkeys((*views, *(view for _, own in tree for view in _of_protocol(own, conditions)))))


def _unread(fault: JsonFault) -> NotDelivered | Undecided:
    """Why nothing is seen of a body that AWS's parser does not read."""
    if fault.kind is not BEYOND_LIMIT:
        return NotDelivered("the body of the message is not JSON")
    return Undecided(f"AWS does not document whether SNS reads a body beyond this limit: {fault.message}")


def _of_protocol(own: Json, conditions: Conditions) -> tuple[str, ...]:
    if not isinstance(own, str):
        return ()
    try:
        tree = strict_tree(own)
    except JsonFault as fault:
        if fault.kind is BEYOND_LIMIT:
            raise _unread(fault) from None
        return (NO_VIEW,)
    return _of_object(own, tree, conditions) if isinstance(tree, tuple) else (NO_VIEW,)


def _of_object(text: str, tree: Json, conditions: Conditions) -> tuple[str, ...]:
    # AWS: `exists` needs a value that is neither null nor empty; its engine accepts both
    reduced = tree
    for path, own in conditions.items():
        if any(isinstance(condition, Exists) for condition in own):
            reduced = changed(reduced, path, _not_empty)
    trees, can_be_rejected = [tree] if reduced is tree else [tree, reduced], False
    for path, own in conditions.items():
        numbers = tuple(numbers_at(tree, path)) if any(condition.numeric for condition in own) else ()
        if numbers:
            require_documented(own)
        if not all(map(is_documented, numbers)):
            can_be_rejected |= not all(map(is_in_range, numbers))
            trees = [shorter for each in trees for shorter in shortened(each, path)]
            if len(trees) > _MAX_VIEWS:
                raise Undecided("AWS does not document how a filter policy compares several of these numbers")
    views = (text if each == tree else written(each) for each in trees)
    return tuple(dict.fromkeys((*views, NO_VIEW) if can_be_rejected else views))


def _not_empty(value: Json) -> list[Json]:
    return [] if value in (None, "") else [value]
