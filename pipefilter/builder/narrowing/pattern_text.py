"""Writes factors as the text of a pattern: fields that all terms share once, the rest in `$or`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import TypeAlias

from pipefilter.builder.narrowing.alternatives import Alternatives
from pipefilter.builder.narrowing.term import Term
from pipefilter.builder.records.record_field import RecordField
from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.structure_problems import RESERVED_IN_OR

__all__ = ["has_places", "pattern_text", "split_common"]

FieldAlternatives: TypeAlias = "tuple[RecordField, Alternatives]"
_ROOT: tuple[str, ...] = ()
_CHANGE = ("dynamodb",)


@dataclass(slots=True)
class _Object:
    """An object of the pattern that is being built."""

    members: dict[str, _Object | Alternatives] = field(default_factory=dict)
    choices: list[_Object] = field(default_factory=list)

    def put(self, steps: Sequence[str], alternatives: Alternatives) -> None:
        self.at(steps[:-1]).members[steps[-1]] = alternatives

    def at(self, steps: Sequence[str]) -> _Object:
        node = self
        for step in steps:
            below = node.members.setdefault(step, _Object())
            assert isinstance(below, _Object)
            node = below
        return node

    def tree(self) -> Json:
        members: list[tuple[str, Json]] = [
            (name, value.tree() if isinstance(value, _Object) else [operator.element() for operator in value])
            for name, value in self.members.items()
        ]
        if self.choices:
            members.append(("$or", [choice.tree() for choice in self.choices]))
        return tuple(members)


def pattern_text(factors: Iterable[Sequence[Term]], *, dotted: bool) -> str | None:
    """The text of a pattern.

    Args:
        factors: the terms of each, of which one must match; none is empty, and factors have no fields in common.
        dotted: whether names inside `$or` are joined by dots, which is shorter, and harder to read.

    Returns:
        JSON text without blanks; None if more factors have several terms than there are places for `$or`.
    """
    root = _Object()
    several: list[Sequence[Term]] = []
    for terms in factors:
        common, rest = split_common(terms)
        for field_, alternatives in common:
            root.put(_steps(field_.steps, _ROOT, in_or=False, dotted=False), alternatives)
        if all(term.fields for term in rest):
            several.append(rest)
    places = _places(several)
    if places is None:
        return None
    for terms, place in zip(several, places, strict=True):
        target = root.at(place)
        for term in terms:
            choice = _Object()
            for field_, alternatives in term.fields.values():
                choice.put(_steps(field_.steps, place, in_or=True, dotted=dotted), alternatives)
            target.choices.append(choice)
    return written(root.tree(), compact=True)


def has_places(factors: Iterable[Sequence[Term]]) -> bool:
    """Whether there are as many places for `$or` as factors that need one."""
    rests = [split_common(terms)[1] for terms in factors if len(terms) > 1]
    return _places([rest for rest in rests if all(term.fields for term in rest)]) is not None


def _places(several: Sequence[Sequence[Term]]) -> list[tuple[str, ...]] | None:
    """The object that gets each `$or`: one can be at the root, and one in `dynamodb`."""
    places = [_CHANGE if _below_change(terms) else _ROOT for terms in several]
    if len(places) == 2 and places[0] == places[1]:
        places[1] = _ROOT
    return places if len(set(places)) == len(places) else None


def _below_change(terms: Sequence[Term]) -> bool:
    return all(path_field.steps[:1] == _CHANGE for term in terms for path_field, _ in term.fields.values())


def split_common(terms: Sequence[Term]) -> tuple[list[FieldAlternatives], list[Term]]:
    """The fields that all terms have with the same alternatives, and the terms without them."""
    first = terms[0].fields
    common = [
        path
        for path, (_, alternatives) in first.items()
        if all(path in term.fields and term.fields[path][1] == alternatives for term in terms[1:])
    ]
    if not common:
        return [], list(terms)
    shared = set(common)
    rest = [
        Term({path: field_ for path, field_ in term.fields.items() if path not in shared}, term.exact)
        for term in terms
    ]
    return [first[path] for path in common], rest


def _steps(steps: tuple[str, ...], place: tuple[str, ...], *, in_or: bool, dotted: bool) -> tuple[str, ...]:
    """The names below a place; a name that event patterns reserve is joined to the next one by a dot."""
    below = steps[len(place) :]
    if dotted:
        return (".".join(below),)
    names: list[str] = []
    reserved = ""
    for step in below:
        name = f"{reserved}.{step}" if reserved else step
        reserved = name if name == "$or" or (in_or and name in RESERVED_IN_OR) else ""
        if not reserved:
            names.append(name)
    return tuple(names)
