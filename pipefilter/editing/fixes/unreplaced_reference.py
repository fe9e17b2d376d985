"""Candidates that let CloudFormation replace a reference in a string."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.editing.fixes.candidate import Candidate, Subject
from pipefilter.editing.fixes.fix import Edit
from pipefilter.templates.nodes.node import Text

__all__ = ["unreplaced_reference"]

_TAG = "write !Sub before the string"
_OBJECT = 'write {"Fn::Sub": "..."} instead of the string'


def unreplaced_reference(subject: Subject) -> Iterator[Candidate]:
    """The function `Fn::Sub` around the string."""
    string = next((part for part in subject.parts_of_document() if isinstance(part.node, Text)), None)
    if string is None or subject.document.text[string.start : string.end].count("${") != 1:
        return  # the function would replace the other references, too, or reject them
    if subject.problem.hint == _TAG:
        yield Candidate("Write !Sub before the string", (Edit(string.start, string.start, "!Sub "),))
    if subject.problem.hint == _OBJECT:
        edits = (Edit(string.start, string.start, '{"Fn::Sub": '), Edit(string.end, string.end, "}"))
        yield Candidate("Put the string into Fn::Sub", edits)
