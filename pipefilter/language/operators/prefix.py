"""Strings that begin with a prefix: `{"key": [{"prefix": "order#"}]}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from pipefilter.errors import ProblemKind
from pipefilter.json_text.tree import Scalar
from pipefilter.language.affix import Affix
from pipefilter.language.comparable import Comparable, byte_text
from pipefilter.language.operator import InnerText
from pipefilter.language.prefilter import Requirement, StringRequirement, string_requirement
from pipefilter.override import override

__all__ = ["Prefix"]

NOT_TEXT = ProblemKind(
    "PF202",
    "prefix without a string: its operand is a string",
    "prefix match pattern must be a string",
    "`prefix` takes a string, or an object with `equals-ignore-case`. It takes no list.",
    'for several, repeat the operator: [{{"prefix": "a"}}, {{"prefix": "b"}}]',
)
NO_NAME = ProblemKind(
    "PF203",
    "Empty object after prefix: an operator is missing",
    "Prefix expression name not found",
    "The object after `prefix` is empty.",
    'write {{"prefix": "text"}} or {{"prefix": {{"equals-ignore-case": "text"}}}}',
)
UNSUPPORTED = ProblemKind(
    "PF204",
    "Unsupported operator inside prefix: only equals-ignore-case may stand there",
    "Unsupported prefix pattern: {name}",
    "Only `equals-ignore-case` may stand inside `prefix`.",
    'write {{"prefix": "text"}} or {{"prefix": {{"equals-ignore-case": "text"}}}}',
)


@dataclass(frozen=True, slots=True)
class Prefix(Affix):
    """A string that begins with a prefix, or with one whatever its case."""

    keyword: ClassVar[str] = "prefix"
    forms: ClassVar[tuple[str, ...]] = ('{"prefix": "order#"}', '{"prefix": {"equals-ignore-case": "order#"}}')
    meaning: ClassVar[str] = "The value is text that begins with this text."
    traps: ClassVar[tuple[str, ...]] = (
        "Only text: a number never begins with anything.",
        "One field cannot have a prefix AND a suffix; use `wildcard` where it is allowed.",
        'AWS compares the text with its quotes, so `{"prefix": "ab\\""}` takes the text `ab`.',
    )
    not_text: ClassVar[ProblemKind] = NOT_TEXT
    no_name: ClassVar[ProblemKind] = NO_NAME
    unsupported: ClassVar[ProblemKind] = UNSUPPORTED

    @override
    def _as_compared(self, text: str) -> str:
        return byte_text(text)

    @override
    def holds(self, value: Comparable) -> bool:
        if not isinstance(value, str):
            return False
        quoted = byte_text(value) + '"'  # the engine compares the string with its quotes
        if isinstance(self.affix, InnerText):
            return self.affix.starts(quoted)
        return quoted.startswith(self._compared)

    @override
    def requirement(self) -> Requirement:
        if not isinstance(self.affix, str):
            return Requirement(StringRequirement())
        return string_requirement(StringRequirement(starts=self.affix.removesuffix('"')))

    @override
    def words(self) -> str:
        return f"begins with {self.text_in_words}"

    @override
    def boundary_values(self, filler: str) -> Iterator[Scalar]:
        text = self.text
        yield from (text, text + filler, filler + text, filler, text[:-1], text.swapcase())
