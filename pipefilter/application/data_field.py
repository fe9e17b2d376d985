"""Looks up one field in the data of many records; whether names are repeated is checked once for all of them."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.dataclass import dataclass
from pipefilter.matching.known_verdicts import MAX_KNOWN, MAX_KNOWN_LENGTH
from pipefilter.matching.projection.projected_field import ProjectedField
from pipefilter.native_libraries.byte_search import count
from pipefilter.native_libraries.json_reader import Parser

__all__ = ["DataField", "FieldVerdicts"]

_MANY = 0.25
"""The share of data without a string at the path from which on they are looked up only in full."""
_WAIT = 32
"""For so many blocks."""


@dataclass(frozen=True, slots=True)
class FieldVerdicts:
    """The verdicts of a field on data, by their indexes.

    Args:
        matched: has a string at the path that matches.
        undecided: has something else; all others have one string at the path, and it does not match.
    """

    matched: list[int]
    undecided: list[int]


class DataField:
    """A field that all data must match."""

    def __init__(self, field: ProjectedField) -> None:
        self._path = field.path
        self._holds = field.string_holds
        self._known: dict[object, bool] = {}
        """Verdicts on strings."""
        self._parse = Parser().parse
        self._wait = 0

    def verdicts(self, contents: Sequence[bytes], joined: bytes) -> FieldVerdicts | None:
        """The verdicts on data; None if a name of the path may be repeated.

        Args:
            contents: objects, unless they are not JSON.
            joined: all of them, without a name of the path that is written with escapes, or before a dot.

        Raises:
            ValueError: some of it is not JSON.
        """
        if self._wait:
            self._wait -= 1
            return None
        matched: list[int] = []
        undecided: list[int] = []
        missing = 0
        parse, get, known = self._parse, self._path.get, self._known
        (name, *deeper) = self._path.keys
        for number, content in enumerate(contents):
            try:
                # without a call for the usual path of one name
                value = get(parse(content)) if deeper else parse(content)[name]  # type: ignore[arg-type,index]  # raises what is caught
            except (KeyError, TypeError):  # also a value on the path that is not an object
                missing += 1
                undecided.append(number)
                continue
            if type(value) is not str:
                value = None  # it must be freed before the next is parsed
                undecided.append(number)
                continue
            holds = known.get(value)
            if holds is None:
                holds = self._holds(value)
                if len(known) < MAX_KNOWN and len(value) <= MAX_KNOWN_LENGTH:
                    known[value] = holds
            if holds:
                matched.append(number)
        if len(undecided) > _MANY * len(contents):
            self._wait = _WAIT
        # another value would have the last name, too; each of these has it, so if it is in no more places, none has it twice
        if count(joined, self._path.quoted[-1]) != len(contents) - missing:
            self._wait = _WAIT
            return None
        return FieldVerdicts(matched, undecided)
