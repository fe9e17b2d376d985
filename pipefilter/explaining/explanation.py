"""Why an event matches a pattern or does not, as data: what was wanted, what was there, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipefilter.explaining.place_in_event import display_path

__all__ = [
    "BranchExplanation",
    "Conflict",
    "EventValue",
    "Explanation",
    "FieldExplanation",
    "Line",
    "explanation_lines",
    "shown",
]


@dataclass(frozen=True, slots=True)
class EventValue:
    """A value of the event.

    Args:
        json: the value as JSON text, cut if it is long.
        where: its place, such as `detail.tags[1].Key`.
        right: whether one of the field's alternatives holds for it.
    """

    json: str
    where: str
    right: bool

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {"json": self.json, "where": self.where, "right": self.right}


@dataclass(frozen=True, slots=True)
class FieldExplanation:
    """One field of the pattern against the event.

    Args:
        path: the names joined by dots.
        pointer: JSON pointer to the field's list in the pattern.
        wanted: the alternatives in words.
        holds: whether the field holds, looked at alone.
        held: the alternative that holds for the first value, in words; "" if none does.
        values: what the event has there, right ones first; not more than a few.
        value_count: how many values the event has there in all.
        hints: what may be the matter.
    """

    path: str
    pointer: str
    wanted: str
    holds: bool
    held: str
    values: tuple[EventValue, ...]
    value_count: int
    hints: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "path": self.path,
            "pointer": self.pointer,
            "wanted": self.wanted,
            "holds": self.holds,
            "held": self.held,
            "values": [value.as_json() for value in self.values],
            "value_count": self.value_count,
            "hints": list(self.hints),
        }


@dataclass(frozen=True, slots=True)
class Conflict:
    """Each field holds alone, but never do all within one element of this array.

    Args:
        array: its place in the event, such as `detail.tags`.
        elements: for the elements that come nearest, the paths that hold in them.
        paths: the paths that would have to hold in one element.
    """

    array: str
    elements: dict[int, tuple[str, ...]]
    paths: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "array": self.array,
            "paths": list(self.paths),
            "elements": [{"index": index, "holding": list(paths)} for index, paths in self.elements.items()],
        }


@dataclass(frozen=True, slots=True)
class BranchExplanation:
    """One way to match: a pattern without `$or` has just one.

    Args:
        choices: JSON pointers to the objects taken of each `$or`.
        matches: whether this branch matches.
        fields: in the order of their paths.
        conflict: why it does not match though each field holds; else None.
    """

    choices: tuple[str, ...]
    matches: bool
    fields: tuple[FieldExplanation, ...]
    conflict: Conflict | None = None

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "choices": list(self.choices),
            "matches": self.matches,
            "fields": [one.as_json() for one in self.fields],
            "conflict": self.conflict.as_json() if self.conflict else None,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an event matches a pattern, or does not.

    Args:
        matches: the verdict.
        branch: the branch that matches, or the one that comes nearest.
        branch_count: how many branches the `$or` of the pattern make; 1 without `$or`.
        hints: what may be the matter with the event as a whole.
    """

    matches: bool
    branch: BranchExplanation
    branch_count: int = 1
    hints: tuple[str, ...] = field(default=())

    @property
    def verdict(self) -> bool:
        """The verdict: the same as `matches`."""
        return self.matches

    @property
    def fields(self) -> tuple[FieldExplanation, ...]:
        """The fields of the branch that matches or comes nearest."""
        return self.branch.fields

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "matches": self.matches,
            "branch": self.branch.as_json(),
            "branch_count": self.branch_count,
            "hints": list(self.hints),
        }

    def __bool__(self) -> bool:
        raise TypeError("an explanation is neither true nor false: use its .matches")

    def __repr__(self) -> str:
        return f"<Explanation: {'match' if self.matches else 'no match'}, {len(self.fields)} fields>"

    def __str__(self) -> str:
        return shown(self)


Line = tuple[str, str]
"""How the line is meant (`yes`, `no`, `hint` or ``), and the line."""


def shown(explanation: Explanation) -> str:
    """The whole explanation: verdict, then field by field."""
    verdict = "match" if explanation.matches else "no match"
    return "\n".join([verdict, *(text for _, text in explanation_lines(explanation))])


def explanation_lines(explanation: Explanation | None) -> Iterator[Line]:
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
    for each in explanation.fields:
        yield from _field(each)
    if branch.conflict:
        yield from _conflict(branch.conflict)
    elif not branch.matches and all(field.holds for field in explanation.fields):
        yield "no", "  x each field holds alone, but not all of them in the same array elements"
    for hint in explanation.hints:
        yield "hint", f"  hint: {hint}"


def _field(field: FieldExplanation) -> Iterator[Line]:
    mark, meant = ("+", "yes") if field.holds else ("x", "no")
    name = display_path(field.path)
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


def _at(value: EventValue, field: FieldExplanation) -> str:
    return "" if value.where == field.path else f" (at {value.where})"


def _conflict(conflict: Conflict) -> Iterator[Line]:
    paths = ", ".join(map(display_path, conflict.paths))
    yield "no", f"  x no element of {conflict.array} holds all of {paths}"
    for index, held in conflict.elements.items():
        yield "", f"      {conflict.array}[{index}] holds {', '.join(map(display_path, held))}"
    yield "hint", "      hint: fields of one array are judged within one element of it"
