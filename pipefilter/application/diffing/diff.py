"""Compares the filters in two files, two folders or two git revisions: `pipefilter diff` for programs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipefilter.application.diffing.difference import Diff
from pipefilter.application.diffing.file_pairs import FilePair, changed_files, folder_links, may_differ
from pipefilter.application.diffing.filter_list import FileFilters
from pipefilter.application.diffing.pairing import differences_of
from pipefilter.application.diffing.reading import read_file
from pipefilter.application.diffing.sides import FileSide, FolderSide, Side
from pipefilter.application.diffing.tree_sides import RevisionSide, TreeSide, WorkingSide
from pipefilter.application.input_files import shown_name
from pipefilter.errors import UnreadableInput
from pipefilter.revisions.repository import Change, Repository, Revision
from pipefilter.templates.values import NO_VALUES, Values

__all__ = ["diff_files", "diff_folders", "diff_revisions", "is_range"]


def diff_files(old: str, new: str, values: Values[str, str] = NO_VALUES) -> Diff:
    """Compare the filters in two files, or in two resources such as `template.yaml#OrdersPipe`.

    Args:
        values: of parameters or variables of templates, by name.

    Raises:
        UnreadableInput: a file cannot be read, or has no such resource.
    """
    sides = [_read_named(name, values) for name in (old, new)]
    return _diff(shown_name(old), shown_name(new), [sides[0]], [sides[1]], values)


def _read_named(name: str, values: Values[str, str]) -> FileFilters:
    reference = None
    if "#" in name:
        from pipefilter.templates.reference import split_reference

        reference = split_reference(name)
    if reference is None:
        file = read_file(FileSide(name), "", group="", values=values)
    else:
        path, resource, number = reference
        file = read_file(FileSide(path), "", group="", reference=(resource, number), values=values)
    if file.unreadable:
        raise UnreadableInput(file.unreadable)
    return replace(file, is_selection=reference is not None)


def diff_folders(old: str, new: str, values: Values[str, str] = NO_VALUES) -> Diff:
    """Compare the filters in two folders, file by file.

    Args:
        values: of parameters or variables of templates, by name.
    """
    sides = FolderSide(old), FolderSide(new)
    names = [set(side.names()) for side in sides]
    pairs = {
        name: FilePair(name if name in names[0] else None, name if name in names[1] else None)
        for name in sorted(names[0] | names[1])
    }
    changed = {name: pair for name, pair in pairs.items() if may_differ(*sides, name, pair)}
    return _diff_of_pairs(old, new, sides, changed, values)


def is_range(text: str) -> bool:
    """Whether it is a range of revisions, such as `main..HEAD`."""
    return ".." in text


def diff_revisions(
    repository: Repository, text: str, paths: Sequence[str] = (), values: Values[str, str] = NO_VALUES
) -> Diff:
    """Compare the filters in two git revisions.

    Args:
        text: `A..B`; `A...B`, from the commit at which they separate; or `A`, against the working tree.
        paths: only these files and folders, from the current folder; empty for all.
        values: of parameters or variables of templates, by name.

    Raises:
        UnreadableInput: there is no such revision or path, or git fails.
    """
    old, new = _revisions(repository, text)
    if new is None and not repository.has_files:
        raise UnreadableInput(f"there is no working tree here: compare two revisions, such as {text}..HEAD")
    new_side: TreeSide = WorkingSide(repository) if new is None else RevisionSide(repository, new)
    sides: tuple[TreeSide, TreeSide] = (RevisionSide(repository, old), new_side)
    limits = [_from_top(repository, path) for path in paths]
    for path, limit in zip(paths, limits, strict=True):
        if not any(side.has(limit) for side in sides):
            raise UnreadableInput(_no_files(repository, path, text))
    names = [set(side.names(limits)) for side in sides]
    changes = repository.changes(old, new)  # also of files outside of the paths that those in them may include
    pairs = changed_files(changes, sides, *names)
    within = [each for each in changes if _is_within_change(each, limits)]
    if paths and not any(names) and not within:
        raise UnreadableInput(f"there are no files with patterns in {', '.join(paths)}, in either revision")
    new_name = "the working tree" if new is None else new.name
    diff = _diff_of_pairs(old.name, new_name, sides, pairs, values, named=limits)
    not_compared, notes = _submodules(repository, repository.changed_submodules(old, new, paths))
    not_compared = (*not_compared, *folder_links(within, sides))
    return replace(diff, not_compared=not_compared, notes=(*diff.notes, *notes))


def _no_files(repository: Repository, path: str, revision: str) -> str:
    """Why there is nothing at a path."""
    try:
        repository.revision(path)
    except UnreadableInput:
        return f"there are no files with patterns in {path}, in either revision"
    return f"{path} is a revision, not a path: to compare two revisions, write {revision}..{path}"


def _submodules(repository: Repository, names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences on submodules that have changed: those that have filters now, and the others."""
    not_compared: list[str] = []
    notes: list[str] = []
    for name in names:
        folder = str(repository.top / name)
        side = FolderSide(folder)
        files = (read_file(side, each, group="", is_named=False) for each in side.names())
        if any(file.lists or file.unreadable for file in files):
            not_compared.append(
                f"the submodule {name} has another commit, and its filters are not compared: "
                "run pipefilter diff in its folder"
            )
        else:
            notes.append(f"note: the submodule {name} has another commit, and is not compared")
    return tuple(not_compared), tuple(notes)


def _revisions(repository: Repository, text: str) -> tuple[Revision, Revision | None]:
    """The old and the new revision; None for the working tree."""
    first, three, second = text.partition("...")
    if three:
        left, right = (repository.revision(name or "HEAD") for name in (first, second))
        return repository.merge_base(left, right), right
    first, two, second = text.partition("..")
    left = repository.revision(first or "HEAD")
    return left, repository.revision(second or "HEAD") if two else None


def _from_top(repository: Repository, path: str) -> str:
    """A path from the current folder as a path from the top of the repository."""
    normal = os.path.normpath(Path(repository.prefix) / path).replace(os.sep, "/")
    return "" if normal == "." else normal


def _is_within(name: str, limits: Iterable[str]) -> bool:
    limits = list(limits)
    return not limits or any(not limit or name == limit or name.startswith(f"{limit}/") for limit in limits)


def _is_within_change(change: Change, limits: Iterable[str]) -> bool:
    return any(name is not None and _is_within(name, limits) for name in (change.old, change.new))


def _diff_of_pairs(  # noqa: PLR0913 - the facts about two sides
    old: str,
    new: str,
    sides: tuple[Side, Side],
    pairs: Mapping[str, FilePair],
    values: Values[str, str],
    *,
    named: Sequence[str] = (),
) -> Diff:
    """Compare files.

    Args:
        named: the files that the user named themselves, and not only their folders.
    """
    files: tuple[list[FileFilters], list[FileFilters]] = [], []
    for group, pair in pairs.items():
        for number, name in enumerate((pair.old, pair.new)):
            if name is not None:
                files[number].append(_read(sides[number], name, group, values, is_named=name in named))
        if pair.old is not None and pair.new is not None:
            for number, name, other in ((0, pair.old, 1), (1, pair.new, 0)):
                if files[other][-1].lists and not files[number][-1].lists:
                    files[number][-1] = read_file(
                        sides[number], name, group=group, is_named=False, has_pair=True, values=values
                    )
    return _diff(old, new, *files, values)


def _read(side: Side, name: str, group: str, values: Values[str, str], *, is_named: bool) -> FileFilters:
    """The filters in a file; if it is named, also a pattern that does not look like one in a folder."""
    file = read_file(side, name, group=group, is_named=False, values=values)
    if not is_named or file.lists or file.unreadable or file.declarations is not None:
        return file
    pattern = read_file(side, name, group=group, values=values)
    return pattern if pattern.lists and not any(each.problems for each in pattern.lists) else file


def _diff(
    old: str, new: str, olds: Sequence[FileFilters], news: Sequence[FileFilters], values: Values[str, str]
) -> Diff:
    files = (*olds, *news)
    unreadable = tuple(file.unreadable for file in files if file.unreadable)
    unused = [name for name in values if not any(name in file.parameters for file in files)]
    notes = tuple(f"note: no template that was compared has a parameter {name}" for name in unused)
    return Diff(old, new, tuple(differences_of(olds, news)), unreadable, notes=notes)
