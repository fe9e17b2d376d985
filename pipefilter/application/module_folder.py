"""The folder of a Terraform module, whose files a configuration may refer to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path

from pipefilter.json_text.tree import decoded
from pipefilter.override import override

__all__ = ["ModuleFolder", "is_configuration", "module_files", "module_folder"]

_MAX_FILES = 200
_MAX_CONFIGURATION = 1_000_000
MAX_TEXT = 200_000
"""In bytes; no pattern is longer."""
_MODULE_SUFFIXES = (".tf", ".tf.json")


class ModuleFolder(ABC):
    """Reads files in the folder and below it, and no others: a configuration may come from anyone.

    Args:
        file: the name of the configuration that is read.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._configurations: list[tuple[str, str]] | None = None

    def configurations(self) -> list[tuple[str, str]]:
        """The names and texts of the other configurations in the folder, in order of their names."""
        if self._configurations is None:
            others = [name for name in sorted(self._names()) if is_configuration(name) and name != self._file]
            texts = ((name, self._text(name, _MAX_CONFIGURATION)) for name in others[:_MAX_FILES])
            self._configurations = [(name, text) for name, text in texts if text is not None]
        return self._configurations

    def text(self, path: str) -> str | None:
        """The text of a file by its path in the folder; None if it is outside of it, too long, or cannot be read."""
        return self._text(path, MAX_TEXT)

    @abstractmethod
    def _names(self) -> Iterable[str]:
        """The names of the files in the folder."""

    @abstractmethod
    def _text(self, path: str, limit: int) -> str | None:
        """As `text`, for a file of at most `limit` bytes."""


def is_configuration(name: str) -> bool:
    """Whether a file is a Terraform configuration, by its name."""
    return name.lower().endswith(_MODULE_SUFFIXES)


def module_folder(name: str) -> ModuleFolder | None:
    """The folder of a Terraform configuration; None for other files."""
    return _FolderOnDisk(Path(name)) if is_configuration(name) else None


def module_files(name: str) -> list[str]:
    """The Terraform configurations in the folder of one, with it; none for other files."""
    if not is_configuration(name):
        return []
    folder = Path(name).parent
    try:
        names = sorted(path.name for path in folder.iterdir() if is_configuration(path.name) and path.is_file())
    except (OSError, ValueError):
        return []
    return [str(folder / each) for each in names]


class _FolderOnDisk(ModuleFolder):
    def __init__(self, file: Path) -> None:
        super().__init__(file.name)
        self._folder = file.parent

    @override
    def _names(self) -> Iterable[str]:
        try:
            return [path.name for path in self._folder.iterdir()]
        except OSError:
            return ()

    @override
    def _text(self, path: str, limit: int) -> str | None:
        try:
            folder = self._folder.resolve()
            file = (folder / path).resolve()
            if not file.is_relative_to(folder) or not file.is_file() or file.stat().st_size > limit:
                return None
            return decoded(file.read_bytes())
        except (OSError, ValueError):  # ValueError: a null character in the path, or not UTF-8
            return None
