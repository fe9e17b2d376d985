"""The options that specify where filters run and where their records come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click

from pipefilter.cli.inputs.name_choice import service_option, source_option
from pipefilter.filtering.lookup import Contradiction
from pipefilter.filtering.placement import Placement, resolve_placement
from pipefilter.language.filter_criteria import FilterCriteria

__all__ = ["placement_errors", "placement_of", "placement_options"]

_Command = TypeVar("_Command", bound=Callable[..., object])


_OF_READ_RECORDS = "Source of the records, which determines how they are unwrapped and decoded. [default: detected from each record]"
_OF_PRINTED_RECORDS = (
    "Source of the records to print. [default: from the template, or from the names in the pattern]"
)
_OF_COMPARED_RECORDS = "Source of the records. [default: from the template, or from the names in the patterns]"


def placement_options(
    *, prints_records: bool = False, compares: bool = False
) -> Callable[[_Command], _Command]:
    """The options --source and --service of a command that reads records, prints records, or compares patterns."""
    of_records = _OF_PRINTED_RECORDS if prints_records else _OF_READ_RECORDS

    def with_options(command: _Command) -> _Command:
        with_service = service_option(
            "Service that runs the filters. [default: pipe for records, rule for events from a bus]"
        )(command)
        return source_option(_OF_COMPARED_RECORDS if compares else of_records)(with_service)

    return with_options


def placement_of(criteria: FilterCriteria, *, service: str | None, source: str | None) -> Placement:
    """The placement that options specify; "" counts as not given.

    Raises:
        click.UsageError: the service does not read from the source.
    """
    with placement_errors():
        return resolve_placement(criteria, service=service or "", source=source or "")


@contextmanager
def placement_errors() -> Iterator[None]:
    """Turn a contradiction between options, templates and filters into an error of the command line.

    Raises:
        click.UsageError: the service does not read from the source.
    """
    try:
        yield
    except Contradiction as error:
        raise click.UsageError(str(error)) from None
