"""The fixes of the problems in a document."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.report import LocatedProblem
from pipefilter.editing.document import Document
from pipefilter.editing.fixes.assessment import Assessment, assess
from pipefilter.editing.fixes.candidate import Subject
from pipefilter.editing.fixes.certainty import Certainty
from pipefilter.editing.fixes.excerpt import Excerpt, excerpt, whole
from pipefilter.editing.fixes.finders import FINDERS
from pipefilter.editing.fixes.fix import Edit, Fix
from pipefilter.json_text.place import offset_of

__all__ = ["DocumentFixes", "fixes"]

_BYTE_ORDER_MARK = "\ufeff"
_DEFAULT = CheckSettings()
_MAX_WHOLE = 60_000
"""The number of characters up to which a document is checked as a whole, if no excerpt has the same problem."""


def fixes(document: Document, problem: LocatedProblem, settings: CheckSettings = _DEFAULT) -> tuple[Fix, ...]:
    """The fixes of a problem that are certain; each on its own removes it.

    Args:
        problem: as the check of this document reports it.
        settings: of that check.
    """
    return DocumentFixes(document, settings).of(problem)


class DocumentFixes:
    """Finds the fixes of several problems of a document, of which each resource is checked only once before them.

    Args:
        should_stop: whether nobody needs the answer any more; asked before each check.
    """

    def __init__(
        self,
        document: Document,
        settings: CheckSettings = _DEFAULT,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._shift = int(document.text.startswith(_BYTE_ORDER_MARK))
        self._document = Document(document.name, document.text[self._shift :])
        self._settings = settings
        self._should_stop = should_stop
        self._assessments: dict[str, Assessment] = {}

    def of(self, problem: LocatedProblem) -> tuple[Fix, ...]:
        """The fixes of a problem that are certain, as `fixes` finds them."""
        if problem.code not in FINDERS:
            return ()
        text = self._document.text
        start, end = (offset_of(text, place) for place in (problem.start, problem.end))
        part = excerpt(self._document, start)
        certain = self._in(part, problem, start, end)
        if certain is None and len(part.document.text) < len(text) <= _MAX_WHOLE:
            certain = self._in(whole(self._document), problem, start, end)
        return certain or ()

    def _in(self, part: Excerpt, problem: LocatedProblem, start: int, end: int) -> tuple[Fix, ...] | None:
        """The fixes, found in an excerpt; None if it does not have the same problem."""
        first, last = part.inner(start), part.inner(end)
        if first is None or last is None or self._should_stop():
            return None
        document = part.document
        before = self._assessed(document)
        same = next((each for each in before.all_problems if _is_same(document, each, problem, first)), None)
        if same is None:
            return None
        kind = FINDERS[problem.code]
        index = before.index_at(first)
        pattern = None if index is None else before.located[index]
        subject = Subject(document, same.problem, first, last, pattern)
        certainty = Certainty(document, self._document.text, before, same, index, kind, self._settings)
        certain: dict[str, Fix] = {}
        for candidate in kind.finder(subject):
            if self._should_stop():
                return ()
            if candidate.title in certain or not certainty.is_certain(candidate):
                continue
            edits = tuple(filter(None, map(part.outer, candidate.edits)))
            if len(edits) == len(candidate.edits):
                certain[candidate.title] = Fix(candidate.title, tuple(map(self._shifted, edits)))
        return tuple(certain.values())

    def _assessed(self, document: Document) -> Assessment:
        known = self._assessments.get(document.text)
        if known is None:
            known = self._assessments[document.text] = assess(document, self._settings)
        return known

    def _shifted(self, edit: Edit) -> Edit:
        return Edit(edit.start + self._shift, edit.end + self._shift, edit.text)


def _is_same(document: Document, reported: LocatedProblem, problem: LocatedProblem, start: int) -> bool:
    """Whether a problem of an excerpt is the same as one of the document.

    Args:
        start: the offset of the latter in the excerpt.
    """
    return (
        reported.code == problem.code
        and reported.problem.pointer == problem.problem.pointer
        and offset_of(document.text, reported.start) == start
        and (problem.code == "PF101" or reported.message == problem.message)
    )
