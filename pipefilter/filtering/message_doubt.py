"""Why there is no verdict on a message of SNS: AWS does not document what the filter policy sees, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from pipefilter.enumeration import enumeration
from pipefilter.filtering.attribute_values import CONTROL_CHARACTER, NO_VIEW
from pipefilter.filtering.message_number import numbers_at
from pipefilter.filtering.message_views import AttributeValues, attribute_choices, view_of
from pipefilter.json_text.raw_object import RawObject
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import strict_tree
from pipefilter.language.branches import every_field
from pipefilter.language.double_escapes import is_to_escape
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.policy_number import MAX_DECIMALS, MAX_NUMBER, is_documented
from pipefilter.matching.matcher import Matcher
from pipefilter.sources.sns import is_from_function

__all__ = ["doubt_about"]

_WORDS = "AWS does not document how a filter policy sees {}, and the verdict depends on {}{}"
_ESCAPES = '; AWS requires that " and \\ in attributes are escaped twice, and does not say whether in the message or in the policy'
_NUMBERS = f"; AWS documents numbers up to {MAX_NUMBER:,} with {MAX_DECIMALS} digits after the point"
_CONTROLS = (
    "; AWS requires that a compared value is a valid JSON string, which has no control characters such as tabs"
)
_LOST = "; a function receives numbers and arrays as strings"


def doubt_about(
    message: RawObject, pattern: EventPattern, matchers: Sequence[Matcher], *, of_body: bool
) -> str:
    """Why there is no verdict.

    Args:
        message: as passed to `Publish`.
        pattern: the policy, with other verdicts for other views of the message, or for other ways to read the policy.
        matchers: for each way to read the policy.
        of_body: whether the policy has the scope MessageBody.
    """
    if of_body:
        return _WORDS.format("this body", "it", _NUMBERS if _has_number(message, pattern) else "")
    values = attribute_choices(message, pattern)
    escaped = {name for name in values if _is_escaped(name, values, pattern)}
    names = _decisive(values, matchers, escaped) or [
        name for name in values if len(values[name]) > 1 or name in escaped
    ]
    what, it = "this message", "it"
    attributes = message.inner("MessageAttributes") or RawObject(())
    if names:
        typed = [f"{name} ({(attributes.inner(name) or attributes).text_of('DataType')})" for name in names]
        what = f"the message attribute{'s' * (len(names) > 1)} {enumeration(typed, 'and')}"
        it = "them" if len(names) > 1 else "it"
    numbers = [
        each for name in names for value in values[name] if value for each in numbers_at(strict_tree(value))
    ]
    reasons = (
        _ESCAPES if escaped.intersection(names) else "",
        _CONTROLS if any(_has_control_character(attributes.inner(name)) for name in names) else "",
        "" if all(map(is_documented, numbers)) else _NUMBERS,
        _LOST if is_from_function(message) else "",
    )
    return _WORDS.format(what, it, "".join(reasons))


def _has_control_character(attribute: RawObject | None) -> bool:
    text = attribute.text_of("StringValue") if attribute is not None else None
    return bool(text and CONTROL_CHARACTER.search(text))


def _has_number(message: RawObject, pattern: EventPattern) -> bool:
    """Whether the policy compares a number in the body whose size or precision AWS does not document."""
    try:
        tree = strict_tree(message.text_of("Message") or message.get("Message") or "")
    except JsonFault:
        return False
    numbers = [
        number
        for field in every_field(pattern.members)
        if any(condition.numeric for condition in field.alternatives)
        for number in numbers_at(tree, field.path)
    ]
    return not all(map(is_documented, numbers))


def _decisive(values: AttributeValues, matchers: Sequence[Matcher], escaped: set[str]) -> list[str]:
    """The attributes that decide the verdict, each for at least one way to see the others."""
    verdicts = {
        seen: tuple(_matches(matcher, dict(zip(values, seen, strict=True))) for matcher in matchers)
        for seen in product(*values.values())
    }
    is_read_otherwise = any(len(set(each)) > 1 for each in verdicts.values())
    names = []
    for number, name in enumerate(values):
        by_others: dict[tuple[str | None, ...], set[tuple[bool, ...]]] = {}
        for seen, each in verdicts.items():
            by_others.setdefault((*seen[:number], *seen[number + 1 :]), set()).add(each)
        if (is_read_otherwise and name in escaped) or any(len(each) > 1 for each in by_others.values()):
            names.append(name)
    return names


def _matches(matcher: Matcher, values: dict[str, str | None]) -> bool:
    view = view_of(values)
    return view != NO_VIEW and matcher.matches(view)


def _is_escaped(name: str, values: AttributeValues, pattern: EventPattern) -> bool:
    """Whether the second escape of quotes and backslashes may matter for an attribute."""
    conditions = [
        condition.element()
        for field in every_field(pattern.members)
        if field.path == name
        for condition in field.alternatives
    ]
    trees = [strict_tree(value) for value in values[name] if value]
    return bool(conditions) and any(map(is_to_escape, (*trees, *conditions)))
