"""The filters that a command is given by name: a pattern, filter criteria, or what a template has; and where they run."""

from __future__ import annotations

from pathlib import Path

from pipefilter.application.filters import Filters
from pipefilter.application.loading import filters_of
from pipefilter.cli.inputs import input_errors, is_inline, pattern_text, shown_name
from pipefilter.cli.invalid_filters import report_invalid
from pipefilter.cli.output import message
from pipefilter.cli.placement import placement_errors
from pipefilter.cli.verdicts import Wanted
from pipefilter.errors import InvalidEventPattern
from pipefilter.filtering.record_reader import is_about_wrapper
from pipefilter.language.filter_criteria import parse_filters

__all__ = ["any_filters", "read_filters", "report_swapped"]

_MAX_PATTERN = 1 << 16


def read_filters(name: str, service: str | None, source: str | None, wanted: Wanted) -> Filters | None:
    """Read filters; None if they are not valid, or are refused by the service, which is printed then.

    Args:
        name: of the file, or of the filters in a template.
        service: where they run, as an option says.
        source: of their records, as an option says.
        wanted: how to say what is wrong.

    Raises:
        InputError: the file cannot be read, or a template does not tell enough of them.
        click.UsageError: the service does not read from the source.
    """
    filters = any_filters(name, wanted, service=service or "", source=source or "")
    if filters is not None and (filters.placement.is_explicit or is_about_wrapper(filters.patterns)):
        from pipefilter.application.refused_filters import service_findings  # noqa: PLC0415 - not for plain events
        from pipefilter.cli.refused_filters import report_service_findings  # noqa: PLC0415 - likewise

        findings = service_findings(filters.criteria, filters.placement)
        report_service_findings(findings, filters.name, wanted)
        if findings.refused:
            return None
    return filters


def any_filters(
    name: str, wanted: Wanted, *, service: str = "", source: str = "", must_be_complete: bool = False
) -> Filters | None:
    """Read filters, those too that their service refuses; None if they are not valid, which is printed then.

    Args:
        name: as for `read_filters`.
        wanted: likewise.
        service: likewise.
        source: likewise.
        must_be_complete: whether to refuse what a template does not tell in full.

    Raises:
        InputError: as `read_filters` does.
        click.UsageError: likewise.
    """
    text = pattern_text(name)
    try:
        with input_errors(), placement_errors():
            if must_be_complete:
                text.require_complete()
            return filters_of(text, service=service, source=source)
    except InvalidEventPattern as error:
        report_invalid(error, text.name, as_json=wanted.as_json)
    return None


def report_swapped(pattern: str, files: list[str]) -> None:
    """Say that the pattern and the event may be swapped, if it is a file of events that is a valid pattern.

    Args:
        pattern: the name of the file that is not a valid pattern.
        files: the names of those with events.
    """
    if len(files) != 1 or is_inline(files[0]) or not Path(files[0]).is_file():
        return
    if Path(files[0]).stat().st_size > _MAX_PATTERN:
        return
    try:
        parse_filters(Path(files[0]).read_bytes())
    except (InvalidEventPattern, OSError):
        return
    message(
        f"hint: {shown_name(files[0])} is a valid pattern, and {shown_name(pattern)} is not: the pattern comes first"
    )
