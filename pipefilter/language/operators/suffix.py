"""Text that ends so: `{"key": [{"suffix": ".png"}]}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from pipefilter.errors import ProblemKind
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.language.affix import (
    affix_in_words,
    affix_operand,
    affix_text,
    not_empty,
    read_affix,
)
from pipefilter.language.operator import InnerText
from pipefilter.language.problems import AFFIX_NOT_TEXT
from pipefilter.language.reading import Reading
from pipefilter.language.seen import Seen, byte_text

__all__ = ["Suffix"]

NOT_TEXT = ProblemKind(
    "PF205",
    "suffix match pattern must be a string",
    "`suffix` takes a string, or an object with `equals-ignore-case`. It takes no list.",
    'for several, repeat the operator: [{{"suffix": "a"}}, {{"suffix": "b"}}]',
)
NO_NAME = ProblemKind(
    "PF206",
    "Suffix expression name not found",
    "The object after `suffix` is empty.",
    'write {{"suffix": "text"}} or {{"suffix": {{"equals-ignore-case": "text"}}}}',
)
UNSUPPORTED = ProblemKind(
    "PF207",
    "Unsupported suffix pattern: {name}",
    "Only `equals-ignore-case` may stand inside `suffix`.",
    'write {{"suffix": "text"}} or {{"suffix": {{"equals-ignore-case": "text"}}}}',
)


@dataclass(frozen=True, slots=True)
class Suffix(InnerText):
    """Text that ends with a text, or with any spelling of one that ignores case."""

    keyword: ClassVar[str] = "suffix"
    forms: ClassVar[tuple[str, ...]] = (
        '{"suffix": ".png"}',
        '{"suffix": {"equals-ignore-case": ".png"}}',
    )
    meaning: ClassVar[str] = "The value is text that ends with this text."
    traps: ClassVar[tuple[str, ...]] = (
        "Only text: a number never ends with anything.",
        "One field cannot have a prefix AND a suffix; use `wildcard` where it is allowed.",
        'AWS compares the text with its quotes, so `{"suffix": "\\"ab"}` takes the text `ab`.',
    )
    inside: ClassVar[frozenset[str]] = frozenset({"anything-but"})
    not_text_inside: ClassVar[ProblemKind] = AFFIX_NOT_TEXT

    what: str | InnerText

    @classmethod
    def read(cls, reading: Reading) -> Self:  # noqa: D102
        kinds = {"not_text": NOT_TEXT, "no_name": NO_NAME, "unsupported": UNSUPPORTED}
        return cls(read_affix(reading, cls.keyword, **kinds))

    @classmethod
    def inside_anything_but(cls, reading: Reading, text: str) -> Self:  # noqa: D102
        return cls(not_empty(reading, text))

    def operand(self) -> Json:  # noqa: D102
        return affix_operand(self.what)

    def holds(self, seen: Seen) -> bool:  # noqa: D102
        if not isinstance(seen, str):
            return False
        quoted = '"' + byte_text(seen)  # AWS's text has its quotes around it
        if isinstance(self.what, InnerText):
            return self.what.ends(quoted)
        return quoted.endswith(byte_text(self.what))

    def words(self) -> str:  # noqa: D102
        return f"ends with {affix_in_words(self.what)}"

    def near(self, filler: str) -> Iterator[Scalar]:  # noqa: D102
        text = affix_text(self.what)
        yield from (text, filler + text, text + filler, filler, text[1:], text.swapcase())
