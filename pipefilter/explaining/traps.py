"""The classic reasons why an event does not match, recognised and named."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator

from pipefilter.explaining.place_in_event import place
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, written
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.seen import Written, seen_as
from pipefilter.matching.trace import FieldTrace, Trace

__all__ = ["event_hints", "field_hints"]

_WRAPPERS_DEEP = 3
_MOST_NAMES = 8
_MOST_LOOKED_AT = 20


def field_hints(field: FieldTrace, tree: Json) -> tuple[str, ...]:
    """What may be the matter with a field that does not hold.

    Args:
        field: of the nearest branch.
        tree: the event.
    """
    hints: list[str] = []
    for trap in _FIELD_TRAPS:
        hints.extend(hint for hint in trap(field, tree) if hint not in hints)
    return tuple(hints[:3])


def event_hints(traced: Trace) -> tuple[str, ...]:
    """What may be the matter with the event as a whole: a record wrapped, or unwrapped."""
    fields = traced.branches[traced.nearest].failing
    missing = [field for field in fields if not field.wrong and field.field.steps]
    for field in missing:
        hint = _wrapping(field.field.steps, traced.tree)
        if hint:
            return (hint,)
    return ()


# -- values of the wrong kind


def _kind_of_value(field: FieldTrace, _tree: Json) -> Iterator[str]:
    alternatives = field.field.alternatives
    for value in field.wrong[:_MOST_LOOKED_AT]:
        there = value.value
        if isinstance(there, str):
            yield from _text_there(there, alternatives)
        elif isinstance(there, Number):
            yield from _number_there(there, alternatives)
        elif any(isinstance(o, Exact) and o.value == written(there) for o in alternatives):
            kind = "null" if there is None else "a boolean"
            yield (
                f"the event has {kind}, the pattern the text {written(written(there))}: "
                f"write {written(there)} without quotes"
            )
        elif there is None and any(isinstance(o, Exists) and not o.there for o in alternatives):
            yield "null is a value: exists false does not hold for it; add null to the list"


def _text_there(there: str, alternatives: tuple[Operator, ...]) -> Iterator[str]:
    looks_numeric = _is_number(there)
    for operator in alternatives:
        if isinstance(operator, Numeric) and looks_numeric:
            yield (
                f"the event has text, {written(there)}, and numeric holds for numbers only "
                "(DynamoDB's N is text)"
            )
        if not isinstance(operator, Exact):
            continue
        wanted = operator.value
        if isinstance(wanted, Number) and (wanted.text == there or looks_numeric):
            yield (
                f"the event has text, {written(there)}, the pattern the number {wanted.text}: "
                f'write "{wanted.text}" in quotes'
            )
        elif not isinstance(wanted, str) and there.lower() == written(wanted):
            yield f"the event has text, {written(there)}: write it in quotes in the pattern"
        elif isinstance(wanted, str):
            yield from _near_text(there, wanted)


def _near_text(there: str, wanted: str) -> Iterator[str]:
    if there.strip() == wanted.strip():
        yield "the texts differ only in white space at the ends"
    elif there.lower() == wanted.lower():
        yield f'they differ only in case: {{"equals-ignore-case": {written(wanted)}}} takes both'
    elif "*" in wanted and _like(wanted, there):
        yield f'* is an ordinary character here: write {{"wildcard": {written(wanted)}}}'


def _like(wanted: str, there: str) -> bool:
    first, *rest = wanted.split("*")
    if not there.startswith(first):
        return False
    at = len(first)
    for piece in rest:
        at = there.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def _is_number(text: str) -> bool:
    try:
        return len(text) < 400 and isinstance(json.loads(text), int | float)  # noqa: PLR2004
    except (ValueError, RecursionError):
        return False


def _number_there(there: Number, alternatives: tuple[Operator, ...]) -> Iterator[str]:
    for operator in alternatives:
        if isinstance(operator, Exact) and isinstance(operator.value, str):
            if _is_number(operator.value):
                yield (
                    f"the event has the number {there.text}, the pattern the text "
                    f"{written(operator.value)}: write {operator.value} without quotes"
                )
            else:
                yield f"the event has a number, {there.text}, the pattern text"
        elif operator.numeric and isinstance(seen_as(there, numeric=True), Written):
            yield (
                f"{there.text} is not exactly what a double holds, so AWS compares it as written, not "
                "by value"
            )


# -- fields that are not there


def _absent(field: FieldTrace, tree: Json) -> Iterator[str]:
    if field.wrong:
        return
    steps = field.field.steps
    nodes: list[tuple[Json, tuple[str | int, ...]]] = [(tree, ())]
    for at, step in enumerate(steps):
        below = [hit for node in nodes for hit in _members(node, step)]
        if not below:
            yield from _stops_here(nodes, steps, at)
            break
        nodes = below
    else:
        yield from _no_value_there(nodes)
    if any(isinstance(o, AnythingBut) for o in field.field.alternatives):
        yield 'anything-but needs a value; add {"exists": false} to take events without the field'


def _members(
    node: tuple[Json, tuple[str | int, ...]], name: str
) -> Iterator[tuple[Json, tuple[str | int, ...]]]:
    for inner, where in _objects(node):
        for key, value in inner:
            if key == name:
                yield value, (*where, key)


def _objects(
    node: tuple[Json, tuple[str | int, ...]],
) -> Iterator[tuple[tuple[tuple[str, Json], ...], tuple[str | int, ...]]]:
    """The object itself, or the first objects of an array, however nested."""
    todo = [node]
    looked_at = 0
    while todo and looked_at < _MOST_LOOKED_AT:
        here, where = todo.pop()
        looked_at += 1
        if isinstance(here, tuple):
            yield here, where
        elif isinstance(here, list):
            first = here[:_MOST_LOOKED_AT]
            todo.extend((value, (*where, index)) for index, value in reversed([*enumerate(first)]))


def _plain_name(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _stops_here(
    nodes: list[tuple[Json, tuple[str | int, ...]]], steps: tuple[str, ...], at: int
) -> Iterator[str]:
    wanted = steps[at]
    names: list[str] = []
    for node in nodes:
        for inner, where in _objects(node):
            for key, _ in inner:
                if _plain_name(key) == _plain_name(wanted):
                    yield (
                        f"the event has {place((*where, key))}: names are compared letter by letter, "
                        "with their case"
                    )
                    return
                names.append(key)
        if isinstance(node[0], str) and (kind := _holds_json(node[0])):
            yield (
                f"{place(node[1])} is text that holds {kind}: a pipe or an event source mapping decodes "
                "it before it filters, an event bus does not"
            )
            return
        if not isinstance(node[0], tuple | list):
            yield f"{place(node[1])} is {_short(node[0])}, so there is nothing below it"
            return
    if at and names:
        shown = ", ".join(dict.fromkeys(names[:_MOST_NAMES]))
        more = ", ..." if len(names) > _MOST_NAMES else ""
        yield f"{place(nodes[0][1])} has no {place((wanted,))}; it has {shown}{more}"


def _holds_json(text: str) -> str:
    """What an object in a text is called; "" if there is none."""
    candidate = text.lstrip()
    if candidate.startswith("{"):
        return "JSON" if _is_object(candidate) else ""
    try:
        inner = base64.b64decode(text, validate=True).decode()
    except ValueError:
        return ""
    return "JSON in base64" if _is_object(inner) else ""


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _no_value_there(nodes: list[tuple[Json, tuple[str | int, ...]]]) -> Iterator[str]:
    node, where = nodes[0]
    if isinstance(node, tuple):
        names = [key for key, _ in node]
        if not names:
            yield f"{place(where)} is an empty object, which is no value"
            return
        shown = ", ".join(names[:_MOST_NAMES]) + (", ..." if len(names) > _MOST_NAMES else "")
        yield (
            f"{place(where)} is an object, and only values count, also for exists: go down to "
            f"{place((*where, names[0]))}"
            + (f" (it has {shown})" if len(names) > 1 else "")
        )
    elif isinstance(node, list) and not node:
        yield f"{place(where)} is an empty list, which is no value"
    elif isinstance(node, list):
        yield f"{place(where)} is a list without plain values in it"


def _short(value: Json) -> str:
    shown = written(value)
    return shown if len(shown) <= 40 else f"{shown[:40]}..."  # noqa: PLR2004 - a glimpse


def _present_though_unwanted(field: FieldTrace, _tree: Json) -> Iterator[str]:
    only_absence = all(isinstance(o, Exists) and not o.there for o in field.field.alternatives)
    if only_absence and any(value.element is not None for value in field.wrong):
        yield (
            "exists false looks at the whole event, not at one element of an array, unless a field before "
            "it, in the order of their names, has picked the element"
        )


# -- the event as a whole


def _wrapping(steps: tuple[str, ...], tree: Json) -> str:
    """A hint if the pattern's first name is found deeper in the event, or its second one at the root."""
    if not isinstance(tree, tuple) or any(key == steps[0] for key, _ in tree):
        return ""
    names = {key for key, _ in tree}
    if len(steps) > 1 and steps[1] in names:
        return (
            f"the event has {steps[1]} at its root, the pattern below {steps[0]}: is the event "
            f"unwrapped? The pattern is for the whole event"
        )
    level: list[tuple[Json, tuple[str | int, ...]]] = [(tree, ())]
    for _ in range(_WRAPPERS_DEEP):
        below: list[tuple[Json, tuple[str | int, ...]]] = []
        for node, where in level:
            for inner, inner_where in _objects((node, where)):
                below += [
                    (value, (*inner_where, key))
                    for key, value in inner
                    if isinstance(value, tuple | list)
                ]
        level = below[:_MOST_LOOKED_AT]
        for node in level:
            for inner, where in _objects(node):
                if any(key == steps[0] for key, _ in inner):
                    return (
                        f"{steps[0]} is not at the root of the event but in {place(where)}: the filter "
                        "sees one record at a time, so give it that record, or write the pattern for "
                        "the whole event"
                    )
    return ""


_FIELD_TRAPS: tuple[Callable[[FieldTrace, Json], Iterator[str]], ...] = (
    _kind_of_value,
    _absent,
    _present_though_unwanted,
)

