"""Hints for an unknown operator: `equals`, `not`, `regex`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.json_text.writer import written

__all__ = ["COMPARISON_NAMES", "FOREIGN_NAMES", "operator_suggestion", "plain_name", "short_value"]

_INSTEAD = {
    "equals": "put the value itself into the list: {value}",
    "==": "put the value itself into the list: {value}",
    "eq": "put the value itself into the list: {value}",
    "in": "put the values themselves into the list: {elements}",
    "not-equals": 'for "not equal", write {{"anything-but": {value}}}',
    "not": 'for "not", write {{"anything-but": {value}}}',
    "!=": 'for "not equal", write {{"anything-but": {value}}}',
    "ne": 'for "not equal", write {{"anything-but": {value}}}',
    "not-in": 'write {{"anything-but": {value}}}',
    "nin": 'write {{"anything-but": {value}}}',
    "not-contains": 'write {{"anything-but": {{"wildcard": "*{text}*"}}}}',
    "does-not-contain": 'write {{"anything-but": {{"wildcard": "*{text}*"}}}}',
    "not-prefix": 'write {{"anything-but": {{"prefix": {value}}}}}',
    "not-suffix": 'write {{"anything-but": {{"suffix": {value}}}}}',
    "not-wildcard": 'write {{"anything-but": {{"wildcard": {value}}}}}',
    "not-exists": 'write {{"exists": false}}',
    "regex": "patterns have no regular expressions; try wildcard, in which each * matches any characters",
    "regexp": "patterns have no regular expressions; try wildcard, in which each * matches any characters",
    "contains": 'write {{"wildcard": "*{text}*"}}',
    "starts-with": 'write {{"prefix": {value}}}',
    "begins-with": 'write {{"prefix": {value}}}',
    "start-with": 'write {{"prefix": {value}}}',
    "begin-with": 'write {{"prefix": {value}}}',
    "ends-with": 'write {{"suffix": {value}}}',
    "end-with": 'write {{"suffix": {value}}}',
    "equals-any": "put the values themselves into the list: {elements}",
    "greater-than": 'write {{"numeric": [">", {value}]}}',
    "less-than": 'write {{"numeric": ["<", {value}]}}',
    "gt": 'write {{"numeric": [">", {value}]}}',
    "gte": 'write {{"numeric": [">=", {value}]}}',
    "lt": 'write {{"numeric": ["<", {value}]}}',
    "lte": 'write {{"numeric": ["<=", {value}]}}',
    "between": 'write {{"numeric": [">=", {low}, "<=", {high}]}}',
    "ip": 'write {{"cidr": {value}}}',
    "$or": "write $or in place of a field name, not in a field's list",
    "$and": "remove $and: the members of an object are already joined by AND",
}
_NO_REGEX = "patterns have no regular expressions; try wildcard, in which each * matches any characters"
_AMBIGUOUS = {
    ("like", '"'): _NO_REGEX,
    ("matches", '"'): _NO_REGEX,
    ("match", '"'): _NO_REGEX,
    ("range", "["): 'write {{"numeric": [">=", {low}, "<=", {high}]}}',
    ("min", "0"): 'write {{"numeric": [">=", {value}]}}',
    ("max", "0"): 'write {{"numeric": ["<=", {value}]}}',
    ("is-null", "t"): "put null itself into the list",
    ("null", "t"): "put null itself into the list",
    ("is-empty", "t"): 'put "" itself into the list',
    ("empty", "t"): 'put "" itself into the list',
}
"""Names that a field may have, too, with the first character of a value that an operator would have: 0 for a number."""
_RANGES = frozenset(("greater-than", "less-than", "gt", "gte", "lt", "lte", "between"))
_NO_RANGE = (
    'DynamoDB writes numbers as strings, and no operator compares strings as numbers: use {"exists": true}, and compare '
    "the numbers in your code"
)
_SIGNS = frozenset(("<", "<=", ">", ">=", "="))
_SPELLED = {name.replace("-", ""): name for name in _INSTEAD}
"""Accepts `startsWith` and `starts with` too."""
FOREIGN_NAMES = frozenset(_SPELLED) | {"<", "<=", ">", ">=", "=", "$or"}
"""Names of operators of other languages, without hyphens."""
COMPARISON_NAMES = {
    **dict.fromkeys(("not-equals", "!=", "ne", "not", "anything-but"), "not-equals"),
    **dict.fromkeys(("equals", "eq", "=", "=="), "equals"),
}
"""Usual names of the two comparisons of an attribute before and after a change."""
_NUMBER = r"-?[0-9][0-9.eE+-]*"
_NUMBERS = r"[-0-9.eE+, \[\]]+"
"""A number, or a list of numbers."""
_MAX_VALUE = 100
_CLOSE_OF_FIELD = 0.8
"""How similar a keyword must be to a name that may be that of a field."""


def short_value(text: str, start: int) -> str:
    """The text of the JSON value at an offset, whatever follows it; "" if it is long, or not JSON."""
    piece = text[start : start + _MAX_VALUE]
    try:
        _, end = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(piece)
    except ValueError:
        return ""
    return piece[:end] if end < len(piece) else ""


def operator_suggestion(  # noqa: PLR0913 - an operator, and what is around it
    name: str,
    keywords: Iterable[str],
    value: str = "",
    *,
    steps: Sequence[str] = (),
    holds_more: bool = False,
    elements: Json = None,
) -> str:
    """What to write instead of an unknown operator and its value ("" if that is long).

    Args:
        steps: the names that lead to the field, the index of the element, and `name`.
        holds_more: whether the value is a list or an object.
        elements: the field's list; None if it is long.
    """
    known = [keyword for keyword in keywords if keyword != "exactly"]
    plain = plain_name(name)
    from pipefilter.language.record_reference import comparison_hint, reference_in_value

    reference = reference_in_value(value, steps[:-2])
    if reference and plain not in known:
        return comparison_hint(reference, COMPARISON_NAMES.get(plain, "not-equals"), steps[:-2])
    if plain in known:
        return f'write the operator in exactly this form: "{plain}"'
    instead = _instead(plain, value, steps)
    return instead or _nearest(known, value, steps, elements, holds_more=holds_more)


def _nearest(
    known: Sequence[str], value: str, steps: Sequence[str], elements: Json, *, holds_more: bool
) -> str:
    """A hint about the most similar keyword, or about the field that the name may be."""
    from difflib import get_close_matches

    name = steps[-1] if steps else ""
    close = get_close_matches(plain_name(name), known, n=1, cutoff=_CLOSE_OF_FIELD if holds_more else 0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    return _of_field(known, value, steps, elements, holds_more=holds_more)


def _instead(plain: str, value: str, steps: Sequence[str]) -> str:
    """A hint for the name of a usual comparison; "" for other names."""
    from pipefilter.language.record_reference import is_number_of_image

    spelling = plain.replace("-", "")
    meant = _SPELLED.get(spelling) or _SPELLED.get(spelling.removeprefix("$"), "")
    if is_number_of_image(steps):
        if meant in _RANGES or plain in _SIGNS - {"="}:
            return _NO_RANGE
        if plain == "=":
            meant = "equals"
        if re.fullmatch(_NUMBERS, value):
            value = re.sub(_NUMBER, r'"\g<0>"', value)
    if plain in _SIGNS and not meant:
        return f'write {{"numeric": ["{plain}", {value or "..."}]}}'
    if connective := _of_connective(plain, value):
        return connective
    if COMPARISON_NAMES.get(meant) == "not-equals" and value.startswith(("{", "[{")):
        from pipefilter.language.exclusion_hint import exclusion_hint

        if hint := exclusion_hint(strict_tree(value), steps[:-1]):
            return hint
    if meant:
        hint = _INSTEAD[meant].format(**_forms(value))
        return hint.replace('"**"', '"*"')  # of a search for the empty string, which AWS rejects
    kind = "0" if re.fullmatch(_NUMBER, value) else value[:1]
    return _AMBIGUOUS.get((plain, kind), "").format(**_forms(value))


def _of_connective(plain: str, value: str) -> str:
    """A hint for a word for AND or OR around alternatives of the field; "" for anything else."""
    word = plain.removeprefix("$")
    if word not in ("or", "any", "any-of", "and", "all", "all-of") or not _is_list_of_alternatives(value):
        return ""
    if word in ("or", "any", "any-of"):
        return f"put the alternatives into the list of the field, without {plain}: {value[1:-1].strip()}"
    from pipefilter.language.second_operator_hint import second_operator_hint

    elements = strict_tree(value)
    assert isinstance(elements, list)
    return second_operator_hint(
        tuple(member for each in elements if isinstance(each, tuple) for member in each)
    )


def _is_list_of_alternatives(value: str) -> bool:
    from pipefilter.language.operators import BY_KEYWORD

    elements = json.loads(value) if value.startswith("[") else None
    return isinstance(elements, list) and all(
        next(iter(each), "") in BY_KEYWORD if isinstance(each, dict) else not isinstance(each, list)
        for each in elements
    )


def _of_field(
    known: Sequence[str], value: str, steps: Sequence[str], elements: Json, *, holds_more: bool
) -> str:
    """A hint for a name that is like no operator, so it may be that of a field."""
    from pipefilter.language.copied_object import fields_of_copy
    from pipefilter.language.list_hint import hint_for_fields_in_list

    operators = f"use one of the operators {', '.join(known)}"
    if len(steps) < 3:
        return operators
    field, _, name = steps[-3:]
    fields = fields_of_copy(elements)
    is_at_root = len(steps) == 3
    if holds_more or (is_at_root and field.lower() in ("filters", "filter")):
        return hint_for_fields_in_list(field, name, value, fields, is_at_root=is_at_root)
    if not fields or (
        is_at_root and field[:1].isupper()
    ):  # `Records` and `Messages` contain records, not fields
        return operators
    if isinstance(elements, list) and any(isinstance(each, tuple) and len(each) > 1 for each in elements):
        return hint_for_fields_in_list(field, name, value, fields, is_at_root=is_at_root)
    return f"{operators}; for a field called {name}, remove the [ ]: {written(field)}: {fields}"


def _forms(value: str) -> dict[str, str]:
    """The value in the forms that hints need: unchanged, without brackets, without quotes, and as two bounds."""
    elements = value[1:-1].strip() if value.startswith("[") else value
    text = value[1:-1] if value.startswith('"') and not set(value) & set("*\\") else "..."
    bounds = [bound.strip() for bound in elements.split(",")]
    low, high = bounds if len(bounds) == 2 else ("low", "high")
    return {"value": value or "...", "elements": elements or "...", "text": text, "low": low, "high": high}


def plain_name(name: str) -> str:
    """The name of an operator in lower case, with hyphens."""
    return name.strip().lower().replace("_", "-").replace(" ", "-")
