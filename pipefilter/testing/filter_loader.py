"""The type of the fixture `load_filter`."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pipefilter.application.filters import Filters
from pipefilter.templates.values import NO_VALUES, Values

__all__ = ["FilterLoader"]


class FilterLoader(Protocol):
    """The type of pytest's fixture `load_filter`, for annotations: `def test_orders(load_filter: FilterLoader)`."""

    def __call__(
        self,
        reference: str | Path,
        *,
        service: str = "",
        source: str = "",
        parameters: Values[str, str] = NO_VALUES,
    ) -> Filters:
        """Load filters as `pipefilter.load` does, once in a session.

        Args:
            reference: such as `template.yaml#OrdersPipe` or `pattern.json`, relative to the folder of the test file
                or, if there is no such file, to pytest's `rootdir`.
            service: the name of the service that runs them; see `pipefilter.load`.
            source: the name of the source of their records; see `pipefilter.load`.
            parameters: the values of the template's parameters; see `pipefilter.load`.

        Raises:
            UnreadableInput: there is no such file, or it has no such filters.
            InvalidEventPattern: AWS or the service rejects one of them.
            TemplateGap: the template leaves too much of them unknown.
            Contradiction: the service does not read from the source.
        """
