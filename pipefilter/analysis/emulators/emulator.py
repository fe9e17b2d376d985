"""What the checks of emulators have in common: a place, and how it is judged there."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass

from pipefilter.analysis.reading.at_field import about_alternative, about_field
from pipefilter.analysis.reading.attribute_place import attribute_place
from pipefilter.analysis.reading.list_place import list_place
from pipefilter.errors import Example, Problem, ProblemKind
from pipefilter.json_text.number import Number
from pipefilter.json_text.place import problem_at
from pipefilter.language.branches import branches_of, every_field
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.cidr import Cidr
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.operators.wildcard import pieces_of

__all__ = [
    "LISTS",
    "Emulator",
    "fields_by_list",
    "has_host_bits",
    "has_star",
    "is_like_boolean",
    "takes_absence_in_list",
]

LISTS = ProblemKind(
    "PF453",
    "Emulators evaluate lists differently: a test there proves nothing",
    "{emulator} judges otherwise if {path} is or holds a list of objects: {how}",
    "AWS looks into lists of objects, and wants all fields below one in the same element.",
    "test with an event that has a list there, with pipefilter test and on AWS",
    wording="pipefilter",
    advice=True,
    severity="note",
    url="https://github.com/aws/event-ruler",
    bad=Example('{"detail": {"tags": {"Key": ["env"], "Value": ["prod"]}}}', emulators=True),
    good=Example('{"detail": {"Key": ["env"], "Value": ["prod"]}}', emulators=True),
)


@dataclass(frozen=True, slots=True)
class Emulator:
    """An emulator of AWS that judges patterns.

    Args:
        name: with the version whose verdicts are known.
        kind: what is told of it.
        pattern: that is being checked.
    """

    name: str
    kind: ProblemKind
    pattern: EventPattern

    def whole(self, how: str) -> Problem:
        """It treats the whole pattern otherwise."""
        return problem_at(self.kind, self.pattern.text, (0, 1), names={"emulator": self.name, "how": how})

    def alternative(self, field: Field, number: int, how: str) -> Problem:
        """It judges one alternative otherwise."""
        return about_alternative(self.kind, self.pattern, field, number, emulator=self.name, how=how)

    def field(self, field: Field, how: str) -> Problem:
        """It judges one field otherwise."""
        return about_field(self.kind, self.pattern, field, emulator=self.name, how=how)

    def in_list(self, field: Field, how: str) -> Problem:
        """It judges one field otherwise, if it is in a list."""
        names = {"path": list_place(field.path), "emulator": self.name, "how": how}
        return problem_at(LISTS, self.pattern.text, field.span, pointer=field.pointer, names=names)


def has_star(operator: Operator) -> bool:
    """Whether there is a `*` in it that stands for any text."""
    return any(len(pieces_of(text)) > 1 for text in operator.wildcards)


def has_host_bits(operator: Cidr) -> bool:
    """Whether Python's `ipaddress` refuses its network, for bits of the address beyond the mask."""
    try:
        ipaddress.ip_network(str(operator.operand()))
    except ValueError:
        return True
    return False


def is_like_boolean(field: Field, operator: Operator) -> bool:
    """Whether Python, in which `True == 1`, takes a boolean for a number in it, or the other way round."""
    place = attribute_place(field.path)
    if place is not None:  # there are booleans under BOOL only, and no numbers
        return False
    if isinstance(operator, Numeric):
        low, with_low, high, with_high = operator.bounds
        return any(
            (low < one or (low == one and with_low)) and (one < high or (one == high and with_high))
            for one in (0, 1)
        )
    values: tuple[object, ...] = ()
    if isinstance(operator, AnythingBut):
        values = operator.excluded
    elif isinstance(operator, Exact):
        values = (operator.value,)
    return any(
        isinstance(one, bool) or (isinstance(one, Number) and one.comparable in (0.0, 1.0)) for one in values
    )


def fields_by_list(pattern: EventPattern) -> Iterator[tuple[Field, int]]:
    """The first field below each list that may be, with how many a branch has there at most."""
    first: dict[str, Field] = {}
    most: dict[str, int] = {}
    for field in every_field(pattern.members):
        place = list_place(field.path)
        if place:
            first.setdefault(place, field)
    for branch in branches_of(pattern):
        for place in first:
            count = sum(path.startswith(f"{place}.") for path in branch.fields)
            most[place] = max(most.get(place, 0), count)
    for place, field in first.items():
        yield field, most[place]


def takes_absence_in_list(pattern: EventPattern) -> Iterator[Field]:
    """Fields below a list that may be, which may be absent."""
    for field in every_field(pattern.members):
        if list_place(field.path) and any(
            isinstance(one, Exists) and not one.present for one in field.alternatives
        ):
            yield field
