"""What may be completed, as a part of a pattern, whatever language the pattern is written in."""

from __future__ import annotations

from pipefilter.dataclass import dataclass
from pipefilter.editing.completion.completion import CompletionKind
from pipefilter.json_text.tree import Json

__all__ = ["Suggestion"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A part of a pattern that may be inserted.

    Args:
        written: with `STOP` where the author goes on writing; for a member or an operator, an object with one member.
        example: the same when it is complete, to be tried.
        is_open: whether it is a member with an object that the author goes on writing.
    """

    label: str
    kind: CompletionKind
    written: Json
    example: Json
    is_open: bool = False
    detail: str = ""
    documentation: str = ""
