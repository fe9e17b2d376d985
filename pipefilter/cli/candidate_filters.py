"""The filters that are estimated, read from files and templates, and where they run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click

from pipefilter.cli.inputs import InputError, is_reference, shown_name
from pipefilter.cli.refused_filters import are_refused
from pipefilter.cli.verdicts import Wanted, read_criteria
from pipefilter.filtering.placement import Placement
from pipefilter.language.filter_criteria import FilterCriteria

__all__ = ["CandidateFilters", "are_taken", "batch_size_told", "read_candidates", "told"]


@dataclass(frozen=True, slots=True)
class CandidateFilters:
    """The filters in one file.

    Args:
        name: as it was given.
        criteria: the filters.
        service: where they run, if a template tells; "" if not.
        source: of the events, likewise.
        batch_size: records in a batch, if a template tells; 0 if not.
        window: seconds for which a batch is waited for, likewise.
    """

    name: str
    criteria: FilterCriteria
    service: str = ""
    source: str = ""
    batch_size: int = 0
    window: int = 0


def read_candidates(names: Sequence[str], *, as_json: bool) -> list[CandidateFilters] | None:
    """The filters in each file; None if one is not valid or cannot be read, which is said then.

    Args:
        names: of files, or of patterns in templates.
        as_json: say it as JSON.

    Raises:
        InputError: a template does not tell all of a pattern.
    """
    found = []
    for name in names:
        criteria = read_criteria(name, Wanted(as_json, brief=False, verbose=False))
        if criteria is None:
            return None
        where = _deployed(name) if is_reference(name) else ()
        found.append(CandidateFilters(shown_name(name), criteria, *where))
    return found


def _deployed(name: str) -> tuple[str, str, int, int]:
    from pipefilter.cli.pattern_in_template import template_pattern  # noqa: PLC0415 - only for a template

    deployed = template_pattern(name)
    assert deployed is not None  # noqa: S101 - it is a reference
    if deployed.unknown:
        unknown = ", ".join(deployed.unknown)
        raise InputError(f"{name}: what it saves depends on {unknown}, which the template does not tell")
    batches = deployed.batches
    return deployed.service or "", deployed.source or "", batches.size or 0, batches.window or 0


def told(candidates: Sequence[CandidateFilters], what: str) -> str | None:
    """The service or the source that the templates tell; None if none does.

    Args:
        candidates: to be compared.
        what: `service` or `source`.

    Raises:
        click.UsageError: they are not the same.
    """
    found = _all_told(candidates, what)
    if len(found) > 1:
        shown = " and ".join(map(str, found))
        raise click.UsageError(f"the patterns are of more than one {what}: {shown}; say --{what}")
    return str(found[0]) if found else None


def batch_size_told(candidates: Sequence[CandidateFilters]) -> int | None:
    """The records in a batch that the templates tell; None if none does.

    Args:
        candidates: to be compared.

    Raises:
        click.UsageError: they are not the same.
    """
    found = _all_told(candidates, "batch_size")
    if len(found) > 1:
        shown = " and ".join(map(str, found))
        raise click.UsageError(f"the patterns have batches of more than one size: {shown}; say --batch-size")
    return int(found[0]) if found else None


def _all_told(candidates: Sequence[CandidateFilters], what: str) -> list[str | int]:
    return list(dict.fromkeys(value for one in candidates if (value := getattr(one, what))))


def are_taken(candidates: Sequence[CandidateFilters], placement: Placement, *, as_json: bool) -> bool:
    """Whether the service takes all the filters; what it refuses is said.

    Args:
        candidates: the filters.
        placement: where they run.
        as_json: say it as JSON.
    """
    wanted = Wanted(as_json, brief=False, verbose=False)
    refused = [one for one in candidates if are_refused(one.criteria, one.name, placement, wanted)]
    return not refused
