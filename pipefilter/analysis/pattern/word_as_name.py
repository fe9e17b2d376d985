"""Check: a word for AND, OR, NOT or a comparison that is a field name, as in `{"$not": {"state": ["x"]}}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import report_name
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern, Field, path_of
from pipefilter.language.operators.exact import Exact
from pipefilter.language.short_tree import text_or_form
from pipefilter.language.word_as_name import connective, intended_comparison, word_at

__all__ = ["word_as_name"]

WORD = AdviceKind(
    "PF462",
    "Word for AND, OR, NOT or a comparison as a field name: it is not an operator",
    '"{name}" is a field name here, not an operator',
    "The members of an object are joined by AND, the elements of a list by OR, and `$or` joins objects by OR. "
    "`anything-but` excludes values of one field; nothing negates a group of fields. Any other word is the name of a "
    "field, and events without this field do not match.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"detail": {"$not": {"state": ["pending"]}}}'),
    good=Example('{"detail": {"state": [{"anything-but": ["pending"]}]}}'),
)
_MAX_REPORTED = 20
_LOWER = {">": ">", ">=": ">=", "gt": ">", "gte": ">="}
_UPPER = {"<": "<", "<=": "<=", "lt": "<", "lte": "<="}
_NO_GROUP = 'write {"anything-but": ...} in the list of each field: patterns cannot negate a group of fields'


def word_as_name(pattern: EventPattern) -> Iterator[Problem]:
    """Names that are such words, each reported once for all fields below it."""
    fields = tuple(every_field(pattern.members))
    below: dict[tuple[str, ...], list[Field]] = {}
    for field in fields:
        index = word_at(field.steps)
        if index is not None and (index < len(field.steps) - 1 or _is_plain(field)):
            below.setdefault(field.steps[: index + 1], []).append(field)
    for steps, those in list(below.items())[:_MAX_REPORTED]:
        is_comparison = those[0].steps == steps
        has_others = any(
            field.steps[: len(steps) - 1] == steps[:-1] and field.steps[: len(steps)] not in below
            for field in fields
        )
        if is_comparison and has_others and not steps[-1].startswith("$"):
            continue  # among other fields it may be one
        beside = [
            each
            for steps_, (each, *_) in below.items()
            if steps_[:-1] == steps[:-1] and len(each.steps) == len(steps)
        ]
        hint = _of_comparison(those[0], beside) if is_comparison else _of_connective(steps, those)
        yield report_name(
            WORD, pattern, those[0], path_of(steps[:-1]) if steps[:-1] else "", name=steps[-1], hint=hint
        )


def _is_plain(field: Field) -> bool:
    """Whether the list has plain values only."""
    return all(isinstance(operator, Exact) for operator in field.alternatives)


def _of_comparison(field: Field, beside: list[Field]) -> str:
    """What to write instead of a comparison.

    Args:
        beside: all comparisons in the same object, with this one.
    """
    bounds = {each.steps[-1].removeprefix("$"): each.alternatives[0].operand() for each in beside}
    lower = [sign for sign in bounds if sign in _LOWER]
    upper = [sign for sign in bounds if sign in _UPPER]
    if len(lower) == len(upper) == 1 and len(bounds) == 2 and "dynamodb" not in field.steps:
        (low, high), above = (lower[0], upper[0]), field.steps[-2] if len(field.steps) > 1 else "field"
        both: Json = [(("numeric", [_LOWER[low], bounds[low], _UPPER[high], bounds[high]]),)]
        return f"write {written(above)}: {text_or_form([both], '[...]')}"
    intended = intended_comparison(field.steps, [operator.element() for operator in field.alternatives])
    if intended is None:
        above = field.steps[-2] if len(field.steps) > 1 else "field"
        return f"write plain values and operators in the list of the field: {written(above)}: [...]"
    return f"write {intended.field_text()}"


def _of_connective(steps: tuple[str, ...], fields: list[Field]) -> str:
    """What to write instead of a connective with fields below it."""
    meaning = connective(steps[-1])
    if meaning == "and":
        return f'remove the level "{steps[-1]}": the members of an object are already joined by AND'
    members = [_member(field, len(steps)) for field in fields]
    if meaning == "or":
        choices: list[Json] = [(member,) for member in members]
        text = text_or_form([choices], "[{...}, {...}]")
        return f'write "$or": {text}' if len(choices) > 1 else 'write "$or" with a list of at least two objects'
    operators = fields[0].alternatives
    if len(fields) > 1 or not _is_plain(fields[0]) or len(fields[0].steps) != len(steps) + 1:
        return _NO_GROUP
    values: list[Json] = [operator.element() for operator in operators]
    if len({type(value) for value in values}) != 1 or isinstance(values[0], bool | None):
        return _NO_GROUP
    excluded: Json = [(("anything-but", values),)]
    return f"write {written(fields[0].steps[-1])}: {text_or_form([excluded], '[...]')}"


def _member(field: Field, depth: int) -> tuple[str, Json]:
    """The field as a member of the object at a depth, with the objects between them."""
    value: Json = [operator.element() for operator in field.alternatives]
    for step in reversed(field.steps[depth + 1 :]):
        value = ((step, value),)
    return field.steps[depth], value
