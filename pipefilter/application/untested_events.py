"""Finds events that no test reads, because their folder or their pattern has another name: `nomatch/`, `filter.json`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipefilter.dataclass import dataclass
from pipefilter.enumeration import enumeration
from pipefilter.events.near_name import near_name
from pipefilter.ready_patterns import EVENT_SUFFIXES, MATCH, NO_MATCH, PATTERN_FILE, PatternFolder, files_below

__all__ = ["Untested", "beside_pattern", "without_pattern"]

_NAMES = (MATCH, NO_MATCH)
_WORDS = frozenset(
    ("match", "matches", "matching", "matched", "nomatch", "nomatches", "nonmatch", "nonmatching", "unmatched")
)
_WORDS_AROUND = frozenset(
    ("no", "not", "non", "should", "must", "does", "event", "events", "test", "tests", "case", "cases")
)
_OTHER_WORDS = ("march", "mach", "matcher")
"""Words that differ from `match` by a letter or two, but mean something else."""
_CODE = (".py", ".pyc", ".pyi", ".js", ".mjs", ".ts")
_NOTES = (".md", ".bak", ".orig", ".swp", ".swo", ".tmp")
"""Suffixes of files beside events that are not meant as events: explanations, and what editors leave behind."""


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
    """Events beside a pattern that are neither in `match/` nor in `no-match/`, or there in a file that is not read.

    Args:
        with_notes: also those that are not meant as tests; all other folders are searched for them.
    """
    for path in folder.unread():
        if not _is_note(path, folder.folder):
            yield Untested(path, f"not tested: {_fault(path)}")
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
    around = {parent for path in files_below(folder) for parent in path.parents}
    parents = {
        path.parent
        for path in around
        if path.name in _NAMES and path != folder and path.is_relative_to(folder) and _has_events(path)
    }
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


def _is_note(path: Path, folder: Path) -> bool:
    """Whether nobody would expect that a file contains events: it is hidden, or a note about the others."""
    if path.is_dir():
        return False
    name = path.name.casefold()
    is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    is_backup = name.endswith(("~", "#")) or path.suffix.lower() in _NOTES
    return is_hidden or is_backup or name.startswith("readme")


def _fault(path: Path) -> str:
    if path.is_dir():
        return "the folder cannot be read"
    if path.is_symlink() and not path.exists():
        return "the link does not lead to a file"
    return f"only files that end in {enumeration(EVENT_SUFFIXES, 'or')} are read"


def _is_read(path: Path) -> bool:
    """Whether it is `match/` or `no-match/`; a file system may ignore the case of names."""
    names = [path.parent / name for name in _NAMES]
    return any(name.is_dir() and name.samefile(path) for name in names)


def _has_events(folder: Path, *, any_file: bool = False) -> bool:
    """Whether a folder contains files of events, unless they belong to a pattern in it."""
    paths = [path for path in files_below(folder) if path.is_file()] if folder.is_dir() else []
    if any(path.name == PATTERN_FILE for path in paths):
        return False
    if any_file:
        return any(path.suffix.lower() not in _CODE and not _is_note(path, folder) for path in paths)
    return any(path.suffix.lower() in EVENT_SUFFIXES for path in paths)


def _may_be_pattern(path: Path) -> bool:
    is_json = path.suffix.lower() == ".json" and not _is_similar(path.stem)
    return is_json or path.name.casefold().startswith("pattern")


def _is_similar(name: str) -> bool:
    """Whether a name probably means `match` or `no-match`: `nomatch`, `No_Match`, `matches`, `macth`."""
    words = re.findall("[a-z]+", re.sub("(?<=[a-z])(?=[A-Z])", "-", name).casefold())
    if not _WORDS.isdisjoint(words):
        return (_WORDS | _WORDS_AROUND).issuperset(words)  # not `match_helpers`
    letters = "".join(words)
    is_other = letters[:1] not in ("m", "n") or letters in _OTHER_WORDS
    return not is_other and near_name(letters, ("match", "nomatch")) != ""
