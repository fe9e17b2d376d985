"""What can be inserted at the cursor."""

from __future__ import annotations

import re
from typing import Literal

from pipefilter.dataclass import dataclass

__all__ = ["Completion", "CompletionKind"]

CompletionKind = Literal["operator", "field", "value"]
_SPECIAL = re.compile(r"[\\$}]")


@dataclass(frozen=True, slots=True)
class Completion:
    """What can be inserted at the cursor.

    Args:
        label: as a list of completions shows it.
        start: the offset of what it replaces, which includes the cursor and is on one line.
        end: the offset after that.
        text: what to insert instead, as it must be written there.
        stops: the offsets in the text where the author goes on writing, in order; none if it is complete.
        example: the text with something at each stop.
        typed: what the text that it replaces starts with before the label: a quote, or nothing.
        detail: one line about it; may be empty.
        documentation: Markdown; may be empty.
    """

    label: str
    kind: CompletionKind
    start: int
    end: int
    text: str
    stops: tuple[int, ...] = ()
    example: str = ""
    typed: str = ""
    detail: str = ""
    documentation: str = ""

    @property
    def filter_text(self) -> str:
        """What to compare with the text that is replaced, as far as it is before the cursor."""
        return self.typed + self.label

    @property
    def snippet(self) -> str:
        """The text as a snippet of the Language Server Protocol, with `$1`, `$2` and so on where its stops are."""
        pieces = []
        at = 0
        for number, stop in enumerate(self.stops, 1):
            pieces += [_SPECIAL.sub(r"\\\g<0>", self.text[at:stop]), f"${number}"]
            at = stop
        return "".join((*pieces, _SPECIAL.sub(r"\\\g<0>", self.text[at:])))
