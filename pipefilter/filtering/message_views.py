"""What a filter policy of an SNS subscription sees of a message: its attributes, or its body.

Where AWS does not document what it sees, there are several views. There is a verdict only if it is the same for all.
https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

from pipefilter.errors import Undecided
from pipefilter.json_text.raw_object import RawObject, raw_object
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.json_text.writer import quoted, written
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators.exists import Exists

__all__ = ["DOUBTFUL", "NO_VIEW", "NotDelivered", "message_views"]

DOUBTFUL = "AWS does not document how a filter policy of SNS sees this message, and the verdict depends on it"
NO_VIEW = ""
"""The view of a message that no filter policy matches."""
_MAX_VIEWS = 64
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\Z")
_PADDED_NUMBER = re.compile(r"([+-]?)0*([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\Z")
_MAX_DECIMALS = 5
_MAX_NUMBER = 10**9
"""https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html"""
_LABEL = re.compile(r"(String\.Array|Number\.Array|String|Number|Binary)(\..+)?\Z", re.DOTALL)


class NotDelivered(Exception):
    """No filter policy matches the message; the argument is why, in a sentence."""


def message_views(message: RawObject, pattern: EventPattern, *, of_body: bool) -> tuple[str, ...]:
    """What a filter policy may see, as JSON texts or `NO_VIEW`; a single one if that is documented.

    Args:
        message: as `Publish` takes it.
        of_body: whether the policy has the scope MessageBody.

    Raises:
        NotDelivered: the message is not delivered, whatever the policy is.
        Undecided: there are too many possibilities.
    """
    return _bodies(message, pattern) if of_body else _attribute_sets(message, pattern)


def _attribute_sets(message: RawObject, pattern: EventPattern) -> tuple[str, ...]:
    attributes = message.inner("MessageAttributes")
    is_from_function = message.has("EventSource")
    if attributes is None or not attributes.members:
        raise NotDelivered("the message has no attributes")
    conditions = {field.path for field in every_field(pattern.members)}
    choices: list[tuple[tuple[str, str | None], ...]] = []
    for name, value in dict(attributes.members).items():
        if not value.startswith("{"):
            raise Undecided(f"the message attribute {name} is not an object with DataType and StringValue")
        values = _values(name, raw_object(value), is_from_function=is_from_function)
        # what the policy has no condition on has no effect
        choices.append(tuple((name, each) for each in (values if name in conditions else values[:1])))
    total = 1
    for choice in choices:
        total *= len(choice)
    if total > _MAX_VIEWS:
        raise Undecided("AWS does not document how a filter policy sees several of these message attributes")
    views = tuple(_object(members) for members in product(*choices))
    # whether a message of which filters see no attribute has attributes is not documented
    return (*views, NO_VIEW) if "{}" in views else views


def _object(members: Iterable[tuple[str, str | None]]) -> str:
    return RawObject(tuple((name, value) for name, value in members if value is not None)).text


def _values(name: str, attribute: RawObject, *, is_from_function: bool) -> tuple[str | None, ...]:
    """What a policy may see of an attribute, as JSON texts; None if it may see nothing."""
    label = _LABEL.match(attribute.text_of("DataType") or "")
    text = attribute.text_of("StringValue")
    if label is None:
        raise Undecided(
            f"the message attribute {name} has no DataType of SNS: String, String.Array, Number or Binary"
        )
    kind = label[1]
    if kind == "Binary":  # ignored by filters
        return (None,)
    if text is None:
        raise Undecided(f"the message attribute {name} has no StringValue that is a string")
    if kind == "String":
        values = _as_function_receives(text) if is_from_function else (quoted(text),)
    elif kind == "Number":
        values = _numbers(text)
    else:
        values = _arrays(text)
    # whether filters see an attribute with a label of one's own, such as String.custom, is not documented
    return values if label[2] is None else (*values, None)


def _as_function_receives(text: str) -> tuple[str | None, ...]:
    """A function receives all types as strings."""
    if _NUMBER.match(text):
        return (quoted(text), *_numbers(text))
    if text.startswith("["):
        return (quoted(text), *(value for value in _arrays(text) if value != quoted(text)))
    return (quoted(text),)


def _numbers(text: str) -> tuple[str | None, ...]:
    """A number, which a string in a policy may match or not, with zeros at its ends left out."""
    padded = _PADDED_NUMBER.match(text)
    if padded is None:
        return (quoted(text), None)
    number = padded[2] if padded[1] in ("", "+") else f"-{padded[2]}"
    values = [number, f"[{number},{quoted(text)}]"]
    decimals = padded[2].partition(".")[2]
    if "e" not in number.lower() and len(decimals.rstrip("0")) > _MAX_DECIMALS:
        values.append(number[: -(len(decimals) - _MAX_DECIMALS)])
    if abs(float(number)) > _MAX_NUMBER:
        values.append(None)
    return tuple(values)


def _arrays(text: str) -> tuple[str | None, ...]:
    """The array in a text; what becomes of another text is not documented."""
    try:
        tree = strict_tree(text)
    except JsonFault:
        return (quoted(text), None)
    if isinstance(tree, list) and not any(isinstance(element, list | tuple) for element in tree):
        return (written(tree),)
    return (quoted(text), None)


def _bodies(message: RawObject, pattern: EventPattern) -> tuple[str, ...]:
    if message.text_of("MessageStructure") == "json":
        raise Undecided(
            "AWS does not document which text a filter policy on the body sees if the message has a text for each protocol "
            "(MessageStructure json)"
        )
    text = message.text_of("Message")
    if text is None:
        text = message.get("Message") or ""  # an object where AWS requires its text
    try:
        tree = strict_tree(text)
    except JsonFault:
        raise NotDelivered("the body of the message is not JSON") from None
    if not isinstance(tree, tuple):
        raise NotDelivered("the body of the message is not a JSON object")
    present = [
        field.steps
        for field in every_field(pattern.members)
        if any(isinstance(alternative, Exists) for alternative in field.alternatives)
    ]
    # AWS: `exists` needs a value that is neither null nor empty; its engine accepts both
    reduced: Json = tree
    for steps in present:
        reduced = _without_empty(reduced, steps)
    return (text,) if reduced == tree else (text, written(reduced))


def _without_empty(node: Json, steps: tuple[str, ...]) -> Json:
    """A value without null and empty strings at a path; the path is as short as those of patterns."""
    if isinstance(node, list):
        return [_without_empty(element, steps) for element in node if steps or element not in (None, "")]
    if not isinstance(node, tuple) or not steps:
        return node
    first, *rest = steps
    return tuple(
        (name, _without_empty(value, tuple(rest)) if name == first else value)
        for name, value in node
        if name != first or rest or value not in (None, "")
    )
