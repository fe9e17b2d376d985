"""The files of both sides that may have other filters, in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from pipefilter.application.diffing.sides import Side
from pipefilter.application.diffing.tree_sides import TreeSide
from pipefilter.application.diffing.variable_values import is_file_of_values
from pipefilter.application.module_folder import is_configuration
from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput
from pipefilter.revisions.repository import Change
from pipefilter.single_line import single_line
from pipefilter.templates.recognition import TEMPLATE_SUFFIXES

__all__ = ["FilePair", "changed_files", "folder_links", "may_differ"]

_SERVERLESS = "serverless"
_OF_FILTERS = re.compile(rb"(?i)pattern|filter")
_OUTSIDE = b"file(.."
"""Where a configuration of the Serverless Framework includes a file from above its folder."""
_YAML = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class FilePair:
    """The names of a file on both sides; None where there is none."""

    old: str | None
    new: str | None


def may_differ(old: Side, new: Side, name: str, pair: FilePair) -> bool:
    """Whether the filters in a file may differ: files of Terraform and the Serverless Framework include others."""
    if pair.old is None or pair.new is None or _includes_others(name):
        return True
    try:
        return old.contents(name) != new.contents(name)
    except UnreadableInput:  # which is reported when it is read
        return True


def _includes_others(name: str) -> bool:
    lower = PurePosixPath(name.lower()).name
    return is_configuration(lower) or (lower.startswith(_SERVERLESS) and lower.endswith(_YAML))


def changed_files(
    changes: Sequence[Change], sides: tuple[TreeSide, TreeSide], olds: set[str], news: set[str]
) -> Mapping[str, FilePair]:
    """The files that may have other filters, by their names: those that changed, and those that may include one of them.

    Args:
        changes: of all files, also of those that are not compared.
        olds: the names of the files to compare on the old side.
        news: those on the new side.
    """
    pairs: dict[str, FilePair] = {}
    folders: set[PurePosixPath] = set()
    for change in changes:
        old = change.old if change.old in olds else None
        new = change.new if change.new in news else None
        if old is not None or new is not None:
            pairs[new or old or ""] = FilePair(old, new)
        for name in (change.old, change.new):
            folders.update(PurePosixPath(name).parents if name else ())
    known = {name for pair in pairs.values() for name in (pair.old, pair.new)}
    for name in sorted(olds | news):
        if (
            name not in known
            and _includes_others(name)
            and (
                PurePosixPath(name).parent in folders
                or any(_OUTSIDE in _contents(side, name) for side in sides)
            )
        ):
            pairs[name] = FilePair(name if name in olds else None, name if name in news else None)
    known = {name for pair in pairs.values() for name in (pair.old, pair.new)}
    links = {name for side in sides for name in side.links()}
    for name in sorted((olds & news & links) - known):  # which lead to a file that may have changed
        if _contents(sides[0], name) != _contents(sides[1], name):
            pairs[name] = FilePair(name, name)
    if _changes_values(changes):
        _add_modules(pairs, sides, olds & news)
    return dict(sorted(pairs.items()))


def folder_links(changes: Iterable[Change], sides: tuple[TreeSide, TreeSide]) -> list[str]:
    """Sentences on links that changed and lead to folders with files that may have filters."""
    changed = {name for change in changes for name in (change.old, change.new) if name}
    sentences = []
    for name in sorted(changed):
        folders = [(side, path) for side in sides if (path := side.links().get(name)) is not None]
        if any(
            each.startswith(f"{path}/") and each.lower().endswith(TEMPLATE_SUFFIXES)
            for side, path in folders
            for each in side.tree()
        ):
            label = single_line(name)
            sentences.append(
                f"the symbolic link {label} leads to another folder, and its filters are not compared"
            )
    return sentences


def _changes_values(changes: Iterable[Change]) -> bool:
    """Whether variables of Terraform modules anywhere may have other values."""
    names = (name for change in changes for name in (change.old, change.new) if name)
    return any(is_configuration(name) or is_file_of_values(name) for name in names)


def _add_modules(pairs: dict[str, FilePair], sides: tuple[Side, Side], names: set[str]) -> None:
    """Add all files of Terraform that may have filters."""
    known = {name for pair in pairs.values() for name in (pair.old, pair.new)}
    for name in names - known:
        if is_configuration(name) and any(_OF_FILTERS.search(_contents(side, name)) for side in sides):
            pairs[name] = FilePair(name, name)


def _contents(side: Side, name: str) -> bytes:
    try:
        return side.contents(name)
    except UnreadableInput:  # which is reported if it is read
        return b""
