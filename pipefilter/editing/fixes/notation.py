"""Edits that write a JSON value in the notation of the place: as such, or escaped for the string that contains it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pipefilter.editing.fixes.candidate import Candidate, Subject
from pipefilter.editing.fixes.fix import Edit

__all__ = ["renamed", "replaced", "wrapped"]

_NAME = re.compile(r"""(\\*["']?)(.*?)(\\*["']?\s*)""", re.DOTALL)
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_HCL_TEMPLATE = re.compile(r"[$%]\{")
_NOT_PLAIN = re.compile(r"[,\[\]{}#\n]|: ")
"""What a scalar without quotes cannot contain inside the brackets of YAML."""
_QUOTES = ("'", '"', "\\", "[", "{", "|", ">", "!", "&", "*")


def replaced(subject: Subject, span: tuple[int, int], value: str, title: str) -> Iterator[Candidate]:
    """A value replaced by another, in each notation that may be right there: only the right one can be read.

    Args:
        span: of the value in the document.
        value: in JSON, which YAML and HCL read as well.
    """
    if subject.document.name.lower().endswith(".tf") and _HCL_TEMPLATE.search(value):
        return  # it would be a reference
    for text in dict.fromkeys((value, json.dumps(value, ensure_ascii=False)[1:-1], value.replace("'", "''"))):
        yield Candidate(title, (Edit(*span, text),))


def renamed(subject: Subject, name: str) -> Iterator[Candidate]:
    """The name at fault replaced by another, with the same quotes."""
    match = _NAME.fullmatch(subject.written)
    if match is None or not match[2] or not (match[1] or _PLAIN_NAME.fullmatch(name)):
        return
    if not _PLAIN_NAME.fullmatch(name) and not re.fullmatch(r"[A-Za-z0-9:_./-]+", name):
        return
    start = subject.start + len(match[1])
    title = f"Write {name} instead of {match[2]}"
    yield Candidate(title, (Edit(start, start + len(match[2]), name),))


def wrapped(subject: Subject, span: tuple[int, int], title: str) -> Iterator[Candidate]:
    """Brackets around a value."""
    text = subject.document.text[slice(*span)]
    if not text.startswith(_QUOTES) and _NOT_PLAIN.search(text):
        return
    start, end = span
    yield Candidate(title, (Edit(start, start, "["), Edit(end, end, "]")))
