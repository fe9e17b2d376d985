"""The folder of a Terraform module, whose files a configuration may refer to."""

from __future__ import annotations

from pathlib import Path

from pipefilter.json_text.tree import decoded

__all__ = ["MAX_CONFIGURATION", "MAX_FILES", "MAX_TEXT", "MODULE_SUFFIXES", "ModuleFolder", "module_folder"]

MAX_FILES = 200
MAX_CONFIGURATION = 1_000_000
MAX_TEXT = 200_000
"""In bytes; no pattern is longer."""
MODULE_SUFFIXES = (".tf", ".tf.json")


class ModuleFolder:
    """Reads files in the folder and below it, and no others: a configuration may come from anyone.

    Args:
        file: the configuration that is read.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._folder = file.parent
        self._configurations: list[tuple[str, str]] | None = None

    def configurations(self) -> list[tuple[str, str]]:
        """The names and texts of the other configurations in the folder, in order of their names."""
        if self._configurations is None:
            try:
                names = sorted(path.name for path in self._folder.iterdir())
            except OSError:
                names = []
            others = [
                name for name in names if name.lower().endswith(MODULE_SUFFIXES) and name != self._file.name
            ]
            texts = ((name, self._text(name, MAX_CONFIGURATION)) for name in others[:MAX_FILES])
            self._configurations = [(name, text) for name, text in texts if text is not None]
        return self._configurations

    def text(self, path: str) -> str | None:
        """The text of a file by its path in the folder; None if it is outside of it, too long, or cannot be read."""
        return self._text(path, MAX_TEXT)

    def _text(self, path: str, limit: int) -> str | None:
        try:
            folder = self._folder.resolve()
            file = (folder / path).resolve()
            if not file.is_relative_to(folder) or not file.is_file() or file.stat().st_size > limit:
                return None
            return decoded(file.read_bytes())
        except (OSError, ValueError):  # ValueError: a null character in the path, or not UTF-8
            return None


def module_folder(name: str) -> ModuleFolder | None:
    """The folder of a Terraform configuration; None for other files."""
    return ModuleFolder(Path(name)) if name.lower().endswith(MODULE_SUFFIXES) else None
