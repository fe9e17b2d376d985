"""Where filters run, and where their records are from, by what the options and templates say."""

from __future__ import annotations

import click

from pipefilter.filtering.placement import Contradiction, Placement, resolve_placement
from pipefilter.language.filter_criteria import FilterCriteria

__all__ = ["placement_of"]


def placement_of(criteria: FilterCriteria, *, service: str | None, source: str | None) -> Placement:
    """The placement that options ask for.

    Args:
        criteria: the filters.
        service: the name of the service; None or "" if it is not given.
        source: the name of the source, likewise.

    Raises:
        click.UsageError: the service does not read from the source.
    """
    try:
        return resolve_placement(criteria, service=service or "", source=source or "")
    except Contradiction as error:
        raise click.UsageError(str(error)) from None
