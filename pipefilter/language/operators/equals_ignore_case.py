"""Equal strings, ignoring case: `{"state": [{"equals-ignore-case": "running"}]}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import ClassVar, Self

from pipefilter.dataclass import dataclass
from pipefilter.errors import ProblemKind
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.json_text.writer import written
from pipefilter.language.caseless_string import CaselessString
from pipefilter.language.comparable import Comparable
from pipefilter.language.operator import InnerText
from pipefilter.language.parser_state import ParserState
from pipefilter.language.prefilter import Requirement, StringRequirement
from pipefilter.override import override

__all__ = ["EqualsIgnoreCase"]

NOT_TEXT = ProblemKind(
    "PF208",
    "equals-ignore-case without a string: it requires a string",
    "equals-ignore-case match pattern must be a string",
    "`equals-ignore-case` requires a string. It accepts a list only inside `anything-but`.",
    'for several strings, repeat the operator: [{{"equals-ignore-case": "a"}}, {{"equals-ignore-case": "b"}}]',
)
NOT_TEXT_INSIDE = ProblemKind(
    "PF221",
    "equals-ignore-case inside anything-but: use a string or a list of strings",
    "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
    "`equals-ignore-case` inside `anything-but` requires a string or a list of strings.",
    "write a string in double quotes",
)


@dataclass(frozen=True, slots=True)
class EqualsIgnoreCase(InnerText):
    """A string that is equal except for case."""

    keyword: ClassVar[str] = "equals-ignore-case"
    forms: ClassVar[tuple[str, ...]] = ('{"equals-ignore-case": "running"}',)
    meaning: ClassVar[str] = "The value is this string, in any mix of upper and lower case."
    traps: ClassVar[tuple[str, ...]] = (
        "Characters outside the Basic Multilingual Plane (emoji, some scripts) never match, not even themselves.",
        "Only the pattern's letters are folded, one by one: `ß` matches `SS`, but `ss` does not match `ß`.",
    )
    inside: ClassVar[frozenset[str]] = frozenset({"prefix", "suffix", "anything-but"})
    not_text_inside: ClassVar[ProblemKind] = NOT_TEXT_INSIDE

    text: str
    _caseless: CaselessString = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_caseless", CaselessString(self.text))

    @classmethod
    @override
    def read(cls, state: ParserState) -> Self:
        return cls(state.text_operand(NOT_TEXT))

    @classmethod
    @override
    def inside_anything_but(cls, state: ParserState, text: str) -> Self:
        del state  # any string is valid
        return cls(text)

    @override
    def operand(self) -> Json:
        return self.text

    @override
    def holds(self, value: Comparable) -> bool:
        return isinstance(value, str) and self._caseless.equals(value)

    @override
    def starts(self, text: str) -> bool:
        return self._caseless.starts(text)

    @override
    def ends(self, text: str) -> bool:
        return self._caseless.ends(text)

    @override
    def requirement(self) -> Requirement:
        return Requirement(StringRequirement())

    @override
    def words(self) -> str:
        return f"is {written(self.text)} (ignoring case)"

    @override
    def boundary_values(self, filler: str) -> Iterator[Scalar]:
        text = self.text
        yield from (text, text.upper(), text.lower(), text.swapcase(), text + filler, filler)
