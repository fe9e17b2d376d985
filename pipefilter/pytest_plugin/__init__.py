"""The plug-in for pytest: tests the events beside patterns, and loads filters for tests.

pytest imports this module in every project whose environment has pipefilter, so it imports nothing else of pipefilter
before there is something to test. PYTEST_DONT_REWRITE: it has no assertions.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pipefilter.testing.filter_loader import FilterLoader

__all__ = ["is_in_project", "load_filter", "pytest_addoption", "pytest_collect_file", "pytest_ignore_collect"]

_SETTING = "pipefilter_folders"
_PATTERN_FILE = "pattern.json"
_EVENT_FOLDERS = {"match", "no-match"}
_OPENED = pytest.StashKey[set[Path]]()
"""Folders of events that pytest alone would leave out because of their names."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the setting."""
    description = "test the events in match/ and no-match/ beside each pattern.json (the default is true)"
    parser.addini(_SETTING, description, type="bool", default=True)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect patterns that have events beside them, and these events."""
    if file_path.name != _PATTERN_FILE and not _is_beside_pattern(file_path, parent.config):
        return None
    if not _is_enabled(parent.config):
        return None
    from pipefilter.pytest_plugin.collection import collector_of

    return collector_of(file_path, parent)


@pytest.hookimpl(wrapper=True)
def pytest_ignore_collect(
    collection_path: Path, config: pytest.Config
) -> Generator[None, bool | None, bool | None]:
    """Visit folders of events with names such as `build`, which pytest leaves out; what the user ignores stays ignored."""
    is_ignored = yield
    if isinstance(collection_path, _UnlistedFolder) or not _is_beside_pattern(collection_path, config):
        return is_ignored
    if collection_path.is_symlink() and collection_path.is_dir() and _is_enabled(config):
        from pipefilter.ready_patterns import is_in_loop

        if is_in_loop(collection_path / _PATTERN_FILE):  # pytest would follow it up to the limit of the system
            return True
    opened = config.stash.setdefault(_OPENED, set())
    if not is_ignored:  # pytest would not look for tests in Python there
        is_code = collection_path.suffix == ".py"
        return True if is_code and not opened.isdisjoint(collection_path.parents) else is_ignored
    if not collection_path.is_dir() or not _is_enabled(config):
        return is_ignored
    unlisted = _UnlistedFolder(collection_path)
    if config.hook.pytest_ignore_collect(collection_path=unlisted, config=config):
        return is_ignored
    opened.add(collection_path)
    return None


class _UnlistedFolder(type(Path())):  # type: ignore[misc]
    """A folder that pytest does not compare with `norecursedirs`, nor with virtual environments."""

    __slots__ = ()

    def is_dir(self, **_options: bool) -> bool:
        return False

    def is_file(self, **_options: bool) -> bool:
        return False


def _is_enabled(config: pytest.Config) -> bool:
    try:
        return bool(config.getini(_SETTING))
    except (TypeError, ValueError, pytest.UsageError):  # it depends on the version of pytest
        raise pytest.Collector.CollectError(f"{_SETTING} is neither true nor false") from None


def _is_beside_pattern(path: Path, config: pytest.Config) -> bool:
    if _EVENT_FOLDERS.isdisjoint(path.parts[:-1]):
        return False
    folders = (folder.parent for folder in path.parents if folder.name in _EVENT_FOLDERS)
    return any((folder / _PATTERN_FILE).is_file() and is_in_project(folder, path, config) for folder in folders)


def is_in_project(folder: Path, path: Path, config: pytest.Config) -> bool:
    """Whether a folder around a file is in the project of the file, whose root has a configuration file."""
    is_limited = config.inipath is not None and path.is_relative_to(config.rootpath)
    return not is_limited or folder.is_relative_to(config.rootpath)


@pytest.fixture(scope="module")
def load_filter(request: pytest.FixtureRequest) -> FilterLoader:
    """Load filters such as "template.yaml#OrdersPipe", relative to the folder of the test or to pytest's rootdir."""
    from pipefilter.pytest_plugin.session_filters import SessionFilters

    return SessionFilters.of(request.session).loader(request.path.parent)
