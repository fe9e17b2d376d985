"""A misfit of a pattern and the shape of its events in words: its effect, and what to write instead."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.shape_fit import Misfit
from pipefilter.analysis.reading.shape_in_words import kinds_in_words
from pipefilter.enumeration import enumeration
from pipefilter.events.near_name import near_name
from pipefilter.events.shape import Shape
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.operator import Operator
from pipefilter.language.operator_as_name import intended_operator, keyword_of
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.numeric import Numeric

__all__ = [
    "effect_in_words",
    "hint_for_name",
    "hint_for_object",
    "hint_for_type",
    "hint_for_value",
    "holds_in_words",
    "nested",
    "value_text",
]

_MAX_LISTED = 6
_MAX_TEXT = 400
_BOOLEANS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def nested(steps: Sequence[str], value: str = "...") -> str:
    """A path as a pattern writes it: `"detail": {"state": ...}`."""
    names = [hint_text(step) for step in steps]
    return "{".join(f"{name}: " for name in names) + value + "}" * (len(names) - 1)


def value_text(operator: Operator) -> str:
    """An alternative as JSON text; its form if it is very long."""
    text = written(operator.element())
    return text if len(text) <= _MAX_TEXT else hint_text(operator.element())


def effect_in_words(misfit: Misfit) -> str:
    """What the misfit does, to be read after `so`."""
    if not misfit.always:
        return "this never matches"
    others = ", and the other alternatives never match" if misfit.never else ""
    return f'{{"exists": false}} always matches{others}'


def holds_in_words(shape: Shape) -> str:
    """What a field holds: `is always a string or null`, `is always an object`."""
    kinds = kinds_in_words(shape.kinds)
    if shape.has_fields:
        kinds.append("an object")
    if not kinds:
        return "has no value"
    return f"is always {enumeration(kinds, 'or')}"


def hint_for_name(misfit: Misfit) -> str:
    """What to write instead of an unknown name."""
    field, step = misfit.field, misfit.step
    has_dots = any("." in name for name in field.steps[: step + 1])
    if keyword_of(misfit.name) and misfit.shape.kinds and not has_dots:
        values = [operator.element() for operator in field.alternatives]
        meant = intended_operator(field.steps, values, is_list=True)
        if meant is not None:
            return f"write {meant.field_text()}"
    near = None if misfit.near is None else misfit.near.steps
    if misfit.near is not None and near is not None and (has_dots or near != field.steps[:step]):
        return f"write {nested(near) if misfit.near.is_level or has_dots else hint_text(near[step])}"
    if has_dots:
        return "remove it"
    if misfit.shape.kinds and not misfit.shape.has_fields:
        return f"write a list of its values: {nested(field.steps[step - 1 : step], '[...]')}"
    names = [hint_text(name) for name in islice(misfit.shape.fields, _MAX_LISTED + 1)]
    if not names:
        return "remove it"
    more = ", ..." if len(names) > _MAX_LISTED else ""
    return f"use one of its fields: {', '.join(names[:_MAX_LISTED])}{more}"


def hint_for_object(misfit: Misfit) -> str:
    """What to write instead of a list of values, where events have an object."""
    names = [hint_text(name) for name in islice(misfit.shape.fields, _MAX_LISTED)]
    if not names:
        return "remove it"
    return f"write a condition on one of its fields: {enumeration(names, 'or')}"


def hint_for_type(operator: Operator, shape: Shape) -> str:
    """What to write instead of a value of the wrong type."""
    intended = _of_another_type(operator, shape)
    return f"write {intended}" if intended else "write a value of this type"


def _of_another_type(operator: Operator, shape: Shape) -> str:
    """The alternative with a value of the field's type; "" if there is none."""
    value: Json = operator.value if isinstance(operator, Exact) else None
    if isinstance(value, str):
        if "number" in shape.kinds and _is_number(value):
            return f"{value.strip()} without quotes"
        literal = value.strip().lower()
        if literal in _BOOLEANS and ("null" if literal == "null" else "boolean") in shape.kinds:
            return f"{literal} without quotes"
    elif isinstance(value, Number | bool) and "string" in shape.kinds:
        text = value.text if isinstance(value, Number) else str(value).lower()
        return f'"{text}" in quotes'
    elif isinstance(operator, Numeric) and shape.kinds == {"string"}:
        return "the values as strings: numeric compares only numbers"
    elif isinstance(value, Number) and "boolean" in shape.kinds and value.text in ("0", "1"):
        return "true" if value.text == "1" else "false"
    return ""


def _is_number(text: str) -> bool:
    try:
        return float(text) == float(text) and text.strip()[-1:].isdigit()
    except ValueError:
        return False


def hint_for_value(operator: Operator, shape: Shape) -> str:
    """What to write instead of a value that the field never has."""
    value = operator.operand() if operator.keyword in ("", "equals-ignore-case", "exactly") else None
    near = near_name(value, shape.values) if isinstance(value, str) else ""
    if near:
        return f"write {hint_text(near)}"
    values = [hint_text(each) for each in shape.values[: _MAX_LISTED + 1]]
    more = ", ..." if len(values) > _MAX_LISTED else ""
    return f"its values are {', '.join(values[:_MAX_LISTED])}{more}"
