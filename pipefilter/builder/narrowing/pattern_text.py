"""Parts as the text of a pattern: common fields once, the rest in `$or`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from pipefilter.builder.narrowing.alternatives import Alternatives
from pipefilter.builder.narrowing.term import Term
from pipefilter.builder.records.record_field import RecordField
from pipefilter.json_text.tree import Json
from pipefilter.json_text.written import written
from pipefilter.language.reserved_names import RESERVED_IN_OR

__all__ = ["has_places", "pattern_text", "split_common"]

Given: TypeAlias = "tuple[RecordField, Alternatives]"
_ROOT: tuple[str, ...] = ()
_CHANGE = ("dynamodb",)


@dataclass(slots=True)
class _Object:
    """An object of the pattern that is being put together."""

    members: dict[str, _Object | Alternatives] = field(default_factory=dict)
    choices: list[_Object] = field(default_factory=list)

    def put(self, steps: Sequence[str], given: Alternatives) -> None:
        node = self
        for step in steps[:-1]:
            below = node.members.setdefault(step, _Object())
            assert isinstance(below, _Object)  # noqa: S101 - a type key ends each field's steps, and none goes on
            node = below
        node.members[steps[-1]] = given

    def at(self, steps: Sequence[str]) -> _Object:
        node = self
        for step in steps:
            below = node.members.setdefault(step, _Object())
            assert isinstance(below, _Object)  # noqa: S101 - as above
            node = below
        return node

    def tree(self) -> Json:
        members: list[tuple[str, Json]] = [
            (name, value.tree() if isinstance(value, _Object) else [one.element() for one in value])
            for name, value in self.members.items()
        ]
        if self.choices:
            members.append(("$or", [choice.tree() for choice in self.choices]))
        return tuple(members)


def pattern_text(parts: Iterable[Sequence[Term]], *, dotted: bool) -> str | None:
    """The pattern of parts, each with the terms of which one must be right.

    Args:
        parts: without fields in common; none without a term.
        dotted: whether names inside `$or` are joined by dots, which is shorter, and harder to read.

    Returns:
        JSON text without blanks; None if there are more parts with several terms than there are places for `$or`.
    """
    root = _Object()
    several: list[Sequence[Term]] = []
    for terms in parts:
        common, rest = split_common(terms)
        for field_, given in common:
            root.put(_steps(field_.steps, _ROOT, in_or=False, dotted=False), given)
        if all(term.fields for term in rest):
            several.append(rest)
    places = _places(several)
    if places is None:
        return None
    for terms, place in zip(several, places, strict=True):
        target = root.at(place)
        for term in terms:
            choice = _Object()
            for field_, given in term.fields.values():
                choice.put(_steps(field_.steps, place, in_or=True, dotted=dotted), given)
            target.choices.append(choice)
    return written(root.tree(), compact=True)


def has_places(parts: Iterable[Sequence[Term]]) -> bool:
    """Whether there are as many places for `$or` as parts that need one.

    Args:
        parts: as for `pattern_text`.
    """
    rests = [split_common(terms)[1] for terms in parts if len(terms) > 1]
    return _places([rest for rest in rests if all(term.fields for term in rest)]) is not None


def _places(several: Sequence[Sequence[Term]]) -> list[tuple[str, ...]] | None:
    """The object in which each `$or` stands: one can be at the root, and one in `dynamodb`."""
    wanted = [_CHANGE if _below_change(terms) else _ROOT for terms in several]
    if len(wanted) == 2 and wanted[0] == wanted[1]:  # noqa: PLR2004 - there are two places
        wanted[1] = _ROOT
    return wanted if len(set(wanted)) == len(wanted) else None


def _below_change(terms: Sequence[Term]) -> bool:
    return all(path_field.steps[:1] == _CHANGE for term in terms for path_field, _ in term.fields.values())


def split_common(terms: Sequence[Term]) -> tuple[list[Given], list[Term]]:
    """The fields that all terms have alike, and the terms without them.

    Args:
        terms: one or more.
    """
    first = terms[0].fields
    common = [
        path
        for path, (_, given) in first.items()
        if all(path in term.fields and term.fields[path][1] == given for term in terms[1:])
    ]
    if not common:
        return [], list(terms)
    alike = set(common)
    rest = [
        Term({path: one for path, one in term.fields.items() if path not in alike}, term.exact)
        for term in terms
    ]
    return [first[path] for path in common], rest


def _steps(steps: tuple[str, ...], place: tuple[str, ...], *, in_or: bool, dotted: bool) -> tuple[str, ...]:
    """The names below a place; a name that the language keeps for itself is joined to the next one by a dot."""
    below = steps[len(place) :]
    if dotted:
        return (".".join(below),)
    found: list[str] = []
    kept = ""
    for step in below:
        name = f"{kept}.{step}" if kept else step
        kept = name if name == "$or" or (in_or and name in RESERVED_IN_OR) else ""
        if not kept:
            found.append(name)
    return tuple(found)
