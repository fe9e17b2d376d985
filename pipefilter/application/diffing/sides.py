"""The two sides of a diff: where the files of each are, and how they are read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Protocol

from pipefilter.application.input_files import file_contents, shown_name
from pipefilter.application.module_folder import ModuleFolder, is_configuration, module_folder
from pipefilter.application.pattern_files import files_with_patterns, may_have_patterns, paths_of_patterns
from pipefilter.errors import UnreadableInput
from pipefilter.json_text.tree import decoded
from pipefilter.override import override
from pipefilter.revisions.repository import Blob, Repository, Revision
from pipefilter.single_line import single_line
from pipefilter.templates.terraform.module_scope import ModuleFiles

__all__ = ["MAX_BYTES", "FileSide", "FolderSide", "RevisionSide", "Side", "TreeSide", "WorkingSide"]

MAX_BYTES = 20_000_000
"""Of one file; no template is longer."""


class Side(Protocol):
    """Files, each by its name on both sides: a path with forward slashes."""

    def __hash__(self) -> int:
        """A side is equal only to itself."""

    def names(self) -> list[str]:
        """The files that may have patterns, in order."""

    def tree(self) -> Iterable[str]:
        """All files, also those without patterns, in order; of one file, those beside it, and itself first."""

    def label(self, name: str) -> str:
        """The name of a file in messages."""

    def path(self, name: str) -> str:
        """A path whose last part shows the type of a file."""

    def contents(self, name: str) -> bytes:
        """The contents of a file.

        Raises:
            UnreadableInput: it cannot be read.
        """

    def module(self, name: str) -> ModuleFiles | None:
        """The other files of the Terraform module to which a file belongs; None for a file that is not of Terraform."""


class TreeSide(Side, Protocol):
    """The files of a repository."""

    def has(self, path: str) -> bool:
        """Whether there are files at a path, with patterns or without."""


class FileSide:
    """One file, or standard input; its name is the same on both sides."""

    def __init__(self, file: str) -> None:
        self._file = file

    def names(self) -> list[str]:
        """See `Side`."""
        return [""]

    def tree(self) -> Iterable[str]:
        """See `Side`; those beside it."""
        file = Path(self._file)
        if not is_configuration(self._file) or not file.is_file():
            return []
        return [file.name, *sorted(each.name for each in file.parent.iterdir() if each.name != file.name)]

    def label(self, name: str) -> str:
        """See `Side`."""
        del name
        return shown_name(self._file)

    def contents(self, name: str) -> bytes:
        """See `Side`; the name of an included file is a path from the folder of this one."""
        return file_contents(str(Path(self._file).parent / name) if name else self._file)

    def module(self, name: str) -> ModuleFiles | None:
        """See `Side`."""
        del name
        return module_folder(self._file)

    def path(self, name: str) -> str:
        """See `Side`."""
        return name or self._file


class FolderSide:
    """The files in a folder and below it."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def names(self) -> list[str]:
        """See `Side`."""
        files = files_with_patterns(str(self._folder))
        return [Path(each.name).relative_to(self._folder).as_posix() for each in files]

    def tree(self) -> Iterable[str]:
        """See `Side`."""
        files = (path for path in self._folder.rglob("*") if path.is_file())
        return sorted(path.relative_to(self._folder).as_posix() for path in files)

    def label(self, name: str) -> str:
        """See `Side`."""
        return single_line(str(self._folder / name))

    def path(self, name: str) -> str:
        """See `Side`."""
        return name

    def contents(self, name: str) -> bytes:
        """See `Side`."""
        return file_contents(str(self._folder / name))

    def module(self, name: str) -> ModuleFiles | None:
        """See `Side`."""
        return module_folder(str(self._folder / name))


class WorkingSide:
    """The files in the working tree of a repository that git knows or does not ignore."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._top = repository.top

    def names(self) -> list[str]:
        """See `Side`."""
        known = [name for name in self._repository.working_files() if self._is_plain(name)]
        return _selected(known)

    def tree(self) -> Iterable[str]:
        """See `Side`."""
        return sorted(name for name in self._repository.working_files() if self._is_plain(name))

    def has(self, path: str) -> bool:
        """See `TreeSide`."""
        return os.path.lexists(self._top / path)

    def _is_plain(self, name: str) -> bool:
        path = self._top / name
        return path.is_file() and not path.is_symlink()

    def label(self, name: str) -> str:
        """See `Side`."""
        return single_line(Path(os.path.relpath(self._top / name)).as_posix())

    def path(self, name: str) -> str:
        """See `Side`."""
        return name

    def contents(self, name: str) -> bytes:
        """See `Side`."""
        path = (self._top / name).resolve()
        if not path.is_relative_to(self._top.resolve()):
            raise UnreadableInput(f"cannot read {self.label(name)}: it is outside of the repository")
        return file_contents(str(path))

    def module(self, name: str) -> ModuleFiles | None:
        """See `Side`."""
        return module_folder(str(self._top / name))


class RevisionSide:
    """The files of a revision, which are read without checking them out."""

    def __init__(self, repository: Repository, revision: Revision) -> None:
        self._repository = repository
        self._revision = revision
        self._blobs: Mapping[str, Blob] = repository.files(revision)

    def names(self) -> list[str]:
        """See `Side`."""
        return _selected(self._blobs)

    def tree(self) -> Iterable[str]:
        """See `Side`."""
        return self._blobs

    def has(self, path: str) -> bool:
        """See `TreeSide`."""
        return not path or path in self._blobs or any(name.startswith(f"{path}/") for name in self._blobs)

    def label(self, name: str) -> str:
        """See `Side`; as git writes it."""
        return single_line(f"{self._revision.name}:{name}")

    def path(self, name: str) -> str:
        """See `Side`."""
        return name

    def contents(self, name: str) -> bytes:
        """See `Side`."""
        blob = self._blobs.get(name)
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


def _selected(names: Mapping[str, Blob] | list[str]) -> list[str]:
    """The files that `check` would read in a folder with these files."""
    all_names = {PurePosixPath(name) for name in names}
    folders = {folder for path in all_names for folder in path.parents}
    candidates = (path for path in all_names if may_have_patterns(path))
    selected = paths_of_patterns(candidates, lambda path: path in all_names or path in folders)
    return [str(path) for path in selected]
