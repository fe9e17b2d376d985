"""Prints the checks of deployed filters, as `pipefilter check` does."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.application.deployed_check import CheckedFilter
from pipefilter.aws.deployed.filter import NotRead
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import message, print_json, print_problem, remark, result
from pipefilter.formats.deployed_json import deployed_json, not_read_json
from pipefilter.formats.deployed_text import deployed_label, deployed_text
from pipefilter.language.filter_criteria import filter_number

__all__ = ["exit_code", "print_not_read", "print_report"]


def exit_code(filters: Sequence[CheckedFilter]) -> int:
    """The exit code of the checks."""
    if any(checked.deployed.unreadable for checked in filters):
        return COULD_NOT_TELL
    return NO if any(checked.has_problems for checked in filters) else YES


def print_report(filters: Sequence[CheckedFilter], *, as_json: bool) -> None:
    """Print the problems of each filter, and whether it is valid."""
    for checked in filters:
        if as_json:
            print_json(deployed_json(checked))
            continue
        problems = [(problem, filter_number(fault)) for fault in checked.faults for problem in fault.problems]
        problems += [(finding.problem, finding.number) for finding in checked.advice]
        for problem, number in problems:
            print_problem(problem, deployed_label(checked.deployed, number), is_result=True)
        result(deployed_text(checked))


def print_not_read(not_read: Sequence[NotRead], *, as_json: bool) -> None:
    """Print why something could not be read, each reason once.

    Args:
        as_json: whether to print each as a JSON object as well, so that readers of those know what is missing.
    """
    for reason, is_note in dict.fromkeys((each.reason, each.is_note) for each in not_read):
        (remark if is_note else message)(f"{'note' if is_note else 'Error'}: {reason}")
    if as_json:
        for each in dict.fromkeys(not_read):
            print_json(not_read_json(each))
