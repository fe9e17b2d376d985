"""Shared by the checks of emulators: how to report a difference, and differences that several emulators have."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator

from pipefilter.analysis.reading.attribute_place import attribute_place
from pipefilter.analysis.reading.existence import existence
from pipefilter.analysis.reading.report import every_alternative, report_alternative, report_field
from pipefilter.dataclass import dataclass
from pipefilter.errors import AdviceKind, Example, Problem, ProblemKind
from pipefilter.json_text.number import Number
from pipefilter.json_text.place import problem_at
from pipefilter.language.branches import branches_of, every_field
from pipefilter.language.dynamodb_record import IMAGES
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.cidr import Cidr
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.operators.wildcard import pieces_of

__all__ = [
    "ABSENT_IN_ANY_ELEMENT",
    "BOOLEAN_AS_NUMBER",
    "LISTS",
    "WITHOUT_ATTRIBUTES",
    "Emulator",
    "excludes_numbers",
    "fields_by_list",
    "has_host_bits",
    "has_star",
    "is_like_boolean",
    "is_number",
    "matches_absence_in_list",
]

LISTS = AdviceKind(
    "PF453",
    "Emulators evaluate arrays differently: do not rely on tests there",
    "{emulator} evaluates this differently from AWS if {path} is or contains an array of objects: {how}",
    "AWS looks into arrays of objects, and requires all fields below such an array to match in the same element.",
    "test an event that has an array there, both with pipefilter test and on AWS",
    severity="note",
    url="https://github.com/aws/event-ruler",
    bad=Example('{"detail": {"tags": {"Key": ["env"], "Value": ["prod"]}}}', emulators=True),
    good=Example('{"detail": {"Key": ["env"], "Value": ["prod"]}}', emulators=True),
)

ABSENT_IN_ANY_ELEMENT = "exists false matches there as soon as one element lacks the field"
WITHOUT_ATTRIBUTES = "it matches there even if the message has no attributes at all"
BOOLEAN_AS_NUMBER = "true equals 1 there, and false equals 0"

_OBJECTS = frozenset(
    ("detail", "dynamodb", "body", "data", "value", "key", "attributes", "messageAttributes", "userIdentity")
)
"""Top-level fields that are objects in AWS's events, or data that are hardly ever an array."""


@dataclass(frozen=True, slots=True)
class Emulator:
    """An emulator of AWS that evaluates patterns, with the version whose verdicts are known."""

    name: str
    kind: ProblemKind
    pattern: EventPattern

    def whole(self, how: str) -> Problem:
        """A difference of the whole pattern."""
        return problem_at(self.kind, self.pattern.text, (0, 1), names={"emulator": self.name, "how": how})

    def alternatives(self, differences: Callable[[Field, Operator], Iterator[str]]) -> Iterator[Problem]:
        """The differences of each alternative on its own."""
        for field, number, operator in every_alternative(self.pattern):
            for how in differences(field, operator):
                yield report_alternative(self.kind, self.pattern, field, number, emulator=self.name, how=how)

    def field(self, field: Field, how: str) -> Problem:
        """A difference of one field."""
        return report_field(self.kind, self.pattern, field, emulator=self.name, how=how)

    def in_list(self, field: Field, how: str) -> Problem:
        """A difference of one field, if it is in an array."""
        names = {"path": _list_path(field.path), "emulator": self.name, "how": how}
        return problem_at(LISTS, self.pattern.text, field.span, pointer=field.pointer, names=names)


def has_star(operator: Operator) -> bool:
    """Whether the operator has a `*` that matches any characters."""
    return any(len(pieces_of(text)) > 1 for text in operator.wildcards)


def has_host_bits(operator: Cidr) -> bool:
    """Whether the address has bits beyond the mask, so that Python's `ipaddress` rejects the network."""
    try:
        ipaddress.ip_network(str(operator.operand()))
    except ValueError:
        return True
    return False


def is_like_boolean(field: Field, operator: Operator) -> bool:
    """Whether Python, in which `True == 1`, confuses a boolean with a number of the operator, or a number with a boolean."""
    place = attribute_place(field.path)
    if place is not None:  # booleans occur only under BOOL, and numbers do not occur
        return False
    if isinstance(operator, Numeric):
        return operator.holds(0.0) or operator.holds(1.0)
    values: tuple[object, ...] = ()
    if isinstance(operator, AnythingBut):
        values = operator.excluded
    elif isinstance(operator, Exact):
        values = (operator.value,)
    return any(
        isinstance(value, bool) or (isinstance(value, Number) and value.comparable in (0.0, 1.0))
        for value in values
    )


def is_number(operator: Operator) -> bool:
    """Whether an alternative is a plain number."""
    return isinstance(operator, Exact) and isinstance(operator.value, Number)


def excludes_numbers(operator: Operator) -> bool:
    """Whether `anything-but` excludes numbers."""
    return isinstance(operator, AnythingBut) and isinstance(operator.excluded[0], Number)


def fields_by_list(pattern: EventPattern) -> Iterator[tuple[Field, int]]:
    """The first field below each possible array, with the largest number of fields that a branch has there."""
    first: dict[str, Field] = {}
    counts: dict[str, int] = {}
    for field in every_field(pattern.members):
        place = _list_path(field.path)
        if place:
            first.setdefault(place, field)
    for branch in branches_of(pattern):
        for place in first:
            count = sum(path.startswith(f"{place}.") for path in branch.fields)
            counts[place] = max(counts.get(place, 0), count)
    for place, field in first.items():
        yield field, counts[place]


def matches_absence_in_list(pattern: EventPattern) -> Iterator[Field]:
    """Fields below a possible array that also match if they are absent."""
    for field in every_field(pattern.members):
        if _list_path(field.path) and False in existence(field):
            yield field


def _list_path(path: str) -> str:
    """The shortest prefix of a field's path that may be an array of objects; "" if there is none.

    In a DynamoDB image, only the value of `L` is an array.
    """
    names = path.split(".")[:-1]
    if names[:1] == ["dynamodb"] and names[1:2] and names[1] in IMAGES:
        return ".".join(names[: names.index("L", 3) + 1]) if "L" in names[3:] else ""
    start = 1 if names[:1] and names[0] in _OBJECTS else 0
    return ".".join(names[: start + 1]) if len(names) > start else ""
