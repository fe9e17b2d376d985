"""The ready-made patterns that come with pipefilter: `patterns/<source>/<name>/pattern.json`, with events as fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipefilter.dataclass import dataclass

__all__ = ["PatternFolder", "pattern_folders", "ready_folder", "ready_patterns"]

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
            for path in sorted((self.folder / name).rglob("*")):
                if path.suffix.lower() in EVENT_SUFFIXES and path.is_file():  # no `event.json~`
                    yield path, must_match


def pattern_folders(folder: Path) -> list[PatternFolder]:
    """The folders with a `pattern.json`, sorted: the given folder itself, or any below it."""
    folders = sorted(path.parent for path in folder.rglob(PATTERN_FILE) if path.is_file())
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
