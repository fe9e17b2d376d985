"""Reports a problem at its place: one alternative of a field, the field's whole list, or a name in its path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipefilter.errors import Place, Problem, ProblemKind
from pipefilter.json_text.place import problem_at
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern, Field, path_of
from pipefilter.language.operator import Operator

__all__ = ["each_once", "every_alternative", "report_alternative", "report_field", "report_name"]


def every_alternative(pattern: EventPattern) -> Iterator[tuple[Field, int, Operator]]:
    """Each alternative with its field and its number in the field's list."""
    for field in every_field(pattern.members):
        for number, operator in enumerate(field.alternatives):
            yield field, number, operator


def report_alternative(
    kind: ProblemKind, pattern: EventPattern, field: Field, number: int, /, **names: str
) -> Problem:
    """A problem of one alternative."""
    span = field.spans[number] if number < len(field.spans) else field.span
    pointer = f"{field.pointer}/{field.numbers[number] if field.numbers else number}"
    return problem_at(kind, pattern.text, span, pointer=pointer, names={"path": field.path, **names})


def report_field(kind: ProblemKind, pattern: EventPattern, field: Field, /, **names: str) -> Problem:
    """A problem of a field's whole list."""
    names = {"path": field.path, **names}
    return problem_at(kind, pattern.text, field.span, pointer=field.pointer, names=names)


def report_name(
    kind: ProblemKind, pattern: EventPattern, field: Field, above: str = "", /, **names: str
) -> Problem:
    """A problem of a name in the path of a field.

    Args:
        above: the part of the field's path before the name, without the dot; "" for a name at the root.
    """
    number = next(
        (n for n in range(len(field.steps)) if len(path_of(field.steps[: n + 1])) > len(above)),
        len(field.steps) - 1,
    )
    span = field.name_spans[number] if field.name_spans else field.span
    pointer = _pointer_to(field.pointer, number)
    return problem_at(kind, pattern.text, span, pointer=pointer, names={"path": field.path, **names})


def each_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems without repetitions: a name is in the path of every field below it."""
    reported: set[tuple[str, str, Place]] = set()
    for problem in problems:
        key = (problem.code, problem.pointer, problem.start)
        if key not in reported:
            reported.add(key)
            yield problem


def _pointer_to(pointer: str, number: int) -> str:
    """The JSON pointer to the member for one step of a field's path; `$or`, which has a list, is not a step."""
    parts = pointer.split("/")[1:]
    end = 0
    for _ in range(number + 1):
        while parts[end : end + 1] == ["$or"]:
            end += 2
        end += 1
    return "".join(f"/{part}" for part in parts[:end])
