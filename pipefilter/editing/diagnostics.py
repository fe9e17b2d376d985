"""The problems of a document: those that `pipefilter check` reports for the folder that contains it."""

from __future__ import annotations

from pathlib import Path

from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.pattern_check import check_data
from pipefilter.application.pattern_files import is_checked
from pipefilter.application.report import FileReport, LocatedProblem
from pipefilter.dataclass import dataclass
from pipefilter.editing.document import Document
from pipefilter.errors import Place, Severity
from pipefilter.json_text.place import offset_of

__all__ = ["Diagnostic", "diagnostics"]

_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A problem, with the part of the document that it is about.

    Args:
        start: the offset of its first character in the text.
        end: the offset after its last character.
        code: `PF` and three digits; "" if the document cannot be read.
        hint: how to fix it; may be empty.
        problem: as `check` reports it; None if the document cannot be read.
    """

    start: int
    end: int
    code: str
    severity: Severity
    message: str
    hint: str = ""
    problem: LocatedProblem | None = None


def diagnostics(
    document: Document, settings: CheckSettings, folder: Path | None = None
) -> tuple[Diagnostic, ...]:
    """The problems of a document, in the order in which `check` prints them.

    Args:
        folder: that is checked, and contains the document; None if the document is not a file.
    """
    if folder is not None and not is_checked(Path(document.name), folder, document.data):
        return ()
    label = Path(document.name).name
    report = check_data(document.name, document.data, settings, label=label, is_named=False)
    located = (_diagnostic(document.text, each) for pattern in report.patterns for each in pattern.all_problems)
    return (*_unreadable(document.text, report), *located)


def _diagnostic(text: str, located: LocatedProblem) -> Diagnostic:
    start = _offset(text, located.start)
    end = max(start, _offset(text, located.end))
    return Diagnostic(start, end, located.code, located.severity, located.message, located.hint, located)


def _unreadable(text: str, report: FileReport) -> tuple[Diagnostic, ...]:
    """Why the document cannot be read, at the first character that is at fault, as far as it is known."""
    if not report.unreadable:
        return ()
    place = report.place or Place(1, 1)
    message = report.unreadable.removeprefix(f"{report.file}:")
    message = message.removeprefix(f"{place.line}:{place.column}:").strip()
    start = _offset(text, place)
    return (Diagnostic(start, min(len(text), start + 1), "", "error", message),)


def _offset(text: str, place: Place) -> int:
    """The offset of a place, which does not count a byte order mark."""
    if not text.startswith(_BYTE_ORDER_MARK):
        return offset_of(text, place)
    return 1 + offset_of(text[1:], place)
