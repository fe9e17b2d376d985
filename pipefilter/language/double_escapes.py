"""Quotes and backslashes in filter policies on attributes: AWS requires that they are escaped twice, but not where.

https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import lru_cache

from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.event_pattern import EventPattern, Field, Member
from pipefilter.language.operator import Operator
from pipefilter.language.parse import parse

__all__ = ["is_to_escape", "unescaped_operator", "unescaped_policy", "unescaped_tree"]

_SPECIAL = re.compile(r'["\\]')


def is_to_escape(tree: Json) -> bool:
    """Whether a value, or the operand of an operator, has a string with quotes or backslashes."""
    if isinstance(tree, str):
        return bool(_SPECIAL.search(tree))
    if isinstance(tree, list):
        return any(map(is_to_escape, tree))
    return isinstance(tree, tuple) and any(is_to_escape(value) for _, value in tree)


def unescaped_tree(tree: Json) -> Json:
    """The tree with its strings as they are if quotes and backslashes were escaped once more.

    Raises:
        ValueError: in a string, they were not.
    """
    if isinstance(tree, str):
        text = json.loads(f'"{tree}"', strict=False) if _SPECIAL.search(tree) else tree
        assert isinstance(text, str)
        return text
    if isinstance(tree, list):
        return [unescaped_tree(element) for element in tree]
    return tuple((name, unescaped_tree(value)) for name, value in tree) if isinstance(tree, tuple) else tree


@lru_cache(maxsize=1024)
def unescaped_operator(operator: Operator) -> Operator | None:
    """The operator with its strings unescaped; itself if there is nothing to unescape, None if that is not possible."""
    element = operator.element()
    if not is_to_escape(element):
        return operator
    try:
        pattern = parse(written((("k", [unescaped_tree(element)]),)), limits=False)
    except (ValueError, InvalidEventPattern):
        return None
    (field,) = pattern.members
    assert isinstance(field, Field)
    return field.alternatives[0]


def unescaped_policy(pattern: EventPattern) -> EventPattern:
    """The policy with its strings unescaped where that is possible; itself if there are none."""
    members = tuple(map(_member, pattern.members))
    return pattern if members == pattern.members else EventPattern(members)


def _member(member: Member) -> Member:
    if isinstance(member, Field):
        return replace(
            member, alternatives=tuple(unescaped_operator(each) or each for each in member.alternatives)
        )
    return replace(member, choices=tuple(tuple(map(_member, choice)) for choice in member.choices))
