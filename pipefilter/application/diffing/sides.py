"""The two sides of a diff: where the files of each are, and how they are read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from pipefilter.application.input_files import file_contents, shown_name
from pipefilter.application.module_folder import is_configuration, module_folder
from pipefilter.application.pattern_files import files_with_patterns
from pipefilter.override import override
from pipefilter.single_line import single_line
from pipefilter.templates.terraform.module_scope import ModuleFiles

__all__ = ["FileSide", "FolderSide", "Side"]


class Side(Protocol):
    """Files, each by its name on both sides: a path with forward slashes."""

    @override
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
