"""The ready-made patterns that come with pipefilter: `patterns/<source>/<name>/pattern.json`, with events as fixtures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pipefilter.dataclass import dataclass

__all__ = ["PatternFolder", "files_below", "is_in_loop", "pattern_folders", "ready_folder", "ready_patterns"]

PATTERN_FILE = "pattern.json"
EVENT_SUFFIXES = (".json", ".jsonl", ".ndjson")
MATCH, NO_MATCH = "match", "no-match"


@dataclass(frozen=True, slots=True)
class PatternFolder:
    """A folder with a pattern, and events that must match it or must not.

    Args:
        name: the path of the folder below the searched one, such as `s3/large-object`.
    """

    name: str
    folder: Path

    @property
    def pattern(self) -> Path:
        """The file with the pattern."""
        return self.folder / PATTERN_FILE

    @property
    def title(self) -> str:
        """The first heading of its README; "" if it has none."""
        readme = self.folder / "README.md"
        lines = readme.read_text("utf-8").splitlines() if readme.is_file() else []
        return next((line.lstrip("# ").strip() for line in lines if line.startswith("#")), "")

    def fixtures(self) -> Iterator[tuple[Path, bool]]:
        """The event files in `match/` and `no-match/`, and whether their events must match."""
        for name, must_match in ((MATCH, True), (NO_MATCH, False)):
            for path in sorted(files_below(self.folder / name)):
                if _is_event_file(path):
                    yield path, must_match

    def unread(self) -> Iterator[Path]:
        """What is in `match/` and `no-match/`, but not read: files of other kinds, broken links, unreadable folders."""
        for name in (MATCH, NO_MATCH):
            folder = self.folder / name
            paths = files_below(folder) if folder.is_dir() else ()
            yield from sorted(path for path in paths if not _is_event_file(path))


def _is_event_file(path: Path) -> bool:
    return path.suffix.lower() in EVENT_SUFFIXES and path.is_file()  # no `event.json~`


def files_below(folder: Path) -> Iterator[Path]:
    """Everything in a folder but folders, as pytest visits it: links are followed, except into a loop.

    A folder that cannot be read is returned as if it were a file. The folders of package managers contain so many links
    that those in `node_modules/` and in hidden folders are not followed.
    """
    try:
        above = frozenset(_identity(path) for path in (folder, *folder.absolute().parents))
    except OSError:
        return
    yield from _files_below(folder, above, follow_links=True)


def _files_below(folder: Path, above: frozenset[tuple[int, int]], *, follow_links: bool) -> Iterator[Path]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        yield folder
        return
    for entry in entries:
        path = folder / entry.name
        if not path.is_dir():
            yield path
        elif follow_links or not entry.is_symlink():
            identity = _identity(path)
            if identity not in above:
                is_ordinary = entry.name != "node_modules" and not entry.name.startswith(".")
                yield from _files_below(path, above | {identity}, follow_links=follow_links and is_ordinary)


def is_in_loop(path: Path) -> bool:
    """Whether a link above a file leads to a folder around the link."""
    identities = [_identity(folder) for folder in path.parents]
    return len(set(identities)) < len(identities)


def _identity(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino


def pattern_folders(folder: Path) -> list[PatternFolder]:
    """The folders with a `pattern.json`, sorted: the given folder itself, or any below it."""
    folders = sorted(
        path.parent for path in files_below(folder) if path.name == PATTERN_FILE and path.is_file()
    )
    return [
        PatternFolder(path.relative_to(folder).as_posix() if path != folder else path.resolve().name, path)
        for path in folders
    ]


def ready_folder() -> Path:
    """The folder of the ready-made patterns: in the installed package, or beside it in a checkout."""
    installed = Path(__file__).parent / "_patterns"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "patterns"


def ready_patterns() -> list[PatternFolder]:
    """The ready-made patterns, sorted by name."""
    return pattern_folders(ready_folder())
