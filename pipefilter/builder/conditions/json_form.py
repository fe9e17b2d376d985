"""Reads conditions written as JSON: `{"all": [{"changed": "status"}, {"new": "total", "exists": true}]}`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import cast

from pipefilter.builder.conditions.attribute_condition import Attribute
from pipefilter.builder.conditions.change import all_changed, any_changed, changed, unchanged
from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition, combine
from pipefilter.builder.conditions.event_name import event
from pipefilter.builder.conditions.transition import added, became, removed, was
from pipefilter.builder.conditions.value_predicate import parse_operator
from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.attribute_path import attribute_path
from pipefilter.builder.records.stream_record import IMAGE_MEMBERS, Image
from pipefilter.language.dynamodb_record import TYPE_KEYS
from pipefilter.language.name_spelling import loose_spelling
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.unknown_operator import operator_suggestion

__all__ = ["from_json"]

_MAX_DEPTH = 50
_OF_PATH: dict[str, Callable[[str], Condition]] = {
    "changed": changed,
    "unchanged": unchanged,
    "added": added,
    "removed": removed,
}
_OF_PATHS: dict[str, Callable[..., Condition]] = {"any_changed": any_changed, "all_changed": all_changed}
_OF_VALUES: dict[str, Callable[..., Condition]] = {"became": became, "was": was}
_COMBINED: dict[str, type[AllOf | AnyOf]] = {"all": AllOf, "any": AnyOf}
_VALUE_OF_CHANGE = {
    **dict.fromkeys(("from", "was", "old", "oldvalue", "before"), "was"),
    **dict.fromkeys(("to", "became", "new", "newvalue", "after", "equals", "in"), "became"),
}
"""Words for the values of a change, in their loose spelling, and the conditions that they mean."""
_KINDS = ("event", *IMAGE_MEMBERS, *_OF_PATH, *_OF_VALUES, *_OF_PATHS, *_COMBINED, "not")


def from_json(form: object) -> Condition:
    """The condition of a JSON form.

    Args:
        form: as Python's `json` reads it: an object with one of event, new, old, keys, changed, unchanged, added,
            removed, became, was, any_changed, all_changed, all, any, not; docs/reference/dynamodb.md has them all.

    Raises:
        InvalidCondition: it is not a condition; with a JSON pointer to the fault.
    """
    return _read(form, "", 0)


def _read(form: object, at: str, depth: int) -> Condition:
    if depth > _MAX_DEPTH:
        raise InvalidCondition(f"at {at}: conditions are nested more than {_MAX_DEPTH} levels deep")
    if not isinstance(form, Mapping):
        raise InvalidCondition(f'at {at or "/"}: a condition is a JSON object, such as {{"changed": "status"}}')
    kinds = [kind for kind in _KINDS if kind in form]
    if len(kinds) != 1:
        known = ", ".join(_KINDS)
        raise InvalidCondition(
            f"at {at or '/'}: a condition has exactly one of {known}; this one has {len(kinds) or 'none'}"
        )
    kind, rest = kinds[0], {str(name): value for name, value in form.items() if name != kinds[0]}
    inner = form[kind]
    if kind in _COMBINED:
        elements = _list(inner, f"{at}/{kind}")
        return combine(
            _COMBINED[kind],
            *(_read(each, f"{at}/{kind}/{number}", depth + 1) for number, each in enumerate(elements)),
        )
    if kind == "not":
        return ~_read(inner, f"{at}/not", depth + 1)
    try:
        return _single(kind, inner, rest)
    except InvalidCondition as fault:
        raise InvalidCondition(f"at {at}/{kind}: {fault}") from None


def _single(kind: str, inner: object, rest: dict[str, object]) -> Condition:
    if kind in IMAGE_MEMBERS:
        return _attribute(kind, _string(inner), rest)
    if kind in _OF_VALUES:
        values = _values(rest)
        return _OF_VALUES[kind](_string(inner), *values)
    if rest:
        raise InvalidCondition(
            f"unexpected {', '.join(rest)}: {kind} allows no other fields{_joined_instead(kind, inner, rest)}"
        )
    if kind in _OF_PATH:
        return _OF_PATH[kind](_string(inner))
    names = inner if isinstance(inner, list) else [inner]
    return (event if kind == "event" else _OF_PATHS[kind])(*map(_string, names))


def _attribute(image: Image, path: str, rest: dict[str, object]) -> Condition:
    any_type = "type" not in rest
    type_ = rest.pop("type", "S")
    if type_ not in TYPE_KEYS:
        raise InvalidCondition(f"{type_!r} is not an attribute type; the types are {', '.join(TYPE_KEYS)}")
    attribute = Attribute(image, attribute_path(path), type_)
    if len(rest) != 1:
        raise InvalidCondition(
            "give exactly one test: exists, equals, in, contains, or an operator such as prefix"
        )
    keyword, operand = next(iter(rest.items()))
    if keyword == "exists" and isinstance(operand, bool):
        there = attribute.exists() if any_type else attribute.has_type()
        return there if operand else ~there
    if keyword in ("equals", "in"):
        return attribute.in_(*_values(rest))
    if keyword == "contains":
        return attribute.contains(operand)
    if keyword == "numeric":
        parse_operator({"numeric": operand})  # raises AWS's own message
        return attribute.numeric(*cast("list[str | int | float]", operand))
    if keyword in BY_KEYWORD and keyword not in ("exists", "exactly"):
        return attribute.operator(keyword, operand)
    raise InvalidCondition(f"{keyword} is not a test: {_test_instead(keyword, operand)}")


def _test_instead(keyword: str, operand: object) -> str:
    """What to write instead of an unknown test: that of our language, if the keyword is one of another language."""
    suggestion = operator_suggestion(keyword, BY_KEYWORD, json.dumps(operand), steps=(keyword,))
    if suggestion.startswith("did you mean"):
        return suggestion
    before, is_operator, operator = suggestion.partition("write {")
    if is_operator and operator.endswith("}"):
        return f"{before}write {operator.removesuffix('}')}"
    return "use exists, equals, in, contains, or an operator such as prefix"


def _joined_instead(kind: str, path: object, rest: dict[str, object]) -> str:
    """How to write the old and new value of an attribute next to a change of it; "" if that is not meant."""
    values = {_VALUE_OF_CHANGE.get(loose_spelling(name), ""): value for name, value in rest.items()}
    if kind != "changed" or "" in values:
        return ""
    parts = [
        {name: path, "in" if isinstance(value, list) else "equals": value} for name, value in values.items()
    ]
    if "became" not in values:
        parts.insert(0, {"changed": path})
    return f": write {json.dumps({'all': parts} if len(parts) > 1 else parts[0], ensure_ascii=False)}"


def _values(rest: dict[str, object]) -> list[object]:
    if rest.keys() == {"equals"}:
        return [rest["equals"]]
    if rest.keys() == {"in"}:
        return _list(rest["in"], "in")
    raise InvalidCondition('give the values: "equals": "PAID", or "in": ["PAID", "SHIPPED"]')


def _list(value: object, what: str) -> list[object]:
    if not isinstance(value, list) or not value:
        raise InvalidCondition(f"at {what}: give an array with at least one element")
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise InvalidCondition(f"{value!r} is not a string")
    return value
