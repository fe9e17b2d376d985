"""A file that is open in an editor: its name, and its text as it is now."""

from __future__ import annotations

from pipefilter.dataclass import dataclass

__all__ = ["Document"]


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is open in an editor.

    Args:
        name: as `pipefilter check` takes it; the files beside it are found by it.
        text: as it is now, which may not be saved.
        unreadable: the contents of the file if they are not UTF-8, and the text is what the editor has made of them.
    """

    name: str
    text: str
    unreadable: bytes | None = None

    @property
    def data(self) -> bytes:
        """The contents that the file has, or would have if it were saved now."""
        if self.unreadable is not None:
            return self.unreadable
        return self.text.encode("utf-8", "surrogatepass")
