"""A folder of event patterns, as the rules of an event bus."""

from __future__ import annotations

from pathlib import Path

from pipefilter.cli.inputs import InputError, all_files
from pipefilter.cli.verdicts import Wanted, read_criteria
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.ready_patterns import PATTERN_FILE

__all__ = ["read_rules"]


def read_rules(folder: str, *, as_json: bool) -> dict[str, FilterCriteria] | None:
    """The patterns in a folder by their names; None if one is not valid or cannot be read, which is said then.

    A pattern's name is that of its file without the suffix, or of its folder if the file is called
    `pattern.json`, with the folders on the way.

    Args:
        folder: or one pattern's file.
        as_json: say it as JSON.

    Raises:
        InputError: there is no such folder, or no pattern in it, or two of one name.
    """
    wanted = Wanted(as_json, quiet=False, brief=False, verbose=False)
    top = Path(folder)
    found: dict[str, FilterCriteria] = {}
    complete = True
    for file in all_files([folder], patterns=True):
        path = Path(file)
        below = path.relative_to(top) if top.is_dir() else Path(path.name)
        in_folder = path.name == PATTERN_FILE and below.parent != Path()
        pattern = read_criteria(file, wanted)
        if pattern is None:
            complete = False
            continue
        name = (below.parent if in_folder else below.with_suffix("")).as_posix()
        if name in found:
            raise InputError(f"two patterns in {folder} have the name {name}: rename one")
        found[name] = pattern
    return found if complete else None
