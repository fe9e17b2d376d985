"""What an editor shows about a part of a document."""

from __future__ import annotations

from pipefilter.dataclass import dataclass

__all__ = ["Hover"]


@dataclass(frozen=True, slots=True)
class Hover:
    """What an editor shows about a part of a document.

    Args:
        markdown: in which names and values of the document are code, so that they cannot be links or markup.
        start: the offset of the part.
        end: the offset after it.
    """

    markdown: str
    start: int
    end: int
