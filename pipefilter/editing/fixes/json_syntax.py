"""Candidates that repair the syntax of JSON where its hint says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipefilter.editing.fixes.candidate import Candidate, Subject
from pipefilter.editing.fixes.fix import Edit

__all__ = ["repaired_syntax"]

_WORDS = {"True": "true", "False": "false", "None": "null"}
_WORD = re.compile(r"True|False|None")
_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\\n]|\\.)*")|(?P<single>'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<typographic>[\u201c\u201d\u201e](?P<text>[^"\\\n\u201c\u201d\u201e]*)[\u201c\u201d\u201e])"""
    r"""|(?P<name>[A-Za-z_][A-Za-z0-9_-]*)(?=[ \t]*(?P<equals>[:=]))"""
    r"""|(?P<comment>//[^\n]*|\#[^\n]*|/\*.*?\*/)""",
    re.DOTALL,
)
_LEADING_ZEROS = re.compile(r"0+(?=[0-9])")
_MAX_TEXT = 1 << 20


def repaired_syntax(subject: Subject) -> Iterator[Candidate]:
    """What repairs the text at the place of the fault, or every fault of the same sort."""
    if len(subject.document.text) > _MAX_TEXT:
        return
    for repair in (_comma_removed, _comma_added, _quotes, _names, _words, _comments, _zeros, _quotes_around):
        yield from repair(subject)


def _comma_removed(subject: Subject) -> Iterator[Candidate]:
    text, at = subject.document.text, subject.start
    before = text[:at].rstrip()
    if text[at : at + 1] in ("}", "]") and before.endswith(","):
        yield Candidate("Remove the comma", (Edit(len(before) - 1, len(before), ""),))


def _comma_added(subject: Subject) -> Iterator[Candidate]:
    text, at = subject.document.text, subject.start
    before = len(text[:at].rstrip())
    if text[at : at + 1] == '"' and text[before - 1 : before] in ('"', "]", "}"):
        yield Candidate("Add the missing comma", (Edit(before, before, ","),))


def _quotes(subject: Subject) -> Iterator[Candidate]:
    """Double quotes around strings, instead of single or typographic ones."""
    text = subject.document.text
    edits = []
    if text[subject.start : subject.start + 1] not in ("'", "\u201c", "\u201d", "\u201e"):
        return
    for match in _TOKEN.finditer(text):
        inner = match["single"][1:-1] if match["single"] else match["text"]
        if inner is None or (match["single"] and ('"' in inner or "\\" in inner)):
            continue
        edits.append(Edit(match.start(), match.end(), f'"{inner}"'))
    if edits:
        yield Candidate("Use double quotes", tuple(edits))


def _names(subject: Subject) -> Iterator[Candidate]:
    """Double quotes around names, and colons after them."""
    edits = []
    is_at_fault = False
    for match in _TOKEN.finditer(subject.document.text):
        before = subject.document.text[: match.start()].rstrip()[-1:]
        if not match["name"] or before not in ("{", ","):
            continue
        is_at_fault = is_at_fault or match.start() <= subject.start < match.end()
        edits.append(Edit(match.start(), match.end(), f'"{match["name"]}"'))
        if match["equals"] == "=":
            at = match.start("equals")
            edits.append(Edit(at, at + 1, ":"))
    if is_at_fault:
        yield Candidate("Write names in double quotes", tuple(edits))


def _words(subject: Subject) -> Iterator[Candidate]:
    """The words of JSON instead of those of Python."""
    if match := _WORD.match(subject.document.text, subject.start):
        word = _WORDS[match[0]]
        yield Candidate(f"Write {word}", (Edit(match.start(), match.end(), word),))


def _comments(subject: Subject) -> Iterator[Candidate]:
    text = subject.document.text
    if text[subject.start : subject.start + 1] not in ("/", "#"):
        return
    edits = []
    for match in _TOKEN.finditer(text):
        if match["comment"]:
            start = len(text[: match.start()].rstrip(" \t"))
            edits.append(Edit(start, match.end(), ""))
    if edits:
        yield Candidate("Remove the comments", tuple(edits))


def _zeros(subject: Subject) -> Iterator[Candidate]:
    text, at = subject.document.text, subject.start
    start = at - len(text[:at]) + len(text[:at].rstrip("0"))
    if match := _LEADING_ZEROS.match(text, start):
        if text[:start][-1:].isalnum():
            return
        yield Candidate("Remove the leading zeros", (Edit(match.start(), match.end(), ""),))


def _quotes_around(subject: Subject) -> Iterator[Candidate]:
    """The single quotes around the whole text, as in a shell."""
    text = subject.document.text
    stripped = text.strip()
    start, end = text.find("'"), text.rfind("'")
    if (
        len(stripped) > 1
        and stripped[0] == stripped[-1] == "'"
        and stripped[1:-1].lstrip().startswith(("{", "["))
    ):
        edits = (Edit(start, start + 1, ""), Edit(end, end + 1, ""))
        yield Candidate("Remove the single quotes around it", edits)
