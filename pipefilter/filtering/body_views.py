"""What a filter policy with the scope MessageBody may see of a message.

https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html
"""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.errors import Undecided
from pipefilter.filtering.attribute_values import NO_VIEW
from pipefilter.filtering.undelivered_message import NotDelivered
from pipefilter.json_text.raw_object import RawObject
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import Json, strict_tree, value_end, white_end
from pipefilter.json_text.writer import written
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators.exists import Exists

__all__ = ["body_views"]


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
        tree = strict_tree(text)
    except JsonFault:
        raise NotDelivered("the body of the message is not JSON") from None
    if not isinstance(tree, tuple):
        raise NotDelivered("the body of the message is not a JSON object")
    paths = [
        field.path
        for field in every_field(pattern.members)
        if any(isinstance(alternative, Exists) for alternative in field.alternatives)
    ]
    views = _of_object(text, tree, paths)
    if text[value_end(text, white_end(text, 0)) :].strip(" \t\r\n"):
        # AWS's engine does not read what comes after the object; whether SNS takes such a body for JSON is not documented
        views = (*views, NO_VIEW)
    if message.text_of("MessageStructure") != "json":
        return views
    # AWS does not document whether the policy sees the text for all protocols, or the one for the subscription's
    return tuple(dict.fromkeys((*views, *(view for _, own in tree for view in _of_protocol(own, paths)))))


def _of_protocol(own: Json, paths: Iterable[str]) -> tuple[str, ...]:
    if not isinstance(own, str):
        return ()
    try:
        tree = strict_tree(own)
    except JsonFault:
        return (NO_VIEW,)
    return _of_object(own, tree, paths) if isinstance(tree, tuple) else (NO_VIEW,)


def _of_object(text: str, tree: Json, paths: Iterable[str]) -> tuple[str, ...]:
    # AWS: `exists` needs a value that is neither null nor empty; its engine accepts both
    reduced = tree
    for path in paths:
        reduced = _without_empty(reduced, path)
    return (text,) if reduced == tree else (text, written(reduced))


def _without_empty(node: Json, path: str) -> Json:
    """A value without null and empty strings at a path; a name may contain dots."""
    if isinstance(node, list):
        return [_without_empty(element, path) for element in node if path or element not in (None, "")]
    if not isinstance(node, tuple) or not path:
        return node
    members: list[tuple[str, Json]] = []
    for name, value in node:
        if name == path:
            if value not in (None, ""):
                members.append((name, _without_empty(value, "")))
        elif path.startswith(f"{name}."):
            members.append((name, _without_empty(value, path[len(name) + 1 :])))
        else:
            members.append((name, value))
    return tuple(members)
