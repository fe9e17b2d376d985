"""The tests of folders with a pattern: one for the pattern, and one for each file in `match/` and `no-match/`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipefilter.override import override
from pipefilter.pytest_plugin import is_in_project
from pipefilter.ready_patterns import EVENT_SUFFIXES, MATCH, NO_MATCH, PATTERN_FILE, PatternFolder, is_in_loop

__all__ = ["EventFile", "PatternFile", "collector_of"]

_COLLECTED = pytest.StashKey[set[tuple[type, Path]]]()
"""The files with tests, with the kind of their tests: arguments of pytest may overlap."""


def collector_of(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The collector for a pattern or for a file of events; None if it is neither."""
    if is_in_loop(path):
        return None
    if path.name == PATTERN_FILE and _has_tests(path.parent):
        return PatternFile.from_parent(parent, path=path)
    if path.suffix.lower() in EVENT_SUFFIXES and _patterns_of(path, parent.config):
        return EventFile.from_parent(parent, path=path)
    return None


def _has_tests(folder: Path) -> bool:
    """Whether the folder has events for its pattern, or a folder whose name probably means one of events."""
    if (folder / MATCH).is_dir() or (folder / NO_MATCH).is_dir():
        return True
    from pipefilter.application.untested_events import beside_pattern

    pattern_folder = PatternFolder(folder.name, folder)
    if not any(each.path.is_dir() for each in beside_pattern(pattern_folder, with_notes=False)):
        return False
    from pipefilter.pytest_plugin.folder_failure import has_misnamed_events

    return has_misnamed_events(pattern_folder)


def _patterns_of(path: Path, config: pytest.Config) -> list[tuple[PatternFolder, bool]]:
    """The patterns that a file of events is beside, and whether they must match; more than one if folders are nested."""
    return [
        (PatternFolder(folder.parent.name, folder.parent), folder.name == MATCH)
        for folder in path.parents
        if folder.name in (MATCH, NO_MATCH)
        and (folder.parent / PATTERN_FILE).is_file()
        and is_in_project(folder.parent, path, config)
    ]


class PatternFile(pytest.File):
    """A pattern; if it is an argument of pytest, with all events beside it."""

    @override
    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        folder = PatternFolder(self.path.parent.name, self.path.parent)
        if _is_new(self):
            yield PatternItem.of(self, folder)
        if _patterns_of(self.path, self.config):  # it is an event for another pattern, too
            yield EventFile.from_parent(self, path=self.path, name=self.path.name)
        if self.session.isinitpath(self.path):
            for file, _ in folder.fixtures():
                if not self._is_ignored(file):
                    yield EventFile.from_parent(self, path=file)

    def _is_ignored(self, file: Path) -> bool:
        """Whether pytest would ignore a file or a folder around it."""
        inside = [file, *file.parents]
        paths = inside[: inside.index(self.path.parent)]
        hook = self.session.gethookproxy(self.path.parent).pytest_ignore_collect
        return any(hook(collection_path=path, config=self.config) for path in paths)


class EventFile(pytest.File):
    """A file of events beside a pattern."""

    @override
    def collect(self) -> Iterator[pytest.Item]:
        if not _is_new(self):
            return
        for number, (folder, must_match) in enumerate(_patterns_of(self.path, self.config)):
            is_alone = (
                not number and self.path.name != PATTERN_FILE
            )  # which is the ID of the test of the pattern
            yield EventItem.of(self, folder, must_match=must_match, has_short_id=is_alone)


def _is_new(collector: pytest.File) -> bool:
    """Whether no other collector of its kind has collected its file."""
    key = (type(collector), collector.path)
    collected = collector.session.stash.setdefault(_COLLECTED, set())
    is_new = key not in collected
    collected.add(key)
    return is_new


class _FolderItem(pytest.Item):
    folder: PatternFolder
    fixturenames: list[str]
    """None: projects have hooks that read the names of the fixtures of every item."""

    def label(self, path: Path) -> str:
        """The name of a path in messages: as short as the working directory permits."""
        directory = self.config.invocation_params.dir
        return str(path.relative_to(directory) if path.is_relative_to(directory) else path)

    @override
    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.name


class PatternItem(_FolderItem):
    """Tests that a pattern is valid, and that all events beside it are tested."""

    @classmethod
    def of(cls, parent: pytest.File, folder: PatternFolder) -> PatternItem:
        """The test of a pattern."""
        item: PatternItem = cls.from_parent(parent, name=f"{folder.name}: {PATTERN_FILE}", nodeid=parent.nodeid)
        item.folder, item.fixturenames = folder, []
        return item

    @override
    def runtest(self) -> None:
        from pipefilter.pytest_plugin.folder_failure import pattern_failure

        if failure := pattern_failure(self.folder, self.label):
            pytest.fail(failure, pytrace=False)


class EventItem(_FolderItem):
    """Tests that all events in a file have the verdict of its folder."""

    must_match: bool

    @classmethod
    def of(
        cls, parent: pytest.File, folder: PatternFolder, *, must_match: bool, has_short_id: bool
    ) -> EventItem:
        """The test of a file.

        Args:
            has_short_id: whether the ID of the test is the name of the file.
        """
        file = parent.path.relative_to(folder.folder).as_posix()
        nodeid = parent.nodeid if has_short_id else f"{parent.nodeid}::{folder.name}"
        item: EventItem = cls.from_parent(parent, name=f"{folder.name}: {file}", nodeid=nodeid)
        item.folder, item.must_match, item.fixturenames = folder, must_match, []
        return item

    @override
    def runtest(self) -> None:
        from pipefilter.pytest_plugin.folder_failure import event_failure

        failure = event_failure(self.folder, self.path, self.label, must_match=self.must_match)
        if failure:
            pytest.fail(failure, pytrace=False)
