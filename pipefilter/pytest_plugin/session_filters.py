"""The filters that tests load, each once in a session: what the fixture `load_filter` returns."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipefilter.application.filters import Filters
from pipefilter.application.input_files import is_inline
from pipefilter.application.loading import load
from pipefilter.errors import PipefilterError, UnreadableInput
from pipefilter.templates.values import NO_VALUES, Values
from pipefilter.testing.filter_loader import FilterLoader

__all__ = ["SessionFilters"]

_KEY = pytest.StashKey["SessionFilters"]()


class SessionFilters:
    """The filters that the tests of a session have loaded.

    Args:
        root: the folder for references without a file beside the test.
        directory: the working directory, to which names in messages are relative.
    """

    def __init__(self, root: Path, directory: Path) -> None:
        self._root = root
        self._directory = directory
        self._filters: dict[tuple[object, ...], Filters] = {}

    @classmethod
    def of(cls, session: pytest.Session) -> SessionFilters:
        """Those of a session."""
        config = session.config
        return session.stash.setdefault(_KEY, cls(config.rootpath, config.invocation_params.dir))

    def loader(self, folder: Path) -> FilterLoader:
        """Loads filters for the tests in a folder."""

        def load_filter(
            reference: str | Path,
            *,
            service: str = "",
            source: str = "",
            parameters: Values[str, str] = NO_VALUES,
        ) -> Filters:
            __tracebackhide__ = True
            try:
                return self._load(str(reference), folder, service, source, parameters)
            except PipefilterError as error:
                raise error.with_traceback(None) from None

        return load_filter

    def _load(
        self, reference: str, folder: Path, service: str, source: str, parameters: Values[str, str]
    ) -> Filters:
        if is_inline(reference):
            return load(reference, service=service, source=source, parameters=parameters)
        file, mark, resource = _parts(reference, (folder, self._root))
        name = f"{self._label(file)}{mark}{resource}"
        if not file.is_file():  # a folder with one pattern
            return load(name, service=service, source=source, parameters=parameters)
        status = file.stat()
        state = (status.st_mtime_ns, status.st_size)  # a test may write a template, and load it again
        key = (file, resource, service, source, tuple(sorted(parameters.items())), state)
        if key not in self._filters:
            self._filters[key] = load(name, service=service, source=source, parameters=parameters)
        return self._filters[key]

    def _label(self, file: Path) -> str:
        """The name of a file in messages, which is also a name for `load` unless a test has changed the directory."""
        is_inside = file.is_relative_to(self._directory) and Path.cwd() == self._directory
        return str(file.relative_to(self._directory) if is_inside else file)


def _parts(reference: str, folders: tuple[Path, ...]) -> tuple[Path, str, str]:
    """The file of a reference, its `#`, and what follows it.

    Raises:
        UnreadableInput: no folder has such a file.
    """
    name, mark, resource = reference.rpartition("#")
    for folder in folders:
        if (folder / reference).exists():  # its name contains a #, or it has none
            return folder / reference, "", ""
        if mark and name and (folder / name).is_file():
            return folder / name, mark, resource
    where = " nor in ".join(map(str, dict.fromkeys(folders)))
    raise UnreadableInput(f"there is no file {name if mark else reference} in {where}")
