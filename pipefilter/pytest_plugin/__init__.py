"""The plug-in for pytest: tests the events beside patterns, and loads filters for tests.

pytest imports this module in every project whose environment has pipefilter, so it imports nothing else of pipefilter
before there is something to test. PYTEST_DONT_REWRITE: it has no assertions.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pipefilter.testing.filter_loader import FilterLoader

__all__ = ["load_filter", "pytest_addoption", "pytest_collect_file"]

_SETTING = "pipefilter_folders"
_PATTERN_FILE = "pattern.json"
_EVENT_FOLDERS = {"match", "no-match"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the setting."""
    description = "test the events in match/ and no-match/ beside each pattern.json (the default is true)"
    parser.addini(_SETTING, description, type="bool", default=True)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect patterns that have events beside them, and these events."""
    if file_path.name != _PATTERN_FILE and not _is_beside_pattern(file_path):
        return None
    if not _is_enabled(parent.config):
        return None
    from pipefilter.pytest_plugin.collection import collector_of

    return collector_of(file_path, parent)


def _is_enabled(config: pytest.Config) -> bool:
    try:
        return bool(config.getini(_SETTING))
    except (TypeError, ValueError, pytest.UsageError):  # it depends on the version of pytest
        raise pytest.Collector.CollectError(f"{_SETTING} is neither true nor false") from None


def _is_beside_pattern(path: Path) -> bool:
    if _EVENT_FOLDERS.isdisjoint(path.parts):
        return False
    folders = (folder for folder in path.parents if folder.name in _EVENT_FOLDERS)
    return any((folder.parent / _PATTERN_FILE).is_file() for folder in folders)


@pytest.fixture(scope="module")
def load_filter(request: pytest.FixtureRequest) -> FilterLoader:
    """Load filters such as "template.yaml#OrdersPipe", relative to the folder of the test or to pytest's rootdir."""
    from pipefilter.pytest_plugin.session_filters import SessionFilters

    return SessionFilters.of(request.session).loader(request.path.parent)
