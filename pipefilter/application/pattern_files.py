"""Finds the files in a folder that may have patterns: templates, `pattern.json`, or JSON files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipefilter.errors import UnreadableInput
from pipefilter.ready_patterns import EVENT_SUFFIXES, PATTERN_FILE
from pipefilter.templates.recognition import SYNTHESIZED, TEMPLATE_SUFFIXES

__all__ = ["PatternFile", "event_files", "files_with_patterns"]

_DEPENDENCIES = "node_modules"


@dataclass(frozen=True, slots=True)
class PatternFile:
    """A file that may have patterns.

    Args:
        name: of the file, maybe with a reference to a resource in it.
        is_named: whether a user named it, rather than its folder: then it must have a pattern.
    """

    name: str
    is_named: bool = True


def files_with_patterns(folder: str) -> list[PatternFile]:
    """The files in a folder and below it that may have patterns, in order of their names.

    Among templates there may be files without patterns, and anywhere files of tools, such as `package.json`. Of the
    CDK's output, only the templates count; of the JSON files in a folder with a `pattern.json`, only that one: the
    others are its events.

    Raises:
        UnreadableInput: there is no such file.
    """
    top = Path(folder)
    files = [
        path
        for path in sorted(top.rglob("*"))
        if path.is_file() and path.name.lower().endswith(TEMPLATE_SUFFIXES) and _is_own(path.relative_to(top))
    ]
    synthesized = {
        path.parent for path in files if path.name.endswith(SYNTHESIZED) and _is_assembly(path.parent)
    }
    files = [
        path
        for path in files
        if path.name.endswith(SYNTHESIZED) or path.suffix != ".json" or synthesized.isdisjoint(path.parents)
    ]
    if any(path.suffix.lower() != ".json" or path.name.endswith((SYNTHESIZED, ".tf.json")) for path in files):
        return [PatternFile(str(path), is_named=False) for path in _without_events(files)]
    from pipefilter.application.pattern_recognition import is_configuration

    return [PatternFile(str(path), is_named=not is_configuration(str(path))) for path in _patterns_by_name(top)]


def _without_events(files: list[Path]) -> list[Path]:
    """The files without the JSON files beside and below a `pattern.json`, which are its events."""
    named = {path.parent for path in files if path.name == PATTERN_FILE}
    return [
        path
        for path in files
        if path.name == PATTERN_FILE or path.suffix.lower() != ".json" or named.isdisjoint(path.parents)
    ]


def _patterns_by_name(top: Path) -> list[Path]:
    """The JSON files in a folder and below it that may be patterns, in order; not the events of a `pattern.json`.

    Raises:
        UnreadableInput: there are none.
    """
    files = event_files(top)
    patterns = [path for path in _without_events(files) if path.suffix.lower() == ".json"]
    if not patterns:
        raise UnreadableInput(f"no JSON files in the folder {top}")
    return patterns


def event_files(top: Path) -> list[Path]:
    """The files in a folder and below it that are JSON by their names, in order.

    Raises:
        UnreadableInput: there are none.
    """
    files = [path for path in top.rglob("*") if path.is_file() and path.suffix.lower() in EVENT_SUFFIXES]
    if not files:
        raise UnreadableInput(f"no JSON files in the folder {top}")
    return sorted(files)


def _is_assembly(folder: Path) -> bool:
    """Whether a folder is output of the CDK, which has other files beside the templates."""
    return "cdk.out" in folder.parts or (folder / "cdk.out").exists() or (folder / "manifest.json").exists()


def _is_own(path: Path) -> bool:
    return not any(part.startswith(".") or part == _DEPENDENCIES for part in path.parts[:-1])
