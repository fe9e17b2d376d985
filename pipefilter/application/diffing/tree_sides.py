"""The sides of a diff that are revisions of a repository, or its working tree."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Protocol

from pipefilter.application.diffing.sides import Side
from pipefilter.application.input_files import file_contents
from pipefilter.application.module_folder import ModuleFolder, is_configuration, module_folder
from pipefilter.application.pattern_files import may_have_patterns, paths_of_patterns
from pipefilter.errors import UnreadableInput
from pipefilter.json_text.tree import decoded
from pipefilter.override import override
from pipefilter.revisions.links import destination
from pipefilter.revisions.repository import Blob, Repository, Revision
from pipefilter.single_line import single_line
from pipefilter.templates.terraform.module_scope import ModuleFiles

__all__ = ["MAX_BYTES", "RevisionSide", "TreeSide", "WorkingSide"]

_GIT = ".git"
MAX_BYTES = 20_000_000
"""Of one file; no template is longer."""


class TreeSide(Side, Protocol):
    """The files of a repository."""

    @override
    def names(self, limits: Sequence[str] = ()) -> list[str]:
        """See `Side`.

        Args:
            limits: only what `check` would read in these files and folders, from the top; empty for all.
        """

    def has(self, path: str) -> bool:
        """Whether there are files at a path, with patterns or without."""

    def links(self) -> Mapping[str, str | None]:
        """The symbolic links, and the paths to which they lead; None for one that leads out of the repository."""


class WorkingSide:
    """The files in the working tree of a repository that git knows or does not ignore."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._top = repository.top

    def names(self, limits: Sequence[str] = ()) -> list[str]:
        """See `Side`."""
        known = [name for name in self._repository.working_files() if self._is_plain(name)]
        return _selected(self, known, limits)

    def tree(self) -> Iterable[str]:
        """See `Side`."""
        return sorted(name for name in self._repository.working_files() if self._is_plain(name))

    def has(self, path: str) -> bool:
        """See `TreeSide`."""
        return os.path.lexists(self._top / path)

    def _is_plain(self, name: str) -> bool:
        path = self._top / name
        return path.is_file() or (path.is_symlink() and not path.is_dir())

    def links(self) -> Mapping[str, str | None]:
        """See `TreeSide`."""
        names = (name for name in self._repository.working_files() if (self._top / name).is_symlink())
        return {name: self._destination(name) for name in names}

    def _destination(self, name: str) -> str | None:
        """The path from the top to which a name leads; None if it leads out of the repository."""
        top = self._top.resolve()
        try:
            path = (self._top / name).resolve()
        except (OSError, RuntimeError):  # a circle
            return None
        if not path.is_relative_to(top) or _GIT in path.relative_to(top).parts:
            return None
        return path.relative_to(top).as_posix()

    def label(self, name: str) -> str:
        """See `Side`."""
        return single_line(Path(os.path.relpath(self._top / name)).as_posix())

    def path(self, name: str) -> str:
        """See `Side`."""
        return name

    def contents(self, name: str) -> bytes:
        """See `Side`."""
        path = self._destination(name)
        if path is None:
            raise UnreadableInput(f"cannot read {self.label(name)}: it is outside of the repository")
        if path != name and not (self._top / path).is_file():
            raise UnreadableInput(
                f"cannot read {self.label(name)}: it is a symbolic link to what is not a file"
            )
        return file_contents(str(self._top / path))

    def module(self, name: str) -> ModuleFiles | None:
        """See `Side`."""
        return module_folder(str(self._top / name))


class RevisionSide:
    """The files of a revision, which are read without checking them out."""

    def __init__(self, repository: Repository, revision: Revision) -> None:
        self._repository = repository
        self._revision = revision
        blobs = repository.files(revision)
        targets = {
            name: repository.contents(blob).decode("utf-8", "surrogateescape")
            for name, blob in blobs.items()
            if blob.is_link
        }
        self._links = {name: destination(name, targets) for name in targets}
        self._blobs: dict[str, Blob] = {}
        for name, blob in blobs.items():
            path = self._links.get(name) if blob.is_link else name
            if path in blobs and not blobs[path].is_link:
                self._blobs[name] = blobs[path]

    def names(self, limits: Sequence[str] = ()) -> list[str]:
        """See `Side`; also links that lead nowhere, which cannot be read."""
        folders = {str(folder) for name in self._blobs for folder in PurePosixPath(name).parents}
        links = [name for name, path in self._links.items() if path not in folders]
        return _selected(self, [*self._blobs, *links], limits)

    def links(self) -> Mapping[str, str | None]:
        """See `TreeSide`."""
        return self._links

    def tree(self) -> Iterable[str]:
        """See `Side`."""
        return self._blobs

    def has(self, path: str) -> bool:
        """See `TreeSide`."""
        return (
            not path
            or path in self._blobs
            or path in self._links
            or any(name.startswith(f"{path}/") for name in self._blobs)
        )

    def label(self, name: str) -> str:
        """See `Side`; as git writes it."""
        return single_line(f"{self._revision.name}:{name}")

    def path(self, name: str) -> str:
        """See `Side`."""
        return name

    def contents(self, name: str) -> bytes:
        """See `Side`."""
        blob = self._blobs.get(name)
        if blob is None and name in self._links:
            reason = "it is a symbolic link to what is not in the revision"
            raise UnreadableInput(f"cannot read {self.label(name)}: {reason}")
        if blob is None:
            raise UnreadableInput(f"there is no {self.label(name)}")
        if blob.size > MAX_BYTES:
            raise UnreadableInput(f"cannot read {self.label(name)}: it is longer than any template")
        return self._repository.contents(blob)

    def module(self, name: str) -> ModuleFiles | None:
        """See `Side`."""
        return _ModuleOfRevision(self, self._blobs, name) if is_configuration(name) else None


class _ModuleOfRevision(ModuleFolder):
    """The files beside a file of Terraform, in the same revision."""

    def __init__(self, side: RevisionSide, blobs: Mapping[str, Blob], name: str) -> None:
        path = PurePosixPath(name)
        super().__init__(path.name)
        self._side = side
        self._blobs = blobs
        self._folder = path.parent

    @override
    def _names(self) -> Iterable[str]:
        return (path.name for path in map(PurePosixPath, self._blobs) if path.parent == self._folder)

    @override
    def _text(self, path: str, limit: int) -> str | None:
        folder = self._folder.as_posix()
        normal = os.path.normpath(f"{folder}/{path}").replace(os.sep, "/")
        blob = self._blobs.get(normal)
        if blob is None or blob.size > limit or path.startswith("/"):
            return None
        if folder != "." and not normal.startswith(f"{folder}/"):
            return None
        try:
            return decoded(self._side.contents(normal))
        except (UnreadableInput, UnicodeDecodeError):
            return None

    @override
    def __repr__(self) -> str:
        return f"<module of {self._side.label(str(self._folder / self._file))}>"


def _selected(side: TreeSide, names: Iterable[str], limits: Sequence[str]) -> list[str]:
    """The files that `check` would read in a folder with these files, or in folders and files of it."""
    all_names = {PurePosixPath(name) for name in names}
    folders = {folder for path in all_names for folder in path.parents}
    selected: set[str] = set()
    for limit in limits or [""]:
        within = [path for path in all_names if not limit or path.is_relative_to(limit)]
        paths = paths_of_patterns(
            [path for path in within if may_have_patterns(_from(path, limit))],
            lambda path: path in all_names or path in folders,
            lambda path: side.contents(str(path)),
        )
        selected.update(map(str, paths))
    return sorted(selected)


def _from(path: PurePosixPath, limit: str) -> PurePosixPath:
    """A path from a folder; the name of the file, if it is limited to that."""
    return PurePosixPath(path.name) if str(path) == limit else path.relative_to(limit)
