"""Candidates that remove or replace an element of a list, such as an alternative."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.editing.fixes.candidate import Candidate, Subject
from pipefilter.editing.fixes.fix import Edit
from pipefilter.editing.fixes.hinted_value import hinted_value, hinted_values
from pipefilter.editing.fixes.kept_members import keeps_members
from pipefilter.editing.fixes.lost_comment import has_comment
from pipefilter.editing.fixes.notation import replaced
from pipefilter.editing.fixes.part import Part
from pipefilter.templates.nodes.node import Scalar, Text

__all__ = ["hinted_element", "hinted_scalar", "removed_element"]

_SHORT = 40


def removed_element(subject: Subject) -> Iterator[Candidate]:
    """The element at fault removed, with the comma or the dash beside it."""
    element = _element(subject)
    if element is None or len(element.siblings) == 1:
        return
    index = element.siblings.index((element.start, element.end))
    if index:
        span = (element.siblings[index - 1][1], element.end)
        gap = (span[0], element.start)
    else:
        span = (element.start, element.siblings[1][0])
        gap = (element.end, span[1])
    text = subject.document.text
    following = (
        element.siblings[index + 1][0] if index + 1 < len(element.siblings) else _line_end(text, element.end)
    )
    above = text.rfind("\n", 0, max(0, text.rfind("\n", 0, element.start))) + 1
    around = (text[above : element.start], text[slice(*gap)], text[element.end : following])
    # a comment may be about the element
    if subject.is_in_text_with_comments and any(map(has_comment, around)):
        return
    removed = text[element.start : element.end]
    title = f"Remove {removed}" if len(removed) <= _SHORT and "\n" not in removed else "Remove this element"
    yield Candidate(title, (Edit(*span, ""),))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def hinted_element(subject: Subject) -> Iterator[Candidate]:
    """The element at fault replaced by the value, or the values, that the hint says to write."""
    element, values = _element(subject), hinted_values(subject.problem.hint)
    if element is None or not values:
        return
    if len(values) > 1 and not _is_in_brackets(subject, element):
        return
    text = ", ".join(values)
    if not keeps_members(element.node, text):
        return
    yield from replaced(subject, (element.start, element.end), text, f"Write {text}")


def hinted_scalar(subject: Subject) -> Iterator[Candidate]:
    """The string, number or boolean at fault replaced by the value that the hint says to write."""
    part, value = next(reversed(subject.parts()), None), hinted_value(subject.problem.hint)
    if part is None or value is None or not isinstance(part.node, Text | Scalar):
        return
    written = subject.document.text[part.start : part.end]
    yield from replaced(subject, (part.start, part.end), value, f"Write {value} instead of {written}")


def _element(subject: Subject) -> Part | None:
    """The innermost element of a list that contains the problem."""
    return next((part for part in reversed(subject.parts()) if part.siblings), None)


def _is_in_brackets(subject: Subject, element: Part) -> bool:
    """Whether the list is in brackets, and not in lines with dashes."""
    before = subject.document.text[: element.siblings[0][0]].rstrip()
    return before.endswith("[")
