"""Decides whether a candidate is certain: the document is checked again with its edits.

Only the text of the pattern at fault may change, or the property that the problem is about; every other pattern keeps its
text. The problem must be gone, and no new problem of at least its severity may appear. Of an invalid pattern, AWS reports
only the first problems, and the checks of valid patterns do not run: what was hidden by the problem is not new, unless it
is about the very text that the fix writes.
"""

from __future__ import annotations

from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.report import LocatedProblem
from pipefilter.dataclass import dataclass
from pipefilter.editing.document import Document
from pipefilter.editing.fixes.assessment import Assessment, are_equal, assess, key_of
from pipefilter.editing.fixes.candidate import Candidate
from pipefilter.editing.fixes.finders import FixKind
from pipefilter.editing.fixes.fix import Edit, edited
from pipefilter.editing.fixes.json_tokens import significant_texts
from pipefilter.editing.fixes.literal_text import are_literal
from pipefilter.editing.fixes.lost_comment import loses_comment
from pipefilter.editing.fixes.shared_anchor import is_shared
from pipefilter.json_text.place import offset_of

__all__ = ["Certainty"]

_SEVERITIES = ("note", "warning", "error")
_SYNTAX = "PF101"
_OF_STRINGS = "PF485"
"""Its fix puts a function around the string that is the pattern, or contains it."""
_OF_NUMBERS = "PF455"
"""Its fix writes a number as it is read."""
_OF_VALID_PATTERNS = ("PF3", "PF4", "PF5")


@dataclass(frozen=True, slots=True)
class Certainty:
    """What the candidates for a problem are checked against.

    Args:
        document: as it is, or the excerpt with the resource at fault.
        whole: the text of the document.
        before: the assessment of the document.
        index: of the pattern at fault; None if the problem is elsewhere in a template.
    """

    document: Document
    whole: str
    before: Assessment
    problem: LocatedProblem
    index: int | None
    kind: FixKind
    settings: CheckSettings

    def is_certain(self, candidate: Candidate) -> bool:
        """Whether the edits fix the problem, and change nothing else."""
        if not self._is_in_place(candidate.edits) or not self._is_literal(candidate.edits):
            return False
        fixed = edited(self.document, candidate.edits)
        after = assess(fixed, self.settings)
        if after.report.unreadable or not self._others_are_unchanged(after):
            return False
        if candidate.expected:
            return self._has_text(after, candidate.expected)
        return self._is_fixed(after, fixed, candidate.edits)

    def _is_fixed(self, after: Assessment, fixed: Document, edits: tuple[Edit, ...]) -> bool:
        """Whether the problem is gone, without a new one, and a valid pattern matches the same events."""
        key, is_valid = key_of(self.problem), self.problem.problem.advice
        if after.problems[key] >= self.before.problems[key]:
            return False
        if any(is_valid or not self._is_hidden(each, fixed, edits) for each in self._new(after)):
            return False
        return not (is_valid and self.kind.is_equal) or are_equal(self.before, after)

    def _new(self, after: Assessment) -> list[LocatedProblem]:
        """The problems of at least the same severity that were not reported before."""
        new = after.problems - self.before.problems
        severities = _SEVERITIES[_SEVERITIES.index(self.problem.severity) :]
        return [each for each in after.all_problems if new[key_of(each)] and each.severity in severities]

    def _is_in_place(self, edits: tuple[Edit, ...]) -> bool:
        """Whether the edits touch only the pattern at fault, or the lines of the property, and no comment or shared anchor."""
        text = self.document.text
        start, end = (offset_of(text, place) for place in (self.problem.start, self.problem.end))
        pattern = None if self.index is None else self.before.located[self.index]
        if pattern is None or self.problem.code == _OF_STRINGS:
            start = text.rfind("\n", 0, start) + 1
            end = max(end, text.find("\n", end) if "\n" in text[end:] else len(text))
        if pattern is not None:
            start, end = min(start, *pattern.places), max(end, *pattern.places)
        if not all(start <= edit.start <= edit.end <= end for edit in edits):
            return False
        if (pattern is None or pattern.form != "json") and loses_comment(text, edits):
            return False
        is_yaml = not self.document.name.lower().endswith(".tf") and text.lstrip()[:1] not in ("{", "[")
        return not (is_yaml and is_shared(text, edits, self.whole))

    def _is_literal(self, edits: tuple[Edit, ...]) -> bool:
        """Whether the edits replace nothing that a template computes, or reads as another number."""
        pattern = None if self.index is None else self.before.located[self.index]
        if self.problem.code == _OF_NUMBERS or (pattern is not None and isinstance(pattern.places, range)):
            return True  # a file that is a pattern has no functions
        span = None if pattern is None else (pattern.places[0], pattern.places[-1])
        return are_literal(self.document, edits, span)

    def _others_are_unchanged(self, after: Assessment) -> bool:
        """Whether every pattern that is not at fault has the same text."""
        if len(after.report.patterns) < len(self.before.report.patterns):
            return False
        before = [each.text for each in self.before.located]
        texts = [each.text for each in after.located]
        if self.index is None:
            return texts[: len(before)] == before or not before
        return len(texts) == len(before) and all(
            first == second
            for index, (first, second) in enumerate(zip(before, texts, strict=True))
            if index != self.index
        )

    def _has_text(self, after: Assessment, expected: str) -> bool:
        """Whether the pattern at fault has this text, apart from white space."""
        if self.index is None:
            return False
        return significant_texts(after.located[self.index].text) == significant_texts(expected)

    def _is_hidden(self, reported: LocatedProblem, document: Document, edits: tuple[Edit, ...]) -> bool:
        """Whether a problem existed before the fix, but was not reported beside the problem that is fixed."""
        if not reported.code.startswith(_OF_VALID_PATTERNS):
            return False
        start, end = (offset_of(document.text, place) for place in (reported.start, reported.end))
        return not any(start < last and first < end for first, last in _written(edits))


def _written(edits: tuple[Edit, ...]) -> list[tuple[int, int]]:
    """The span of all edits together, in the document after them."""
    ordered = sorted(edits, key=lambda edit: edit.start)
    longer = sum(len(edit.text) - (edit.end - edit.start) for edit in ordered)
    return [(ordered[0].start, ordered[-1].end + longer)]
