"""The files in a folder that may have patterns: templates, `pattern.json`, or JSON files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipefilter.errors import UnreadableInput
from pipefilter.ready_patterns import EVENT_SUFFIXES, PATTERN_FILE
from pipefilter.scanning.globs import expanded_glob
from pipefilter.templates.recognition import SYNTHESIZED, TEMPLATE_SUFFIXES

__all__ = [
    "PatternFile",
    "SeveralPatterns",
    "event_files",
    "files_with_patterns",
    "one_pattern_file",
    "patterns_by_name",
]

_NOT_OURS = "node_modules"
_MAX_LISTED = 5


class SeveralPatterns(UnreadableInput):
    """One pattern is meant, and a folder or a glob has several; the message lists them."""


@dataclass(frozen=True, slots=True)
class PatternFile:
    """A file.

    Args:
        name: of it, with what is named in it.
        is_named: whether a user named it, and it does not only lie in a folder: it must have a pattern then.
    """

    name: str
    is_named: bool = True


def files_with_patterns(folder: str) -> list[PatternFile]:
    """The files in a folder and below it that may have patterns, in order of their names.

    Where there are templates, files without patterns may lie among them. Of what the CDK has synthesized, only the
    templates are looked at; where a folder holds a file of the name `pattern.json`, only that: the others are its
    events.

    Args:
        folder: its name.

    Raises:
        UnreadableInput: there is no such file.
    """
    top = Path(folder)
    files = [
        path
        for path in sorted(top.rglob("*"))
        if path.is_file() and path.name.lower().endswith(TEMPLATE_SUFFIXES) and _is_ours(path.relative_to(top))
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
        return [PatternFile(str(path), is_named=False) for path in files]
    return [PatternFile(str(path)) for path in patterns_by_name(top)]


def one_pattern_file(name: str) -> str:
    """The file where one pattern is meant: a folder or a glob must have just one.

    Args:
        name: of a file, a folder, or a glob.

    Raises:
        SeveralPatterns: it has several.
        UnreadableInput: it has none.
    """
    names = expanded_glob(name)
    is_folder = bool(name) and Path(name).is_dir()
    if names == [name] and not is_folder:
        return name
    files = [
        str(file) for each in map(Path, names) for file in (patterns_by_name(each) if each.is_dir() else [each])
    ]
    if len(files) == 1:
        return files[0]
    listed = ", ".join(files[:_MAX_LISTED])
    more = f" and {len(files) - _MAX_LISTED} more" if len(files) > _MAX_LISTED else ""
    what = "is a folder with" if is_folder else "matches"
    raise SeveralPatterns(f"{name} {what} {len(files)} files: {listed}{more}")


def patterns_by_name(top: Path) -> list[Path]:
    """The JSON files in a folder and below it that hold patterns by their names, in order.

    Args:
        top: where a folder holds a file of the name `pattern.json`, only that: the others are its events.

    Raises:
        UnreadableInput: there is none.
    """
    files = event_files(top)
    named = {path.parent for path in files if path.name == PATTERN_FILE}
    patterns = [
        path
        for path in files
        if path.name == PATTERN_FILE or (path.suffix.lower() == ".json" and named.isdisjoint(path.parents))
    ]
    if not patterns:
        raise UnreadableInput(f"there is no JSON file in the folder {top}")
    return patterns


def event_files(top: Path) -> list[Path]:
    """The files in a folder and below it that hold JSON by their names, in order.

    Args:
        top: the folder.

    Raises:
        UnreadableInput: there is none.
    """
    files = [path for path in top.rglob("*") if path.is_file() and path.suffix.lower() in EVENT_SUFFIXES]
    if not files:
        raise UnreadableInput(f"there is no JSON file in the folder {top}")
    return sorted(files)


def _is_assembly(folder: Path) -> bool:
    """Whether the CDK has written it, with files of other kinds beside the templates."""
    return "cdk.out" in folder.parts or (folder / "cdk.out").exists() or (folder / "manifest.json").exists()


def _is_ours(path: Path) -> bool:
    return not any(part.startswith(".") or part == _NOT_OURS for part in path.parts[:-1])
