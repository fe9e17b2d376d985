"""The names of fields that can be written at the cursor."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pipefilter.editing.completion.context import Context
from pipefilter.editing.completion.notation import STOP
from pipefilter.editing.completion.suggestion import Suggestion
from pipefilter.enumeration import enumeration
from pipefilter.events.pattern_path import reach
from pipefilter.events.records import RECORD_SHAPES
from pipefilter.events.shape import Shape
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.language.operator_form import OR

__all__ = ["filler", "member_suggestions"]

_ANY: Json = [(("exists", True),)]
_OTHER_NAMES = ("first", "second", "third", "fourth")
_MAX_TRIED = 4
"""Names of fields that are tried in `$or`."""
_MAX_DEPTH = 8
_MAX_EVENTS = 3
_FIRST = ("source", "detail-type", "detail", "body", "data", "value", "eventName", "dynamodb")
"""The members of records that patterns use most."""
_FIRST_IN_CHANGE = ("NewImage", "OldImage", "Keys")
"""The same in `dynamodb`."""
_OR_PAGE = (
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"
    "#eb-filtering-complex-example-or"
)


def member_suggestions(context: Context) -> Iterator[Suggestion]:
    """The names of the fields in the object at the cursor, the most probable first, then `$or`."""
    place, siblings = context.reach, {*context.position.siblings}
    fields: dict[str, list[Shape]] = {}
    for shape in place.shapes if place.is_there else ():
        for name, below in shape.fields.items():
            fields.setdefault(name, []).append(below)
    names = [name for name in fields if name not in siblings]
    usual = _FIRST if not context.position.names else _FIRST_IN_CHANGE
    names.sort(key=lambda name: (_rank(name, usual), not any(shape.is_required for shape in fields[name])))
    for name in names:
        yield _member(context, name, fields[name])
    if OR not in siblings and _supports_or(context):
        others = [name for name in _OTHER_NAMES if name not in siblings]
        for pair in combinations([*names[:_MAX_TRIED], *others], 2):
            yield _or(pair, fields)


def _rank(name: str, usual: tuple[str, ...]) -> int:
    return usual.index(name) if name in usual else len(usual)


def _supports_or(context: Context) -> bool:
    return context.service is None or context.service.support(OR, context.scope) == "yes"


def _member(context: Context, name: str, shapes: list[Shape]) -> Suggestion:
    is_object = any(shape.has_fields for shape in shapes)
    value: Json = () if is_object else [Number(STOP)]
    return Suggestion(
        name,
        "field",
        ((name, value),),
        ((name, filler(shapes[0])),),
        is_open=is_object,
        detail=_kinds(shapes),
        documentation=_origin(context, name),
    )


def filler(shape: Shape, depth: int = 0) -> Json:
    """A condition that fits a field: that it, or a field below it, has a value."""
    if depth == _MAX_DEPTH or not shape.has_fields:
        return _ANY
    names = sorted(shape.fields, key=lambda name: shape.fields[name].has_fields)
    name = names[0] if names else "x"
    below = shape.below(name)
    return ((name, filler(below, depth + 1) if below is not None and not below.is_open else _ANY),)


def _or(names: tuple[str, str], fields: dict[str, list[Shape]]) -> Suggestion:
    """`$or`, with conditions on two fields as an example: there are fields that must not be in it."""
    choices: list[Json] = [((name, filler(fields[name][0]) if name in fields else _ANY),) for name in names]
    objects: list[Json] = [Number(f"{{{STOP}}}"), Number(f"{{{STOP}}}")]
    return Suggestion(
        OR,
        "field",
        ((OR, objects),),
        ((OR, choices),),
        detail="at least one of several objects matches",
        documentation=f"One of the objects in the list must match.\n\n[AWS's documentation]({_OR_PAGE})",
    )


def _kinds(shapes: list[Shape]) -> str:
    kinds: list[str] = sorted({kind for shape in shapes if not shape.is_open for kind in shape.kinds})
    if any(shape.has_fields for shape in shapes):
        kinds.insert(0, "object")
    list_of = "list of " if any(shape.is_array for shape in shapes) else ""
    return list_of + enumeration(kinds, "or")


def _origin(context: Context, name: str) -> str:
    """Which events or records have the field, in a sentence."""
    if context.known.names and context.position.names[:1] == ("detail",):
        kinds = list(dict.fromkeys(kind for _, kind in context.known.names))
        first = kinds[:_MAX_EVENTS] + (
            [f"{len(kinds) - _MAX_EVENTS} others"] if len(kinds) > _MAX_EVENTS else []
        )
        return f"In events of AWS: {enumeration(first, 'and')}."
    path = (*context.position.names, name)
    titles = [
        source.title for source in context.known.sources if reach(RECORD_SHAPES[source.name], path).is_there
    ]
    return f"In records of: {enumeration(titles, 'and')}." if titles else ""
