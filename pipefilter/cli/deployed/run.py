"""One run of `pipefilter deployed`: what is deployed is read, and then reported, saved or put to records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipefilter.aws.connection import Connection
from pipefilter.aws.deployed.filter import NotRead
from pipefilter.aws.deployed.filters import KINDS, deployed_filters
from pipefilter.cli.deployed.checks import CheckedDeployed, checked_deployed
from pipefilter.cli.deployed.filter_files import save_filters
from pipefilter.cli.deployed.matching import match_deployed, records_of
from pipefilter.cli.deployed.progress import deployed_progress
from pipefilter.cli.deployed.report import print_not_read, print_report
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, YES
from pipefilter.cli.terminal.output import counted, remark
from pipefilter.sources import source_named

__all__ = ["DeployedRun", "run_deployed"]


@dataclass(frozen=True, slots=True)
class DeployedRun:
    """What is wanted.

    Args:
        connection: to the account and the region.
        kinds: that were named; empty for all.
        save: the folder for the filters, if they are to be saved.
        force: whether files of other content may be replaced.
        test: the file with the record, if that is wanted.
        source: of the record, if it was named.
        as_json: one JSON object a filter.
    """

    connection: Connection
    kinds: tuple[str, ...]
    save: str | None
    force: bool
    test: str | None
    source: str | None
    as_json: bool


def run_deployed(run: DeployedRun) -> int:
    """Do what is wanted, and return the exit code.

    Args:
        run: what is wanted.

    Raises:
        InputError: the record cannot be read, or a file cannot be written.
    """
    source = source_named(run.source) if run.source else None
    records = records_of(run.test, source) if run.test is not None else []
    checked, not_read = _read(run)
    missing = COULD_NOT_TELL if any(not one.is_note for one in not_read) else YES
    if run.test is not None:
        code = match_deployed(records, checked, as_json=run.as_json)
    else:
        print_report(checked, as_json=run.as_json)
        code = max((one.code for one in checked), default=YES)
    print_not_read(not_read, as_json=run.as_json)
    if run.save is not None:
        save_filters(run.save, [one.found for one in checked], force=run.force)
    elif run.test is None:
        _say_count(checked, not_read)
    return max(code, missing)


def _read(run: DeployedRun) -> tuple[list[CheckedDeployed], list[NotRead]]:
    kinds = [kind for kind in KINDS if kind in run.kinds] or list(KINDS)
    checked: list[CheckedDeployed] = []
    not_read: list[NotRead] = []
    with deployed_progress() as advance:
        for kind in kinds:
            advance(kind, len(checked))
            for found in deployed_filters(run.connection, [kind]):
                if isinstance(found, NotRead):
                    # who asks for nothing but these is to know that there is no answer
                    not_read.append(replace(found, is_note=found.is_note and kind not in run.kinds))
                else:
                    checked.append(checked_deployed(found))
                    advance(kind, len(checked))
    return checked, not_read


def _say_count(checked: Sequence[CheckedDeployed], not_read: Sequence[NotRead]) -> None:
    """How many filters there are, where that does not show by itself."""
    filters = sum(one.found.text is not None for one in checked)
    if checked:
        others = len(checked) - filters
        without = f"; {counted(others, 'other')} without a filter that can be read" if others else ""
        remark(f"{counted(filters, 'filter')} checked{without}")
    elif not any(not one.is_note for one in not_read):
        remark("nothing is deployed here that filters")
