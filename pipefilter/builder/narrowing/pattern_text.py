"""Parts as the text of a pattern: common fields once, the rest in `$or`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from pipefilter.builder.narrowing.alternatives import Alternatives
from pipefilter.builder.narrowing.term import Disjunct
from pipefilter.builder.records.record_field import RecordField
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.language.structure_problems import RESERVED_IN_OR

__all__ = ["has_places", "pattern_texts", "without_common"]

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


def pattern_texts(parts: Iterable[Sequence[Disjunct]], *, dotted: bool) -> str | None:
    """The pattern of parts, each with the ways of which one must be right.

    Args:
        parts: without fields in common; none without a way.
        dotted: whether names inside `$or` are joined by dots, which is shorter, and harder to read.

    Returns:
        JSON text without blanks; None if there are more parts with several ways than there are places for `$or`.
    """
    root = _Object()
    several: list[Sequence[Disjunct]] = []
    for ways in parts:
        common, rest = without_common(ways)
        for field_, given in common:
            root.put(_steps(field_.steps, _ROOT, in_or=False, dotted=False), given)
        if all(way.fields for way in rest):
            several.append(rest)
    places = _places(several)
    if places is None:
        return None
    for ways, place in zip(several, places, strict=True):
        target = root.at(place)
        for way in ways:
            choice = _Object()
            for field_, given in way.fields.values():
                choice.put(_steps(field_.steps, place, in_or=True, dotted=dotted), given)
            target.choices.append(choice)
    return written(root.tree(), compact=True)


def has_places(parts: Iterable[Sequence[Disjunct]]) -> bool:
    """Whether there are as many places for `$or` as parts that need one.

    Args:
        parts: as for `pattern_texts`.
    """
    rests = [without_common(ways)[1] for ways in parts if len(ways) > 1]
    return _places([rest for rest in rests if all(way.fields for way in rest)]) is not None


def _places(several: Sequence[Sequence[Disjunct]]) -> list[tuple[str, ...]] | None:
    """The object in which each `$or` stands: one can be at the root, and one in `dynamodb`."""
    wanted = [_CHANGE if _below_change(ways) else _ROOT for ways in several]
    if len(wanted) == 2 and wanted[0] == wanted[1]:  # noqa: PLR2004 - there are two places
        wanted[1] = _ROOT
    return wanted if len(set(wanted)) == len(wanted) else None


def _below_change(ways: Sequence[Disjunct]) -> bool:
    return all(path_field.steps[:1] == _CHANGE for way in ways for path_field, _ in way.fields.values())


def without_common(ways: Sequence[Disjunct]) -> tuple[list[Given], list[Disjunct]]:
    """The fields that all ways have alike, and the ways without them.

    Args:
        ways: one or more.
    """
    first = ways[0].fields
    common = [
        path
        for path, (_, given) in first.items()
        if all(path in way.fields and way.fields[path][1] == given for way in ways[1:])
    ]
    if not common:
        return [], list(ways)
    alike = set(common)
    rest = [
        Disjunct({path: one for path, one in way.fields.items() if path not in alike}, way.exact)
        for way in ways
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
