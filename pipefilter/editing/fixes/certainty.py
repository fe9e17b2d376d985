"""Decides whether a candidate is certain: the document is checked again with its edits.

The problem must be gone, and no new problem of at least its severity may appear. Of an invalid pattern, AWS reports only
the first problems, and the checks of valid patterns do not run: what was hidden by the problem is not new, unless it is
about the very text that the fix writes.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.report import LocatedProblem
from pipefilter.editing.document import Document
from pipefilter.editing.fixes.assessment import Assessment, are_equal, assess, key_of
from pipefilter.editing.fixes.finders import FixKind
from pipefilter.editing.fixes.fix import Edit, edited
from pipefilter.json_text.place import offset_of

__all__ = ["is_certain"]

_SEVERITIES = ("note", "warning", "error")
_SYNTAX = "PF101"
_OF_VALID_PATTERNS = ("PF3", "PF4", "PF5")


def is_certain(  # noqa: PLR0913 - what a fix is checked against
    document: Document,
    before: Assessment,
    problem: LocatedProblem,
    kind: FixKind,
    edits: tuple[Edit, ...],
    settings: CheckSettings,
) -> bool:
    """Whether the edits fix the problem, and change nothing else.

    Args:
        before: the document as it is.
    """
    fixed = edited(document, edits)
    after = assess(fixed, settings)
    if after.report.unreadable or len(after.report.patterns) < len(before.report.patterns):
        return False
    key = key_of(problem)
    is_valid = problem.problem.advice
    if problem.code != _SYNTAX and after.problems[key] >= before.problems[key]:
        return False
    new = after.problems - before.problems
    severities = _SEVERITIES[_SEVERITIES.index(problem.severity) :]
    serious = [each for each in after.located if new[key_of(each)] and each.severity in severities]
    if any(is_valid or not _is_hidden(each, problem, fixed, edits) for each in serious):
        return False
    if problem.code == _SYNTAX and not _is_later(after.located, fixed, edits):
        return False
    return not (is_valid and kind.is_equal) or are_equal(before, after)


def _is_hidden(
    reported: LocatedProblem, fixed: LocatedProblem, document: Document, edits: tuple[Edit, ...]
) -> bool:
    """Whether a problem existed before the fix, but was not reported beside the problem that is fixed."""
    if fixed.code == _SYNTAX:
        return True
    if not reported.code.startswith(_OF_VALID_PATTERNS):
        return False
    start, end = (offset_of(document.text, place) for place in (reported.start, reported.end))
    return not any(start < last and first < end for first, last in _written(edits))


def _is_later(problems: Iterable[LocatedProblem], document: Document, edits: tuple[Edit, ...]) -> bool:
    """Whether every fault of the syntax is after the first edit, and not right at it."""
    first = min(edit.start + len(edit.text) for edit in edits)
    return all(offset_of(document.text, each.start) > first for each in problems if each.code == _SYNTAX)


def _written(edits: tuple[Edit, ...]) -> list[tuple[int, int]]:
    """The span of all edits together, in the document after them."""
    ordered = sorted(edits, key=lambda edit: edit.start)
    longer = sum(len(edit.text) - (edit.end - edit.start) for edit in ordered)
    return [(ordered[0].start, ordered[-1].end + longer)]
