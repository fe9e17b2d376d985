"""The operators that can be written at the cursor."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.editing.completion.context import Context
from pipefilter.editing.completion.notation import STOP
from pipefilter.editing.completion.suggestion import Suggestion
from pipefilter.events.value_kinds import excluded_kinds, matched_kinds
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.json_text.writer import written
from pipefilter.language.event_pattern import Field
from pipefilter.language.operator import Operator
from pipefilter.language.operator_form import form_of
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.cidr import Cidr
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.parse import parse

__all__ = ["operand_suggestions", "operator_suggestions"]

_COMPARISONS = ("=", "<", "<=", ">", ">=")
_SHOWN_STOP = "…"


def operator_suggestions(context: Context) -> Iterator[Suggestion]:
    """The operators that the service supports and that can match a value of the field, in the order of the docs."""
    keywords = context.position.keywords
    known: set[str] = set()
    for keyword, kind in BY_KEYWORD.items():
        if keywords and keyword != keywords[0]:
            continue
        for form in kind.forms:
            operator = _operator(form)
            if not _is_possible(context, operator):
                continue
            element = strict_tree(form)
            if keywords:
                element = _inside(element)
            if not isinstance(element, tuple):
                continue
            element = _with_known_value(context, element)
            template = _members_with_stops(element)
            label = _label(template)
            if label in known:
                continue
            known.add(label)
            yield Suggestion(
                label,
                "operator",
                template,
                element,
                detail=kind.meaning.partition(".")[0],
                documentation=_documentation(kind, form),
            )


def _operator(form: str) -> Operator:
    member = parse(f'{{"x": [{form}]}}').members[0]
    assert isinstance(member, Field)
    return member.alternatives[0]


def _is_possible(context: Context, operator: Operator) -> bool:
    """Whether the service supports an operator, and the field can have a value that it matches."""
    form = form_of(operator)
    service = context.service
    if form == "exactly" or (service is not None and service.support(form, context.scope) != "yes"):
        return False
    if isinstance(operator, Cidr) and (
        _is_envelope(context) or any(shape.values for shape in context.reach.shapes)
    ):
        return False
    if isinstance(operator, Exists) and not operator.present and not _may_be_absent(context):
        return False
    kinds, excluded = context.reach.kinds, excluded_kinds(operator)
    if kinds and excluded and not context.reach.is_open and kinds.isdisjoint(excluded):
        return False  # it would match every value
    return not kinds or operator.keyword == "exists" or not kinds.isdisjoint(matched_kinds(operator))


def _is_envelope(context: Context) -> bool:
    """Whether the field is one that EventBridge adds to every event, such as `region`."""
    return context.known.is_of_bus and len(context.position.names) == 1


def _may_be_absent(context: Context) -> bool:
    """Whether an event may have no value in the field; an object or an empty array is none."""
    shapes = context.reach.shapes
    is_at_root = context.reach.is_there and len(context.position.names) == 1
    is_always = bool(shapes) and all(
        shape.is_required and not (shape.is_array or shape.has_fields) for shape in shapes
    )
    return not (is_at_root and is_always)


def _with_known_value(context: Context, element: tuple[tuple[str, Json], ...]) -> tuple[tuple[str, Json], ...]:
    """The element with a known value of the field, if only a known value is useful there."""
    values = [value for shape in context.reach.shapes for value in shape.values]
    keyword, operand = element[0]
    if keyword != AnythingBut.keyword or not values:
        return element
    if isinstance(operand, str):
        return ((keyword, values[-1]),)
    is_of_strings = isinstance(operand, list) and all(isinstance(each, str) for each in operand)
    return ((keyword, [values[-1]]),) if is_of_strings else element


def _inside(element: Json) -> Json:
    """The operator in the operand of another; None if there is none."""
    operand = element[0][1] if isinstance(element, tuple) else None
    return operand if isinstance(operand, tuple) else None


def _members_with_stops(node: tuple[tuple[str, Json], ...]) -> tuple[tuple[str, Json], ...]:
    return tuple((name, _with_stops(value)) for name, value in node)


def _with_stops(node: Json) -> Json:
    """The operand with `STOP` instead of its strings and numbers; one instead of several in a list."""
    if isinstance(node, tuple):
        return _members_with_stops(node)
    if isinstance(node, list):
        stops: list[Json] = [_stop_for(value) for value in node]
        return stops[:1] if len(set(map(str, stops))) == 1 else stops
    return _stop_for(node)


def _stop_for(value: Json) -> str | Number | bool | None:
    if isinstance(value, Number):
        return Number(STOP)
    if isinstance(value, str):
        return value if value in _COMPARISONS else STOP
    return value if isinstance(value, bool) else None


def _label(template: tuple[tuple[str, Json], ...]) -> str:
    keyword, operand = template[0]
    return f"{keyword}: {written(operand).replace(STOP, _SHOWN_STOP)}"


def _documentation(kind: type[Operator], form: str) -> str:
    traps = "".join(f"\n- {trap}" for trap in kind.traps)
    return f"{kind.meaning}\n\n```json\n{form}\n```\n{traps}\n\n[AWS's documentation]({kind.url})"


def operand_suggestions(context: Context) -> Iterator[Suggestion]:
    """The operands of `exists`, and the comparisons in `numeric`."""
    position = context.position
    if position.keywords == ("exists",):
        for value in (True, False) if _may_be_absent(context) else (True,):
            yield Suggestion("true" if value else "false", "value", value, value)
    elif position.keywords == (Numeric.keyword,) and position.index % 2 == 0:
        for comparison in _COMPARISONS:
            yield Suggestion(comparison, "value", comparison, comparison)
