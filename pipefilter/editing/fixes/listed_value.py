"""Candidates that put a value into a list, or take it out of a second one."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.editing.fixes.candidate import Candidate, Subject
from pipefilter.editing.fixes.fix import Edit
from pipefilter.editing.fixes.hinted_value import hinted_member
from pipefilter.editing.fixes.kept_members import keeps_members
from pipefilter.editing.fixes.notation import replaced, wrapped
from pipefilter.language.operator_likeness import is_like_operator
from pipefilter.templates.nodes.node import Sequence

__all__ = ["inner_brackets", "listed_member", "listed_value"]


def listed_value(subject: Subject) -> Iterator[Candidate]:
    """The value, or the operator around it, in a list."""
    member = hinted_member(subject.problem.hint)
    if member is None:
        return
    part = next(reversed(subject.parts()), None)
    if part is not None and part.name == member[0]:
        if is_like_operator(part.name):  # which may be meant
            return
        yield from wrapped(subject, (part.start, part.end), "Put it into a list")
    else:
        yield from listed_member(subject)


def listed_member(subject: Subject) -> Iterator[Candidate]:
    """The value of the member that the hint names, replaced by the list that it says to write."""
    member = hinted_member(subject.problem.hint)
    parts = () if member is None else subject.parts()
    for part in reversed(parts):
        if member is not None and part.name == member[0]:
            if not keeps_members(part.node, member[1]):
                return
            yield from replaced(subject, (part.start, part.end), member[1], f"Write {member[1]}")
            return


def inner_brackets(subject: Subject) -> Iterator[Candidate]:
    """The brackets of a list inside a list removed, if both are written in brackets."""
    parts = subject.parts()
    part = next(reversed(parts), None)
    outer = next((each for each in reversed(parts[:-1]) if isinstance(each.node, Sequence)), None)
    text = subject.document.text
    if (
        part is None
        or outer is None
        or text[outer.start] != "["
        or not isinstance(part.node, Sequence)
        or not part.node.items
        or text[part.start] != "["
        or text[part.end - 1] != "]"
        or text[part.start : part.end - 1].rstrip().endswith(",")
    ):
        return
    edits = (Edit(part.start, part.start + 1, ""), Edit(part.end - 1, part.end, ""))
    count = len(part.node.items)
    values = "the value" if count == 1 else f"{count} values"
    yield Candidate(f"Remove the inner brackets around {values}", edits)
