"""An excerpt of a long document: without the resources beside the one at fault, so that it can be checked many times.

An edit of a pattern changes nothing outside it, so the other resources need not be checked again. What the resource may
refer to stays: other sections, and everything whose name it contains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipefilter.dataclass import dataclass
from pipefilter.editing.document import Document
from pipefilter.editing.fixes.fix import Edit
from pipefilter.json_text.raw_object import raw_object
from pipefilter.json_text.tree import value_end
from pipefilter.templates.recognition import is_yaml_name

__all__ = ["Excerpt", "excerpt", "whole"]

_MIN_TEXT = 2_000
_HCL_BLOCK = re.compile(r'^(?:resource|module)[ \t]+"([^"\n]*)"(?:[ \t]+"([^"\n]*)")?[ \t]*\{', re.MULTILINE)
_HCL_START = re.compile(
    r"^(?:resource|data|module|locals|variable|output|provider|terraform)\b[^\n={]*\{", re.MULTILINE
)
_YAML_LINE = re.compile(r"^( *)([^\s#][^\n]*)$", re.MULTILINE)
_YAML_NAME = re.compile(r"""["']?([\w.:-]+)["']?[ \t]*:""")
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Parts of a document.

    Args:
        kept: the spans of the parts in the document, in order.
    """

    document: Document
    kept: tuple[tuple[int, int], ...]

    def inner(self, offset: int) -> int | None:
        """The offset in the excerpt of an offset in the document; None if it was left out."""
        length = 0
        for start, end in self.kept:
            if start <= offset <= end:
                return length + offset - start
            length += end - start
        return None

    def outer(self, edit: Edit) -> Edit | None:
        """An edit in the document instead of the excerpt; None if it touches what was left out."""
        length = 0
        for start, end in self.kept:
            shift = start - length
            if length <= edit.start and edit.end <= length + end - start:
                return Edit(edit.start + shift, edit.end + shift, edit.text)
            length += end - start
        return None


def whole(document: Document) -> Excerpt:
    """All of a document."""
    return Excerpt(document, ((0, len(document.text)),))


def excerpt(document: Document, offset: int) -> Excerpt:
    """The parts of a document that the resource at an offset needs; the whole document if it is short."""
    text, name = document.text, document.name.lower()
    if len(text) < _MIN_TEXT:
        return whole(document)
    if name.endswith(".tf"):
        members = _hcl_members(text)
    elif not is_yaml_name(name) and text.lstrip()[:1] in {"{", "["}:
        members = _json_members(text)
    else:
        members = _yaml_members(text, offset)
    spans = [(member, start, end) for member, start, end in members if not start <= offset < end]
    own = next(((start, end) for _, start, end in members if start <= offset < end), None)
    if own is None:
        return whole(document)
    needed = set(_WORD.findall(text[slice(*own)]))
    kept, at = [], 0
    for member, start, end in spans:
        if needed.isdisjoint(_WORD.findall(member)):
            kept.append((at, start))
            at = end
    kept.append((at, len(text)))
    parts = tuple(part for part in kept if part[0] < part[1])
    return Excerpt(Document(document.name, "".join(text[slice(*part)] for part in parts)), parts)


def _hcl_members(text: str) -> list[tuple[str, int, int]]:
    """The resources and modules of a Terraform file, each up to the next block."""
    starts = [match.start() for match in _HCL_START.finditer(text)]
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    return [
        (match[2] or match[1], match.start(), ends[match.start()])
        for match in _HCL_BLOCK.finditer(text)
        if match.start() in ends
    ]


def _json_members(text: str) -> list[tuple[str, int, int]]:
    """The resources of a template in JSON, each with the comma after it."""
    try:
        root = raw_object(text)
        if root.get("Resources") is None:
            return []
        at = root.offset("Resources")
        end = value_end(text, at)
        resources = raw_object(text[at:end])
        values = [(name, at + resources.offset(name)) for name, _ in resources.members]
    except (ValueError, KeyError, IndexError, RecursionError):
        return []
    members = []
    for name, start in values[:-1]:  # the last has no comma after it
        name_start = text.rfind(f'"{name}"', 0, start)
        after = value_end(text, start)
        comma = text.find(",", after)
        if name_start > 0 and not text[after:comma].strip():
            members.append((name, name_start, comma + 1))
    # under a name that every resource contains, so that it is never left out
    return [*members, ("Type", members[-1][2], end)] if members else []


def _yaml_members(text: str, offset: int) -> list[tuple[str, int, int]]:
    """The members beside that which contains an offset, below the same name at the start of a line."""
    line_end = text.find("\n", offset)
    lines = list(_YAML_LINE.finditer(text, 0, line_end if line_end >= 0 else len(text)))
    section = next((line for line in reversed(lines) if not line[1]), None)
    inside = [line for line in lines if section is not None and line.start() > section.start()]
    if section is None or not inside:
        return []
    indent = len(inside[0][1])
    following = (line for line in _YAML_LINE.finditer(text, section.end()) if not line[1])
    end = next((line.start() for line in following), len(text))
    return list(_block_members(text, section.end(), end, indent))


def _block_members(text: str, start: int, end: int, indent: int) -> Iterator[tuple[str, int, int]]:
    pattern = re.compile(rf"^ {{{indent}}}(?=[^\s#])", re.MULTILINE)
    starts = [match.start() for match in pattern.finditer(text, start, end)]
    for first, last in zip(starts, [*starts[1:], end], strict=False):
        if name := _YAML_NAME.match(text, first + indent):
            yield name[1], first, last
