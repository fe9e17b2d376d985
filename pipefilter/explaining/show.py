"""An explanation as lines of text, for people."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.explaining.explanation import Conflict, Explanation, FieldExplanation, SeenValue
from pipefilter.explaining.place_in_event import shown_path

__all__ = ["Line", "lines_of", "shown"]

Line = tuple[str, str]
"""How the line is meant (`yes`, `no`, `hint` or ``), and the line."""


def shown(explanation: Explanation) -> str:
    """The whole explanation: verdict, then field by field."""
    verdict = "match" if explanation.matches else "no match"
    return "\n".join([verdict, *(text for _, text in lines_of(explanation))])


def lines_of(explanation: Explanation | None) -> Iterator[Line]:
    """What decided, field by field; the verdict itself is left to the caller.

    Args:
        explanation: of a match or of a no-match; None if there is none within the budget.
    """
    if explanation is None:
        yield "", "  no explanation: it would take more work than a verdict may"
        return
    branch = explanation.branch
    if explanation.branch_count > 1:
        which = "this one matches" if branch.matches else "none matches; this one comes nearest"
        yield "", f"  of {explanation.branch_count} combinations of $or, {which}: " + ", ".join(branch.choices)
    for field in explanation.fields:
        yield from _field(field)
    if branch.conflict:
        yield from _conflict(branch.conflict)
    elif not branch.matches and all(field.holds for field in explanation.fields):
        yield "no", "  x each field holds alone, but not all of them in the same array elements"
    for hint in explanation.hints:
        yield "hint", f"  hint: {hint}"


def _field(field: FieldExplanation) -> Iterator[Line]:
    mark, meant = ("+", "yes") if field.holds else ("x", "no")
    name = shown_path(field.path)
    yield meant, f"  {mark} {name}: {_there(field)}"
    if not field.holds:
        yield "", f"      wanted: {field.wanted}"
    for hint in field.hints:
        yield "hint", f"      hint: {hint}"


def _there(field: FieldExplanation) -> str:
    if not field.values:
        return "has no value, as wanted" if field.holds else "has no value"
    if field.holds:
        first = field.values[0]
        plain = field.held in (f"is {first.json}", "has a value")
        how = "" if plain else f", which {field.held}"
        return f"is {first.json}{_at(first, field)}{how}"
    shown = ", ".join(value.json + _at(value, field) for value in field.values)
    more = field.value_count - len(field.values)
    return f"is {shown}" + (f" and {more} more" if more else "")


def _at(value: SeenValue, field: FieldExplanation) -> str:
    return "" if value.where == field.path else f" (at {value.where})"


def _conflict(conflict: Conflict) -> Iterator[Line]:
    paths = ", ".join(map(shown_path, conflict.paths))
    yield "no", f"  x no element of {conflict.array} holds all of {paths}"
    for index, held in conflict.elements.items():
        yield "", f"      {conflict.array}[{index}] holds {', '.join(map(shown_path, held))}"
    yield "hint", "      hint: fields of one array are judged within one element of it"
