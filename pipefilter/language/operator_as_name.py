"""Detects an operator without its list, which makes it a field name: `{"state": {"prefix": ["pa"]}}`; for checks and hints."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import NoReturn

from pipefilter.dataclass import dataclass
from pipefilter.json_text.json_token import Token
from pipefilter.json_text.number import Number
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.alternatives_parser import parse_alternatives
from pipefilter.language.dynamodb_record import IMAGES, TYPE_KEYS
from pipefilter.language.name_spelling import loose_spelling
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.parser_state import MAX_TEXT, ParserState, PatternFault

__all__ = [
    "IntendedOperator",
    "has_any_names",
    "has_field",
    "has_only_operators",
    "intended_operator",
    "is_valid_list",
    "keyword_of",
]

_CONTAINERS = frozenset(("detail", "body", "data", "value", "key", "dynamodb"))
"""Members that are objects, to which no operator can apply."""
_PARAMETERS = frozenset(
    (
        *("requestParameters", "responseElements", "serviceEventDetails", "additionalEventData"),
        *("configuration", "configurationItem", "supplementaryConfiguration"),
    )
)
"""Objects whose members may have any name: the parameters of calls in CloudTrail, and resources in AWS Config.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""
_BY_SPELLING = {loose_spelling(keyword): keyword for keyword in BY_KEYWORD if "-" in keyword}
"""Accepts `anythingBut` and `anything_but` too: no event has a field of such a name."""
_LONG = tuple(_BY_SPELLING)
_NEAR_LENGTHS = range(9, 20)
_NEAR = 0.85
"""How similar a long name must be: `anythingbuts`, `equalignorecase`."""
_BY_SPELLING |= {keyword: keyword for keyword in ("suffix", "numeric", "wildcard", "exists")}
"""`Prefix` and `Cidr` are names of fields in AWS's APIs."""
_COMPARISON = r"\s*(<=|>=|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)\s*"
_LITERALS: dict[Json, Json] = {"true": True, "false": False}
_MAX_NESTED = 2
"""An operator is nested in at most one other."""
_MAX_SHOWN = 5
_MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class IntendedOperator:
    """The operator that a field's name was probably intended as.

    Args:
        above: the names that lead to the field that the operator applies to.
        is_certain: whether hardly any event has a field of this name.
    """

    keyword: str
    above: tuple[str, ...]
    elements: tuple[Json, ...]
    is_certain: bool

    @property
    def has_field(self) -> bool:
        """Whether the operator is below a member that may have a value."""
        return has_field(self.above)

    @property
    def is_likely(self) -> bool:
        """Whether the operator is intended, and not a field that AWS's events have."""
        return self.is_certain or (self.has_field and _PARAMETERS.isdisjoint(self.above))

    @property
    def is_possible(self) -> bool:
        """Whether the operator may be intended: below a parameter of a call, which may be an object with any names."""
        return self.has_field and self.above[-1] not in _PARAMETERS

    def field_text(self, *others: IntendedOperator) -> str:
        """The field with the intended list: `"state": [{"prefix": "pa"}]`."""
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
    """The operator that a name spells, also as `anythingBut`; "" if it spells none."""
    if name in BY_KEYWORD:
        return name
    spelling = loose_spelling(name)
    keyword = _BY_SPELLING.get(spelling, "")
    if keyword or not spelling.startswith(("any", "equal")) or len(spelling) not in _NEAR_LENGTHS:
        return keyword
    from difflib import get_close_matches

    near = get_close_matches(spelling, _LONG, n=1, cutoff=_NEAR)
    return _BY_SPELLING[near[0]] if near else ""


def intended_operator(
    steps: Sequence[str], values: Sequence[Json], *, is_list: bool
) -> IntendedOperator | None:
    """The operator that a field's name was probably intended as; None if it is an ordinary name.

    Args:
        steps: the names that lead to the field, with its own.
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


def has_field(steps: Sequence[str]) -> bool:
    """Whether the steps lead to a member that may have a value."""
    return bool(steps) and not (len(steps) == 1 and steps[0] in _CONTAINERS)


def has_any_names(steps: Sequence[str]) -> bool:
    """Whether the members below may have any name, also that of an operator: in parameters of calls, and in DynamoDB images."""
    return not _PARAMETERS.isdisjoint(steps) or _has_attributes(steps)


def has_only_operators(text: str, steps: Sequence[str]) -> bool:
    """Whether all members of an object have names of operators; true if the pattern's text cannot be read."""
    try:
        node = json.loads(text)
    except (ValueError, RecursionError):
        return True
    for step in steps:
        node = node.get(step) if isinstance(node, dict) else None
    return not isinstance(node, dict) or all(map(keyword_of, node))


def _elements(keywords: Sequence[str], values: Sequence[Json], *, is_list: bool) -> list[Json]:
    """The elements of a valid list with the operator; none if the values are not operands of it."""
    each = [_operator(keywords, value) for value in values]
    whole = [_operator(keywords, list(values))]
    candidates: list[list[Json]] = [whole, each] if is_list else [each, whole]
    if not is_list and len(values) == 1:
        value = values[0]
        comparison = re.fullmatch(_COMPARISON, value) if isinstance(value, str) else None
        if comparison and keywords[-1] == "numeric":
            candidates.append([_operator(keywords, [comparison[1], Number(comparison[2])])])
        elif isinstance(value, Number):
            candidates.append([_operator(keywords, ["=", value])])
        elif value in _LITERALS:
            candidates.append([_operator(keywords, _LITERALS[value])])
    return next((elements for elements in candidates if elements and is_valid_list(elements)), [])


def _operator(keywords: Sequence[str], operand: Json) -> Json:
    for keyword in reversed(keywords):
        operand = ((keyword, operand),)
    return operand


def is_valid_list(elements: list[Json]) -> bool:
    """Whether AWS accepts the elements as the list of a field."""
    text = f'{{"a": {written(elements)}}}'
    state = ParserState(text, BY_KEYWORD)
    try:
        while state.json.next() is not Token.ARRAY:
            pass
        return len(text) <= MAX_TEXT and not parse_alternatives(state, _refuse).faults
    except (JsonFault, PatternFault):
        return False


def _refuse(fault: PatternFault) -> NoReturn:
    raise fault


def _names_in_image(steps: Sequence[str]) -> list[str]:
    """The names below an image of a DynamoDB record; none if the steps lead elsewhere, or to the image itself."""
    names = ".".join(steps).split(".")
    return names[2:] if names[0] == "dynamodb" and names[1:2] and names[1] in IMAGES else []


def _is_attribute(steps: Sequence[str]) -> bool:
    """Whether the steps lead to an attribute of a DynamoDB image, above its type key."""
    return _names_in_image(steps)[-1:] not in ([], *([each] for each in TYPE_KEYS))


def _has_attributes(steps: Sequence[str]) -> bool:
    """Whether the members below are attributes, which may have any name."""
    names = ".".join(steps).split(".")
    return names[0] == "dynamodb" and (names[1:] in [[each] for each in IMAGES] or names[-1] == "M")
