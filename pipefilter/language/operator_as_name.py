"""An operator without its list, which is the name of a field: `{"state": {"prefix": ["pa"]}}`; for checks and hints."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.parse import parse

__all__ = ["IntendedOperator", "has_only_operators", "intended_operator", "keyword_of"]

_CONTAINERS = frozenset(("detail", "body", "data", "value", "key", "dynamodb"))
"""What is an object itself, so that an operator cannot be meant for it."""
_PARAMETERS = frozenset(
    (
        *("requestParameters", "responseElements", "serviceEventDetails", "additionalEventData"),
        *("configuration", "configurationItem", "supplementaryConfiguration"),
    )
)
"""Where AWS's events have members of any name: the parameters of calls in CloudTrail, and resources in AWS Config.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""
_IMAGES = ("NewImage", "OldImage", "Keys")
_TYPES = frozenset(("S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"))
_BY_LETTERS = {keyword.replace("-", ""): keyword for keyword in BY_KEYWORD if "-" in keyword}
"""Also `anythingBut` and `anything_but`: no event has a field of such a name."""
_COMPARISON = re.compile(r"\s*(<=|>=|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)\s*")
_LITERALS: dict[Json, Json] = {"true": True, "false": False}
_MAX_NESTED = 2
"""An operator stands inside one other at most."""
_MAX_SHOWN = 5
_MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class IntendedOperator:
    """What was probably meant by a field with the name of an operator.

    Args:
        keyword: of the operator.
        above: the names on the way to the field that the operator is meant for.
        elements: of that field's list.
        is_certain: whether hardly an event has a field of this name.
    """

    keyword: str
    above: tuple[str, ...]
    elements: tuple[Json, ...]
    is_certain: bool

    @property
    def has_field(self) -> bool:
        """Whether the operator stands below something that may have a value."""
        return bool(self.above) and not (len(self.above) == 1 and self.above[0] in _CONTAINERS)

    @property
    def is_likely(self) -> bool:
        """Whether the operator is meant, and not a field that AWS's events have."""
        return self.is_certain or (self.has_field and _PARAMETERS.isdisjoint(self.above))

    def field_text(self, *others: IntendedOperator) -> str:
        """The field with its list, as it was meant: `"state": [{"prefix": "pa"}]`.

        Args:
            others: operators of the same field.
        """
        elements = [element for each in (self, *others) for element in each.elements]
        text = written(elements[:_MAX_SHOWN])
        if len(text) > _MAX_LENGTH:
            text = f'[{{"{self.keyword}": ...}}]'
        elif len(elements) > _MAX_SHOWN:
            text = f"{text[:-1]}, ...]"
        if _is_attribute(self.above):
            key = "N" if self.keyword == "numeric" else "S"
            text = f'{{"{key}": {text}}}'
        return f"{written(self.above[-1] if self.has_field else 'field')}: {text}"


def keyword_of(name: str) -> str:
    """The operator that a name is, also one in other capitals or signs, such as `anythingBut`; "" if it is none.

    Args:
        name: of a member.
    """
    if name in BY_KEYWORD:
        return name
    return _BY_LETTERS.get(name.lower().replace("-", "").replace("_", ""), "")


def intended_operator(
    steps: Sequence[str], values: Sequence[Json], *, is_list: bool
) -> IntendedOperator | None:
    """The operator that a field's last name was probably meant as; None if it is an ordinary name.

    Args:
        steps: the names on the way to the field, with its own.
        values: of its list, or what stands there without one.
        is_list: whether there is a list.
    """
    keywords: list[str] = []
    for step in reversed(steps):
        keyword = keyword_of(step)
        if not keyword or len(keywords) == _MAX_NESTED:
            break
        keywords.insert(0, keyword)
    while keywords:
        above = tuple(steps[: len(steps) - len(keywords)])
        elements = _elements(keywords, values, is_list=is_list)
        if elements and not _has_attributes(above):
            is_certain = any("-" in each for each in keywords) or bool(_names_in_image(above))
            return IntendedOperator(keywords[0], above, tuple(elements), is_certain)
        del keywords[0]
    return None


def has_only_operators(text: str, steps: Sequence[str]) -> bool:
    """Whether the object at the end of a way has members with names of operators only, as far as the text can be read.

    Args:
        text: a pattern, which need not be valid.
        steps: the names on the way to the object.
    """
    try:
        node = json.loads(text)
    except (ValueError, RecursionError):
        return True
    for step in steps:
        node = node.get(step) if isinstance(node, dict) else None
    return not isinstance(node, dict) or all(map(keyword_of, node))


def _elements(keywords: Sequence[str], values: Sequence[Json], *, is_list: bool) -> list[Json]:
    """The elements of a list with the operator, as AWS takes them; none if the values are not its operands."""
    each = [_operator(keywords, value) for value in values]
    whole = [_operator(keywords, list(values))]
    candidates: list[list[Json]] = [whole, each] if is_list else [each, whole]
    if not is_list and len(values) == 1:
        value = values[0]
        comparison = _COMPARISON.fullmatch(value) if isinstance(value, str) else None
        if comparison and keywords[-1] == "numeric":
            candidates.append([_operator(keywords, [comparison[1], Number(comparison[2])])])
        elif isinstance(value, Number):
            candidates.append([_operator(keywords, ["=", value])])
        elif value in _LITERALS:
            candidates.append([_operator(keywords, _LITERALS[value])])
    return next((elements for elements in candidates if elements and _is_valid(elements)), [])


def _operator(keywords: Sequence[str], operand: Json) -> Json:
    for keyword in reversed(keywords):
        operand = ((keyword, operand),)
    return operand


def _is_valid(elements: list[Json]) -> bool:
    try:
        parse(f'{{"a": {written(elements)}}}', limits=False)
    except InvalidEventPattern:
        return False
    return True


def _names_in_image(steps: Sequence[str]) -> list[str]:
    """The names on a way below an image of a DynamoDB record; none if it leads elsewhere, or to the image itself."""
    names = ".".join(steps).split(".")
    return names[2:] if names[0] == "dynamodb" and names[1:2] and names[1] in _IMAGES else []


def _is_attribute(steps: Sequence[str]) -> bool:
    """Whether a way ends at an attribute of a DynamoDB image, above its type key."""
    return _names_in_image(steps)[-1:] not in ([], *([each] for each in _TYPES))


def _has_attributes(steps: Sequence[str]) -> bool:
    """Whether what stands below are names of attributes, which may be any."""
    names = ".".join(steps).split(".")
    return names[0] == "dynamodb" and (names[1:] in [[each] for each in _IMAGES] or names[-1] == "M")
