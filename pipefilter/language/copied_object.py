"""Objects copied from an event into a field's list: `"items": [{"sku": "x"}]` for `"items": {"sku": ["x"]}`."""

from __future__ import annotations

from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.short_tree import MAX_SHOWN

__all__ = ["fields_of_copy"]

_MAX_DEPTH = 5


def fields_of_copy(elements: Json) -> str:
    """The list as a pattern writes it, an object of fields; "" if it is not a list of such objects, or long."""
    if not isinstance(elements, list) or not elements or not all(_is_copy(element) for element in elements):
        return ""
    fields = [_as_pattern(element, 0) for element in elements]
    names = [[name for name, _ in each] for each in fields if isinstance(each, tuple)]
    if len(fields) == 1:
        tree: Json = fields[0]
    elif all(each == names[0] for each in names) and len(names[0]) == 1:
        values = [each[0][1] for each in fields if isinstance(each, tuple)]
        if not all(isinstance(value, list) for value in values):
            return ""
        merged: list[Json] = [value for each in values if isinstance(each, list) for value in each]
        tree = ((names[0][0], merged),)
    else:
        tree = (("$or", fields),)
    text = written(tree)
    return text if len(text) <= MAX_SHOWN else ""


def _is_copy(element: Json) -> bool:
    """Whether it is an object with names of fields only."""
    return isinstance(element, tuple) and bool(element) and not any(name in BY_KEYWORD for name, _ in element)


def _as_pattern(value: Json, depth: int) -> Json:
    """The value with each of its values in a list."""
    if depth > _MAX_DEPTH:
        return [value]
    if isinstance(value, tuple):
        return tuple((name, _as_pattern(each, depth + 1)) for name, each in value)
    if isinstance(value, list):
        if len(value) == 1 and _is_copy(value[0]):
            return _as_pattern(value[0], depth + 1)
        return value
    return [value]
