"""A document that is open in an editor, with the state of its check."""

from __future__ import annotations

from pathlib import Path

from pipefilter.editing.diagnostics import Diagnostic
from pipefilter.editing.document import Document
from pipefilter.json_text.tree import decoded
from pipefilter.language_server.document_place import DocumentPlace
from pipefilter.language_server.document_text import DocumentText

__all__ = ["MAX_CHECKED", "OpenDocument"]

_REPLACED = "\ufffd"
"""What editors show for bytes that are not UTF-8."""
_MAX_BYTES = 8_000_000
MAX_CHECKED = 2_000_000
"""The number of characters up to which a document is checked while it is typed; CloudFormation takes half of that."""


class OpenDocument:
    """A document, from its opening to its closing.

    Args:
        uri: as the editor writes it.
        version: as the editor counts it; None if it does not.
        place: None if the document cannot have patterns.
    """

    def __init__(
        self, uri: str, language: str, version: int | None, text: str, place: DocumentPlace | None
    ) -> None:
        self.uri = uri
        self.language = language
        self.version = version
        self.text = DocumentText(text)
        self.place = place
        self.unreadable = _not_utf_8(Path(place.name)) if _REPLACED in text and place and place.folder else None
        """The contents of the file that are not UTF-8, until the text changes or is saved."""
        self.revision = 0
        """Counts everything that may change the result of a check: texts, settings, other files."""
        self.results: tuple[int, Document, tuple[Diagnostic, ...]] | None = None
        """The revision that was checked last, what was checked, and its problems."""

    @property
    def folder(self) -> Path | None:
        """The folder that is checked; None if the document is not a file."""
        return self.place.folder if self.place is not None else None

    @property
    def is_too_long(self) -> bool:
        """Whether it is not checked, nor anything else is shown for it."""
        return len(self.text.text) > MAX_CHECKED

    def snapshot(self) -> Document | None:
        """The document as it is now, for a thread; None if it cannot have patterns, or is too long."""
        if self.place is None or self.is_too_long:
            return None
        return Document(self.place.name, self.text.text, self.unreadable)


def _not_utf_8(path: Path) -> bytes | None:
    """The contents of a file, if they are not UTF-8; None otherwise, and if it cannot be read."""
    try:
        data = path.read_bytes() if path.is_file() and path.stat().st_size <= _MAX_BYTES else b""
    except (OSError, ValueError):
        return None
    try:
        decoded(data)
    except UnicodeDecodeError:
        return data
    return None
