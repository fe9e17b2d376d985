"""Why an event matches a pattern or does not: for each field, the expected value and the value in the event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, field

from pipefilter.dataclass import dataclass
from pipefilter.explaining.place_in_event import display_path
from pipefilter.override import override

__all__ = [
    "BranchExplanation",
    "Conflict",
    "EventValue",
    "Explanation",
    "FieldExplanation",
    "Line",
    "explanation_lines",
]


@dataclass(frozen=True, slots=True)
class EventValue:
    """A value of the event.

    Args:
        json: the value as JSON text, cut if it is long.
        where: its place, such as `detail.tags[1].Key`.
        right: whether one of the field's alternatives matches it.
    """

    json: str
    where: str
    right: bool

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class FieldExplanation:
    """One field of the pattern against the event.

    Args:
        path: the names joined by dots.
        pointer: JSON pointer to the field's list in the pattern.
        expected: the values that match, in words.
        holds: whether the field matches on its own.
        held: the alternative that matches the first value, in words; "" if none does.
        values: the first few values of the event, matching ones first.
        value_count: the number of all its values.
        hints: possible causes.
    """

    path: str
    pointer: str
    expected: str
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
            "wanted": self.expected,
            "holds": self.holds,
            "held": self.held,
            "values": [value.as_json() for value in self.values],
            "value_count": self.value_count,
            "hints": list(self.hints),
        }


@dataclass(frozen=True, slots=True)
class Conflict:
    """Each field matches on its own, but no element of this array satisfies all of them.

    Args:
        array: its place in the event, such as `detail.tags`.
        elements: the paths that match in each of the closest elements, by index.
        paths: the paths that must match in one element.
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
    """One branch of the pattern; without `$or` a pattern has a single one.

    Args:
        choices: JSON pointers to the chosen object of each `$or`.
        matches: whether this branch matches.
        fields: in the order of their paths.
        conflict: why it does not match although each field does; else None.
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
            "fields": [field.as_json() for field in self.fields],
            "conflict": self.conflict.as_json() if self.conflict else None,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an event matches a pattern, or does not.

    Args:
        matches: the verdict.
        branch: the branch that matches, or the closest one.
        branch_count: the number of branches of the pattern; 1 without `$or`.
        hints: possible causes that apply to the event as a whole.
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
        """The fields of the branch that matches, or of the closest one."""
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
        raise TypeError("an explanation has no truth value: use its .matches")

    @override
    def __repr__(self) -> str:
        return f"<Explanation: {'match' if self.matches else 'no match'}, {len(self.fields)} fields>"

    @override
    def __str__(self) -> str:
        verdict = "match" if self.matches else "no match"
        return "\n".join([verdict, *(text for _, text in explanation_lines(self))])


Line = tuple[str, str]
"""A line's meaning (`yes`, `no`, `hint` or ``) and its text."""


def explanation_lines(explanation: Explanation | None) -> Iterator[Line]:
    """The lines of an explanation, field by field, without the verdict.

    Args:
        explanation: None if there is none within the budget.
    """
    if explanation is None:
        yield "", "  no explanation: it would need too many steps"
        return
    branch = explanation.branch
    if explanation.branch_count > 1:
        yield "", f"  {_choices_text(branch, explanation.branch_count)}"
    for each in explanation.fields:
        yield from _field_lines(each)
    if branch.conflict:
        yield from _conflict_lines(branch.conflict)
    elif not branch.matches and all(each.holds for each in explanation.fields):
        yield "no", "  x each field matches on its own, but not all of them in the same array elements"
    for hint in explanation.hints:
        yield "hint", f"  hint: {hint}"


def _choices_text(branch: BranchExplanation, count: int) -> str:
    """Which objects of `$or` were chosen, and whether the reason for a mismatch is in them."""
    choices = ", ".join(branch.choices)
    if branch.matches:
        return f"of the {count} $or combinations, this one matches: {choices}"
    failing = [each.pointer for each in branch.fields if not each.holds]
    inside = tuple(f"{choice}/" for choice in branch.choices)
    if failing and not any(pointer.startswith(inside) for pointer in failing):
        others = "a field outside $or does not" if len(failing) == 1 else "fields outside $or do not"
        return f"the fields in $or match: {choices}; {others}"
    return f"none of the {count} $or combinations matches; the closest is: {choices}"


def _field_lines(field: FieldExplanation) -> Iterator[Line]:
    mark, meaning = ("+", "yes") if field.holds else ("x", "no")
    name = display_path(field.path)
    yield meaning, f"  {mark} {name}: {_values_text(field)}"
    if not field.holds:
        yield "", f"      expected: {field.expected}"
    for hint in field.hints:
        yield "hint", f"      hint: {hint}"


def _values_text(field: FieldExplanation) -> str:
    if not field.values:
        return "has no value, as expected" if field.holds else "has no value"
    if field.holds:
        first = field.values[0]
        plain = field.held in (f"is {first.json}", "has a value")
        how = "" if plain else f", which {field.held.replace('has a value', 'is a value', 1)}"
        return f"is {first.json}{_at(first, field)}{how}"
    values = ", ".join(value.json + _at(value, field) for value in field.values)
    more = field.value_count - len(field.values)
    return f"is {values}" + (f" and {more} more" if more else "")


def _at(value: EventValue, field: FieldExplanation) -> str:
    return "" if value.where == field.path else f" (at {value.where})"


def _conflict_lines(conflict: Conflict) -> Iterator[Line]:
    paths = ", ".join(map(display_path, conflict.paths))
    yield "no", f"  x no element of {conflict.array} meets the conditions on all of {paths}"
    for index, held in conflict.elements.items():
        yield "", f"      {conflict.array}[{index}] meets those on {', '.join(map(display_path, held))}"
    yield "hint", "      hint: fields inside an array must match within the same element"
