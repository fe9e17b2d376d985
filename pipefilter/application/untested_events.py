"""Finds events that no test reads, because their folder or their pattern has another name: `nomatch/`, `filter.json`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipefilter.dataclass import dataclass
from pipefilter.events.near_name import near_name
from pipefilter.ready_patterns import EVENT_SUFFIXES, MATCH, NO_MATCH, PATTERN_FILE, PatternFolder

__all__ = ["Untested", "beside_pattern", "without_pattern"]

_NAMES = (MATCH, NO_MATCH)


@dataclass(frozen=True, slots=True)
class Untested:
    """A folder or a file with events that are not tested.

    Args:
        reason: a sentence without a subject, which says what to do.
        is_meant_as_test: whether its name shows that it is a test, so that a run without it must not pass.
    """

    path: Path
    reason: str
    is_meant_as_test: bool = True


def beside_pattern(folder: PatternFolder, *, with_notes: bool = True) -> Iterator[Untested]:
    """Events beside a pattern that are neither in `match/` nor in `no-match/`.

    Args:
        with_notes: also those that are not meant as tests; all other folders are searched for them.
    """
    for path in sorted(folder.folder.iterdir()):
        if path.name.startswith((".", "_")) or path == folder.pattern or _is_read(path):
            continue
        is_folder = path.is_dir()
        is_similar = _is_similar(path.name if is_folder else path.stem)
        if not is_similar and not with_notes:
            continue
        if is_folder and not _has_events(path, any_file=is_similar):
            continue
        if not is_folder and path.suffix.lower() not in (*EVENT_SUFFIXES, *([""] if is_similar else [])):
            continue
        if is_similar and is_folder:
            yield Untested(path, f"not tested: rename the folder to {MATCH} or {NO_MATCH}")
        elif is_similar:
            yield Untested(path, f"not tested: put the events into the folder {MATCH} or {NO_MATCH}")
        else:
            reason = f"not tested: only the events in {MATCH}/ and {NO_MATCH}/ are"
            yield Untested(path, reason, is_meant_as_test=False)


def without_pattern(folder: Path) -> Iterator[Untested]:
    """The folders in a folder, or the folder itself, with `match/` or `no-match/`, but without a pattern."""
    parents = {path.parent for name in _NAMES for path in folder.rglob(name) if _has_events(path)}
    for parent in sorted(parents):
        inside = parent.relative_to(folder).parts
        if (parent / PATTERN_FILE).is_file() or any(part in _NAMES or part.startswith(".") for part in inside):
            continue
        others = [path.name for path in sorted(parent.iterdir()) if path.is_file() and _may_be_pattern(path)]
        advice = f"; rename {others[0]} to {PATTERN_FILE}" if len(others) == 1 else ""
        reason = f"not tested: the folder has no {PATTERN_FILE}{advice}"
        # with only one of the folders, the pattern may be in a template
        is_test = bool(others) or all((parent / name).is_dir() for name in _NAMES)
        yield Untested(parent, reason, is_meant_as_test=is_test)


def _is_read(path: Path) -> bool:
    """Whether it is `match/` or `no-match/`; a file system may ignore the case of names."""
    names = [path.parent / name for name in _NAMES]
    return any(name.is_dir() and name.samefile(path) for name in names)


def _has_events(folder: Path, *, any_file: bool = False) -> bool:
    """Whether a folder contains files of events, unless they belong to a pattern in it."""
    if not folder.is_dir() or any(folder.rglob(PATTERN_FILE)):
        return False
    suffixes = (path.suffix.lower() for path in folder.rglob("*") if path.is_file())
    return any(any_file or suffix in EVENT_SUFFIXES for suffix in suffixes)


def _may_be_pattern(path: Path) -> bool:
    is_json = path.suffix.lower() == ".json" and not _is_similar(path.stem)
    return is_json or path.name.casefold().startswith("pattern")


def _is_similar(name: str) -> bool:
    """Whether a name probably means `match` or `no-match`: `nomatch`, `No_Match`, `matches`, `macth`."""
    letters = "".join(character for character in name.casefold() if character.isalpha())
    if "match" in letters:
        return True
    return letters[:1] in ("m", "n") and near_name(letters, ("match", "nomatch")) != ""
