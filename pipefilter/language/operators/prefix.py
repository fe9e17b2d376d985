"""Strings that start with a prefix: `{"key": [{"prefix": "order#"}]}`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pipefilter.dataclass import dataclass
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
    "prefix without a string: it requires a string",
    "prefix match pattern must be a string",
    "`prefix` requires a string, or an object with `equals-ignore-case`. It does not accept a list.",
    'for several prefixes, repeat the operator: [{{"prefix": "a"}}, {{"prefix": "b"}}]',
)
NO_NAME = ProblemKind(
    "PF203",
    "Empty object in prefix: an operator is missing",
    "Prefix expression name not found",
    "The object in `prefix` is empty.",
    'write {{"prefix": "text"}} or {{"prefix": {{"equals-ignore-case": "text"}}}}',
)
UNSUPPORTED = ProblemKind(
    "PF204",
    "Unsupported operator inside prefix: only equals-ignore-case is allowed",
    "Unsupported prefix pattern: {name}",
    "Inside `prefix`, only `equals-ignore-case` is allowed.",
    'write {{"prefix": "text"}} or {{"prefix": {{"equals-ignore-case": "text"}}}}',
)


@dataclass(frozen=True, slots=True)
class Prefix(Affix):
    """A string that starts with a prefix, exactly or ignoring case."""

    keyword: ClassVar[str] = "prefix"
    forms: ClassVar[tuple[str, ...]] = ('{"prefix": "order#"}', '{"prefix": {"equals-ignore-case": "order#"}}')
    meaning: ClassVar[str] = "The value is a string that starts with this string."
    traps: ClassVar[tuple[str, ...]] = (
        "Only strings match: a number has no prefix.",
        "One field cannot require a prefix AND a suffix; use `wildcard` where it is supported.",
        'AWS compares the string with its quotes, so `{"prefix": "ab\\""}` matches the string `ab`.',
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
        return f"starts with {self.text_in_words}"

    @override
    def boundary_values(self, filler: str) -> Iterator[Scalar]:
        text = self.text
        yield from (text, text + filler, filler + text, filler, text[:-1], text.swapcase())
