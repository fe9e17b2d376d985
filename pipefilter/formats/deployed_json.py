"""What `pipefilter deployed` reports, as the objects that `--json` prints."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.application.deployed_check import CheckedFilter
from pipefilter.application.deployed_matching import DeployedVerdict, PlacedRecord
from pipefilter.application.deployed_rules import DoubleRule
from pipefilter.aws.deployed.filter import NotRead
from pipefilter.language.filter_criteria import filter_number

__all__ = ["deployed_json", "deployed_verdict_json", "not_read_json"]


def deployed_json(checked: CheckedFilter, double: Sequence[DoubleRule] = ()) -> dict[str, object]:
    """The object of a filter with its problems.

    Args:
        double: other rules that send all its events to one of its targets, too.
    """
    deployed = checked.deployed
    has_filter = deployed.text is not None
    return {
        **_identity(checked),
        "filters": checked.count if has_filter else None,
        "no_filter": deployed.no_filter or None,
        "unreadable": deployed.unreadable or None,
        "valid": not checked.faults if has_filter and not checked.is_undecided else None,
        "problems": [
            {**problem.as_json(), "filter": filter_number(fault)}
            for fault in checked.faults
            for problem in fault.problems
        ],
        "advice": [{**finding.problem.as_json(), "filter": finding.number} for finding in checked.advice],
        "double": [
            {"name": each.other.name, "equal": each.is_equal, "targets": list(each.targets)} for each in double
        ],
        "text": deployed.text,
    }


def deployed_verdict_json(
    record: PlacedRecord, checked: CheckedFilter, verdict: DeployedVerdict
) -> dict[str, object]:
    """The object of a record and a filter."""
    return {
        "event": record.place,
        **_identity(checked),
        "verdict": verdict.word,
        "filters": list(verdict.numbers),
        "reason": verdict.reason or None,
    }


def not_read_json(not_read: NotRead) -> dict[str, object]:
    """The object of something that could not be read."""
    return {"kind": not_read.kind, "name": None, "unreadable": not_read.reason, "note": not_read.is_note}


def _identity(checked: CheckedFilter) -> dict[str, object]:
    """The members that say which filter it is."""
    deployed = checked.deployed
    return {
        "kind": deployed.kind,
        "name": deployed.name,
        "arn": deployed.arn or None,
        "state": deployed.state or None,
        "remarks": list(deployed.remarks),
        "service": checked.service.name,
        "source": checked.source.name if checked.source else None,
        "reads": deployed.reads or None,
    }
