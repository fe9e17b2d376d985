"""What a filter policy of an SNS subscription sees of a message: its attributes, or its body.

Where AWS does not document what it sees, there are several views. There is a verdict only if it is the same for all.
https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from pipefilter.errors import Undecided
from pipefilter.filtering.attribute_values import NO_VIEW, attribute_values
from pipefilter.filtering.body_views import body_views
from pipefilter.filtering.undelivered_message import NotDelivered
from pipefilter.json_text.raw_object import RawObject, raw_object
from pipefilter.json_text.tree import strict_tree
from pipefilter.language.branches import every_field
from pipefilter.language.double_escapes import is_to_escape
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operator import Operator
from pipefilter.sources.sns import is_from_function

__all__ = ["doubt_about", "message_views"]

_MAX_VIEWS = 64
_ESCAPES = '; AWS requires that " and \\ in attributes are escaped twice, and does not say whether in the message or in the policy'
_CONFIRMATIONS = ("SubscriptionConfirmation", "UnsubscribeConfirmation")


def message_views(message: RawObject, pattern: EventPattern, *, of_body: bool) -> tuple[str, ...]:
    """What a filter policy may see, as JSON texts or `NO_VIEW`; a single one if that is documented.

    Args:
        message: as `Publish` takes it.
        of_body: whether the policy has the scope MessageBody.

    Raises:
        NotDelivered: the message is not delivered, whatever the policy is.
        Undecided: the record is not a message, or there are too many possibilities.
    """
    kind = message.text_of("Type")
    if kind in _CONFIRMATIONS:
        raise Undecided(f"this is a {kind}, which SNS sends itself: no filter policy applies to it")
    if message.has("PublishBatchRequestEntries"):
        raise Undecided(
            "this is the input of PublishBatch, of which each entry is a message, but there are no entries that can be read"
        )
    return body_views(message, pattern) if of_body else _attribute_sets(message, pattern)


def doubt_about(message: RawObject, pattern: EventPattern, *, of_body: bool) -> str:
    """Why there is no verdict if the views differ, in a sentence; the arguments are those of `message_views`."""
    words = "AWS does not document how a filter policy sees {}, and the verdict depends on it{}"
    if of_body:
        return words.format("this body", "")
    attributes = message.inner("MessageAttributes") or RawObject(())
    lost = is_from_function(message)
    conditions = _conditions(pattern)
    values = _values_by_name(attributes, conditions, lost=lost)
    escaped = {name for name in values if _is_escaped(values[name], conditions.get(name, ()))}
    names = [
        f"{name} ({(attributes.inner(name) or attributes).text_of('DataType')})"
        for name, views in values.items()
        if len(views) > 1 or name in escaped
    ]
    what = f"the message attribute{'s' * (len(names) > 1)} {' and '.join(names)}" if names else "this message"
    why = "; a function receives numbers and arrays as strings" if lost else ""
    return words.format(what, f"{_ESCAPES}{why}" if escaped else why)


def _is_escaped(values: Sequence[str | None], conditions: Sequence[Operator]) -> bool:
    """Whether the second escape of quotes and backslashes may matter for an attribute."""
    trees = [strict_tree(value) for value in values if value]
    return bool(conditions) and any(
        map(is_to_escape, (*trees, *(condition.element() for condition in conditions)))
    )


def _conditions(pattern: EventPattern) -> dict[str, list[Operator]]:
    conditions: dict[str, list[Operator]] = {}
    for field in every_field(pattern.members):
        conditions.setdefault(field.path, []).extend(field.alternatives)
    return conditions


def _attribute_sets(message: RawObject, pattern: EventPattern) -> tuple[str, ...]:
    if any(len(field.steps) > 1 for field in every_field(pattern.members)):
        raise Undecided("SNS rejects a nested filter policy on attributes")
    attributes = message.inner("MessageAttributes")
    if attributes is None and message.get("MessageAttributes") not in (None, "null"):
        raise Undecided(
            'MessageAttributes is not an object such as {"color": {"DataType": "String", "StringValue": "red"}}'
        )
    if attributes is None or not attributes.members:
        raise NotDelivered("the message has no attributes")
    choices = [
        tuple((name, each) for each in values)
        for name, values in _values_by_name(
            attributes, _conditions(pattern), lost=is_from_function(message)
        ).items()
    ]
    total = 1
    for choice in choices:
        total *= len(choice)
    if total > _MAX_VIEWS:
        raise Undecided("AWS does not document how a filter policy sees several of these message attributes")
    views = [_object(members) for members in product(*choices)]
    # AWS: attributes are sent only if the message has one text; and it does not document whether a message of which
    # filters see no attribute has attributes
    if message.text_of("MessageStructure") == "json" or "{}" in views:
        views.append(NO_VIEW)
    return tuple(dict.fromkeys(views))


def _values_by_name(
    attributes: RawObject, conditions: dict[str, list[Operator]], *, lost: bool
) -> dict[str, tuple[str | None, ...]]:
    """What a policy may see of each attribute; what it has no condition on has no effect."""
    values_by_name: dict[str, tuple[str | None, ...]] = {}
    for name, value in attributes.members:
        if not value.startswith("{"):
            raise Undecided(_not_an_attribute(name, value))
        own = conditions.get(name, [])
        values = attribute_values(name, raw_object(value), own, is_from_function=lost)
        if name in values_by_name and own and values != values_by_name[name]:
            raise Undecided(f"the message has two attributes with the name {name}, which SNS does not allow")
        values_by_name[name] = values if own else values[:1]
    return values_by_name


def _not_an_attribute(name: str, value: str) -> str:
    kind = "Number" if value[:1] in "-0123456789" else "String.Array" if value.startswith("[") else "String"
    return (
        f"the message attribute {name} is not an object with DataType and StringValue: write "
        f'{{"MessageAttributes": {{"{name}": {{"DataType": "{kind}", "StringValue": "..."}}}}}}'
    )


def _object(members: Iterable[tuple[str, str | None]]) -> str:
    known = tuple(members)
    if any(value == NO_VIEW for _, value in known):
        return NO_VIEW
    return RawObject(tuple((name, value) for name, value in known if value is not None)).text
