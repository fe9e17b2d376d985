"""The options of `pipefilter filter`."""

from __future__ import annotations

from pipefilter.dataclass import dataclass

__all__ = ["FilterOptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterOptions:
    """The options of the command, by the names of its parameters.

    Args:
        count: whether to print only how many events are kept.
        limit: stop after so many kept events; None for all.
        misses: how many non-matching events to explain; None for none.
        strict: whether to stop at the first malformed event.
        unchecked: whether lines that cannot match are not read.
        jobs: how many processes evaluate; None for as many as suit the files.
    """

    count: bool
    inverted: bool
    limit: int | None
    misses: int | None
    source: str | None
    service: str | None
    strict: bool
    unchecked: bool
    as_json: bool
    jobs: int | None
