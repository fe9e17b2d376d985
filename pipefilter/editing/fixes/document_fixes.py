"""The fixes of a problem in a document."""

from __future__ import annotations

from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.report import LocatedProblem
from pipefilter.editing.document import Document
from pipefilter.editing.fixes.assessment import assess, key_of
from pipefilter.editing.fixes.candidate import Subject
from pipefilter.editing.fixes.certainty import is_certain
from pipefilter.editing.fixes.finders import FINDERS
from pipefilter.editing.fixes.fix import Fix
from pipefilter.json_text.place import offset_of

__all__ = ["fixes"]

_BYTE_ORDER_MARK = "\ufeff"
_DEFAULT = CheckSettings()


def fixes(document: Document, problem: LocatedProblem, settings: CheckSettings = _DEFAULT) -> tuple[Fix, ...]:
    """The fixes of a problem that are certain; each on its own removes it.

    Args:
        problem: as the check of this document reports it.
        settings: of that check.
    """
    kind = FINDERS.get(problem.code)
    if kind is None or document.text.startswith(_BYTE_ORDER_MARK):
        return ()
    in_file = problem.in_file
    start, end = (offset_of(document.text, place) for place in (in_file.start, in_file.end))
    subject = Subject(document, problem.problem, start, end)
    before = None
    certain: dict[str, Fix] = {}
    for candidate in kind.finder(subject):
        if candidate.title in certain:
            continue
        before = before or assess(document, settings)
        if not before.problems[key_of(problem)]:
            return ()  # the document has changed
        if is_certain(document, before, problem, kind, candidate.edits, settings):
            certain[candidate.title] = Fix(candidate.title, candidate.edits)
    return tuple(certain.values())
