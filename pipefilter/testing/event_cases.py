"""Parametrizes a test of pytest with the events of a file."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING

from pipefilter.errors import UnreadableInput

if TYPE_CHECKING:
    import pytest

__all__ = ["event_cases"]


def event_cases(file: str | Path, *, argument: str = "case") -> pytest.MarkDecorator:
    """Run a test once for each event in a file of JSON lines, such as `{"name": "paid", "event": {...}, "matches": true}`.

    It is a decorator for pytest. The test gets an `EventCase`; the ID of each test is the name of its case.

    Args:
        file: the name of the file, relative to the folder of the test file.
        argument: the name of the argument that the test gets the case in.

    Raises:
        CollectError: pytest's error for a file that cannot be collected: the file cannot be read, has no cases, or a
            line is not a case.
    """
    import pytest

    from pipefilter.testing.event_case_file import read_event_cases

    frame = inspect.currentframe()
    caller = frame.f_back.f_globals.get("__file__") if frame and frame.f_back else None
    path = (Path(caller).parent if caller else Path()) / file
    try:
        cases = read_event_cases(path, str(file))
    except UnreadableInput as error:
        raise pytest.Collector.CollectError(str(error)) from None
    return pytest.mark.parametrize(argument, [pytest.param(case, id=case.name) for case in cases])
