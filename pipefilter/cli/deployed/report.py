"""What was found of deployed filters, printed as `pipefilter check` prints it."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.aws.deployed.filter import DeployedFilter, NotRead
from pipefilter.cli.deployed.checks import CheckedDeployed
from pipefilter.cli.terminal.output import counted, message, print_json, print_problem, remark, result, styled
from pipefilter.errors import InvalidEventPattern, Problem
from pipefilter.formats.check_text import verdict_in_words, with_counts
from pipefilter.language.filter_criteria import InvalidFilter

__all__ = ["identity_json", "not_read_json", "print_not_read", "print_report", "state_in_words"]


def print_report(checked: Sequence[CheckedDeployed], *, as_json: bool) -> None:
    """Print what was found of each filter.

    Args:
        checked: the filters.
        as_json: one JSON object a filter.
    """
    for one in checked:
        if as_json:
            print_json(_as_json(one))
        else:
            _print(one)


def print_not_read(not_read: Sequence[NotRead], *, as_json: bool) -> None:
    """Say what could not be read, each reason once.

    Args:
        not_read: reasons.
        as_json: one JSON object a reason besides, so that who reads those knows what is missing.
    """
    for reason, is_note in dict.fromkeys((one.reason, one.is_note) for one in not_read):
        (remark if is_note else message)(f"{'note' if is_note else 'Error'}: {reason}")
    if as_json:
        for one in dict.fromkeys(not_read):
            print_json(not_read_json(one))


def state_in_words(found: DeployedFilter) -> str:
    """Its state and what else is to be known, in brackets; "" if there is nothing.

    Args:
        found: in an account.
    """
    shown = ", ".join(filter(None, (found.state, *found.remarks)))
    return f"  ({shown})" if shown else ""


def identity_json(checked: CheckedDeployed) -> dict[str, object]:
    """What filter it is, as `--json` prints it.

    Args:
        checked: a filter.
    """
    found = checked.found
    return {
        "kind": found.kind,
        "name": found.name,
        "arn": found.arn or None,
        "state": found.state or None,
        "remarks": list(found.remarks),
        "service": checked.service.name,
        "source": checked.source.name if checked.source else None,
        "reads": found.reads or None,
    }


def not_read_json(one: NotRead) -> dict[str, object]:
    """Something that could not be read, as `--json` prints it.

    Args:
        one: the reason.
    """
    return {"kind": one.kind, "name": None, "unreadable": one.reason, "note": one.is_note}


def _as_json(checked: CheckedDeployed) -> dict[str, object]:
    found = checked.found
    return {
        **identity_json(checked),
        "filters": None if found.text is None else _count(checked),
        "no_filter": found.no_filter or None,
        "unreadable": found.unreadable or None,
        "valid": None if found.text is None else not checked.faults,
        "problems": [
            {**problem.as_json(), "filter": _number(fault)}
            for fault in checked.faults
            for problem in fault.problems
        ],
        "advice": [{**one.problem.as_json(), "filter": one.number} for one in checked.advice],
        "text": found.text,
    }


def _print(checked: CheckedDeployed) -> None:
    found = checked.found
    for fault in checked.faults:
        for problem in fault.problems:
            print_problem(problem, _label(found, _number(fault)), is_result=True)
    for one in checked.advice:
        print_problem(one.problem, _label(found, one.number), is_result=True)
    result(f"{found.name}: {_verdict(checked)}{state_in_words(found)}")


def _verdict(checked: CheckedDeployed) -> str:
    found = checked.found
    if found.unreadable:
        return f"{styled('not readable', 'no')}: {found.unreadable}"
    if found.text is None:
        return found.no_filter
    pieces: list[Problem] = [one.problem for one in checked.advice]
    count = _count(checked)
    has_errors = not checked.faults and any(problem.severity == "error" for problem in pieces)
    several = f"{' in' if has_errors else ','} {counted(count, 'filter')}" if count > 1 else ""
    if checked.faults:
        return f"{styled('not valid', 'no')}{several}{with_counts(pieces)}"
    return verdict_in_words(pieces, several)


def _count(checked: CheckedDeployed) -> int:
    numbered = [_number(fault) for fault in checked.faults]
    if checked.criteria is None:
        return len(numbered)
    return len(checked.criteria.filters) + len(numbered)


def _number(fault: InvalidEventPattern) -> int:
    return fault.number if isinstance(fault, InvalidFilter) else 0


def _label(found: DeployedFilter, number: int) -> str:
    return f"{found.name} (filter {number})" if number else found.name
