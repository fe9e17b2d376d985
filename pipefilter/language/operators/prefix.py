"""Text that begins so: `{"key": [{"prefix": "order#"}]}`."""

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

__all__ = ["Prefix"]

NOT_TEXT = ProblemKind(
    "PF202",
    "prefix match pattern must be a string",
    "`prefix` takes a string, or an object with `equals-ignore-case`. It takes no list.",
    'for several, repeat the operator: [{{"prefix": "a"}}, {{"prefix": "b"}}]',
)
NO_NAME = ProblemKind(
    "PF203",
    "Prefix expression name not found",
    "The object after `prefix` is empty.",
    'write {{"prefix": "text"}} or {{"prefix": {{"equals-ignore-case": "text"}}}}',
)
UNSUPPORTED = ProblemKind(
    "PF204",
    "Unsupported prefix pattern: {name}",
    "Only `equals-ignore-case` may stand inside `prefix`.",
    'write {{"prefix": "text"}} or {{"prefix": {{"equals-ignore-case": "text"}}}}',
)


@dataclass(frozen=True, slots=True)
class Prefix(InnerText):
    """Text that begins with a text, or with any spelling of one that ignores case."""

    keyword: ClassVar[str] = "prefix"
    forms: ClassVar[tuple[str, ...]] = (
        '{"prefix": "order#"}',
        '{"prefix": {"equals-ignore-case": "order#"}}',
    )
    meaning: ClassVar[str] = "The value is text that begins with this text."
    traps: ClassVar[tuple[str, ...]] = (
        "Only text: a number never begins with anything.",
        "One field cannot have a prefix AND a suffix; use `wildcard` where it is allowed.",
        'AWS compares the text with its quotes, so `{"prefix": "ab\\""}` takes the text `ab`.',
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
        quoted = byte_text(seen) + '"'  # AWS's text has its quotes around it
        if isinstance(self.what, InnerText):
            return self.what.starts(quoted)
        return quoted.startswith(byte_text(self.what))

    def words(self) -> str:  # noqa: D102
        return f"begins with {affix_in_words(self.what)}"

    def near(self, filler: str) -> Iterator[Scalar]:  # noqa: D102
        text = affix_text(self.what)
        yield from (text, text + filler, filler + text, filler, text[:-1], text.swapcase())
