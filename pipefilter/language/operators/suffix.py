"""Strings that end with a suffix: `{"key": [{"suffix": ".png"}]}`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pipefilter.dataclass import dataclass
from pipefilter.errors import ProblemKind
from pipefilter.json_text.tree import Scalar
from pipefilter.language.affix import Affix
from pipefilter.language.comparable import Comparable, byte_text
from pipefilter.language.java_strings import java_reversed
from pipefilter.language.operator import InnerText
from pipefilter.language.prefilter import Requirement, StringRequirement, string_requirement
from pipefilter.override import override

__all__ = ["Suffix"]

NOT_TEXT = ProblemKind(
    "PF205",
    "suffix without a string: it requires a string",
    "suffix match pattern must be a string",
    "`suffix` requires a string, or an object with `equals-ignore-case`. It does not accept a list.",
    'for several suffixes, repeat the operator: [{{"suffix": "a"}}, {{"suffix": "b"}}]',
)
NO_NAME = ProblemKind(
    "PF206",
    "Empty object in suffix: an operator is missing",
    "Suffix expression name not found",
    "The object in `suffix` is empty.",
    'write {{"suffix": "text"}} or {{"suffix": {{"equals-ignore-case": "text"}}}}',
)
UNSUPPORTED = ProblemKind(
    "PF207",
    "Unsupported operator inside suffix: only equals-ignore-case is allowed",
    "Unsupported suffix pattern: {name}",
    "Inside `suffix`, only `equals-ignore-case` is allowed.",
    'write {{"suffix": "text"}} or {{"suffix": {{"equals-ignore-case": "text"}}}}',
)


@dataclass(frozen=True, slots=True)
class Suffix(Affix):
    """A string that ends with a suffix, exactly or ignoring case."""

    keyword: ClassVar[str] = "suffix"
    forms: ClassVar[tuple[str, ...]] = ('{"suffix": ".png"}', '{"suffix": {"equals-ignore-case": ".png"}}')
    meaning: ClassVar[str] = "The value is a string that ends with this string."
    traps: ClassVar[tuple[str, ...]] = (
        "Only strings match: a number has no suffix.",
        "One field cannot require a prefix AND a suffix; use `wildcard` where it is supported.",
        'AWS compares the string with its quotes, so `{"suffix": "\\"ab"}` matches the string `ab`.',
    )
    not_text: ClassVar[ProblemKind] = NOT_TEXT
    no_name: ClassVar[ProblemKind] = NO_NAME
    unsupported: ClassVar[ProblemKind] = UNSUPPORTED

    @override
    def _as_compared(self, text: str) -> str:
        # reversed twice, as the engine does it, which makes pairs of halves in the wrong order
        return byte_text(text if text.isascii() else java_reversed(java_reversed(text + '"'))[:-1])

    @override
    def holds(self, value: Comparable) -> bool:
        if not isinstance(value, str):
            return False
        quoted = '"' + byte_text(value)  # the engine compares the string with its quotes
        if isinstance(self.affix, InnerText):
            return self.affix.ends(quoted)
        return quoted.endswith(self._compared)

    @override
    def requirement(self) -> Requirement:
        if not isinstance(self.affix, str):
            return Requirement(StringRequirement())
        return string_requirement(StringRequirement(ends=self._compared.removeprefix('"')))

    @override
    def words(self) -> str:
        return f"ends with {self.text_in_words}"

    @override
    def boundary_values(self, filler: str) -> Iterator[Scalar]:
        text = self.text
        yield from (text, filler + text, text + filler, filler, text[1:], text.swapcase())
