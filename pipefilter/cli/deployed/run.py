"""Runs `pipefilter deployed`: reads the deployed filters, and then checks them, saves them, or tests records against them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from pipefilter.application.deployed_check import CheckedFilter, check_deployed
from pipefilter.application.deployed_rules import DoubleRule, double_rules
from pipefilter.aws.deployed.filter import DeployedFilter, Kind, NotRead
from pipefilter.aws.deployed.filters import KINDS, deployed_filters
from pipefilter.aws.deployed.targets import rule_targets
from pipefilter.cli.deployed.filter_files import save_filters
from pipefilter.cli.deployed.matching import print_verdicts, read_records
from pipefilter.cli.inputs.aws_options import AwsOptions
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import counted, message, print_json, print_problem, remark, result
from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput
from pipefilter.formats.deployed_json import deployed_json, not_read_json
from pipefilter.formats.deployed_text import deployed_count, deployed_label, deployed_text, double_rule_text
from pipefilter.language.filter_criteria import filter_number
from pipefilter.sources import source_named

__all__ = ["DeployedOptions", "run_deployed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployedOptions(AwsOptions):
    """The options of `pipefilter deployed`.

    Args:
        kinds: the kinds that were named; empty for all.
        save: the folder in which to save the filters, if any.
        test: the file with records to test, if any.
    """

    kinds: tuple[Kind, ...]
    save: str | None
    force: bool
    test: str | None
    source: str | None
    as_json: bool


def run_deployed(options: DeployedOptions) -> int:
    """Run the command, and return the exit code.

    Raises:
        InputError: the records cannot be read, or a file cannot be written.
    """
    source = source_named(options.source) if options.source else None
    records = read_records(options.test, source) if options.test is not None else []
    filters, not_read = _read(options)
    missing = COULD_NOT_TELL if any(not each.is_note for each in not_read) else YES
    if options.test is not None and missing and not filters:
        code = missing  # the reasons are printed below
    elif options.test is not None:
        code = print_verdicts(records, filters, as_json=options.as_json)
    else:
        _print_report(filters, _double_rules(filters, not_read, options), as_json=options.as_json)
        code = _exit_code(filters)
    _print_not_read(not_read, as_json=options.as_json)
    if options.save is not None:
        save_filters(options.save, [checked.deployed for checked in filters], force=options.force)
    elif options.test is None:
        _remark_count(filters, not_read)
    return max(code, missing)


def _read(options: DeployedOptions) -> tuple[list[CheckedFilter], list[NotRead]]:
    kinds = [kind for kind in KINDS if kind in options.kinds] or list(KINDS)
    filters: list[CheckedFilter] = []
    not_read: list[NotRead] = []
    with _progress() as advance:
        for kind in kinds:
            advance(kind, len(filters))
            for deployed in deployed_filters(options.connection, [kind]):
                if isinstance(deployed, NotRead):
                    # a user who asks for this kind has to know that there is no answer
                    is_note = deployed.is_note and kind not in options.kinds
                    not_read.append(replace(deployed, is_note=is_note))
                else:
                    filters.append(check_deployed(deployed))
                    advance(kind, len(filters))
    return filters, not_read


@contextmanager
def _progress() -> Iterator[Callable[[str, int], None]]:
    """A function to call with the kind that is read, and how many filters have been read; for a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _kind, _count: None
        return
    from rich.console import Console

    with Console(stderr=True).status("calling AWS") as status:
        yield lambda kind, count: status.update(f"reading {kind}s: {counted(count, 'filter')} so far")


def _exit_code(filters: Sequence[CheckedFilter]) -> int:
    if any(checked.deployed.unreadable or checked.is_undecided for checked in filters):
        return COULD_NOT_TELL
    return NO if any(checked.has_problems for checked in filters) else YES


def _double_rules(
    filters: Sequence[CheckedFilter], not_read: list[NotRead], options: DeployedOptions
) -> Sequence[DoubleRule]:
    """The rules whose targets receive their events from another rule, too, as far as targets can be listed."""

    def targets_of(rule: DeployedFilter) -> Mapping[str, str]:
        try:
            return rule_targets(options.connection, rule)
        except UnreadableInput as error:
            not_read.append(NotRead("rule", f"it is not known whether rules are double: {error}", is_note=True))
            return {}

    double = double_rules(filters, targets_of)
    if not double.is_complete:
        remark("note: there are too many rules to compare them all with each other")
    return double.rules


def _print_report(filters: Sequence[CheckedFilter], double: Sequence[DoubleRule], *, as_json: bool) -> None:
    """Print the problems of each filter, and whether it is valid; then rules whose targets receive events twice."""
    for checked in filters:
        if as_json:
            print_json(deployed_json(checked, [each for each in double if each.rule is checked.deployed]))
            continue
        problems = [(problem, filter_number(fault)) for fault in checked.faults for problem in fault.problems]
        problems += [(finding.problem, finding.number) for finding in checked.advice]
        for problem, number in problems:
            print_problem(problem, deployed_label(checked.deployed, number), is_result=True)
        result(deployed_text(checked))
    if not as_json:
        for each in double:
            result(double_rule_text(each))


def _print_not_read(not_read: Sequence[NotRead], *, as_json: bool) -> None:
    """Print why something could not be read, each reason once; also as JSON, as its readers have to know what is missing."""
    for reason, is_note in dict.fromkeys((each.reason, each.is_note) for each in not_read):
        (remark if is_note else message)(f"{'note' if is_note else 'Error'}: {reason}")
    if as_json:
        for each in dict.fromkeys(not_read):
            print_json(not_read_json(each))


def _remark_count(filters: Sequence[CheckedFilter], not_read: Sequence[NotRead]) -> None:
    """Print how many filters there are, where the results do not show it."""
    if filters:
        remark(deployed_count(filters))
    elif all(each.is_note for each in not_read):
        remark("no filters are deployed here")
