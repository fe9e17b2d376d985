"""The report of `pipefilter deployed` as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipefilter.application.deployed_check import CheckedFilter
from pipefilter.application.deployed_matching import DeployedVerdict, PlacedRecord
from pipefilter.application.deployed_rules import DoubleRule
from pipefilter.aws.deployed.filter import DeployedFilter, Kind
from pipefilter.enumeration import enumeration
from pipefilter.errors import Problem
from pipefilter.formats.check_text import verdict_in_words, with_counts
from pipefilter.formats.style import counted, styled

__all__ = [
    "deployed_count",
    "deployed_label",
    "deployed_text",
    "deployed_totals",
    "deployed_verdict_text",
    "double_rule_text",
]

_VERDICTS = {"match": ("match    ", "yes"), "no_match": ("no match ", "no"), "undecided": ("undecided", "hint")}


_RECEIVES: dict[Kind, tuple[str, str]] = {
    "pipe": ("filter", "record"),
    "mapping": ("filter", "record"),
    "subscriber": ("filter", "event"),
    "subscription": ("filter policy", "message"),
}
"""What a resource may lack, and what it receives all of then; a rule without a pattern receives nothing."""


def deployed_count(filters: Sequence[CheckedFilter]) -> str:
    """How many filters there are, and how many resources receive everything because they have none."""
    without = [checked.deployed for checked in filters if checked.deployed.text is None]
    open_to_all = Counter(each.kind for each in without if not each.unreadable and not each.receives_nothing)
    words = [f"{counted(len(filters) - len(without), 'filter')} checked"]
    for kind, count in open_to_all.items():
        lacks, receives = _RECEIVES[kind]
        has, ending = ("has", "s") if count == 1 else ("have", "")
        words.append(f"{counted(count, kind)} {has} no {lacks} and receive{ending} every {receives}")
    if others := len(without) - open_to_all.total():
        has = "has" if others == 1 else "have"
        words.append(f"{counted(others, 'other resource')} {has} no readable filter")
    return "; ".join(words)


def deployed_text(checked: CheckedFilter) -> str:
    """The line on a filter, after its problems."""
    return f"{checked.deployed.name}: {_validity(checked)}{_state(checked.deployed)}"


def deployed_label(deployed: DeployedFilter, number: int) -> str:
    """The name of what has a problem, with the number of the filter, unless it is 0 for the only one or the whole list."""
    return f"{deployed.name} (filter {number})" if number else deployed.name


def double_rule_text(double: DoubleRule) -> str:
    """The line on a rule whose target receives its events from another rule, too."""
    rule, other = double.rule.name, double.other.name
    relation = (
        f"{rule} matches the same events as {other}"
        if double.is_equal
        else f"{rule} matches only events that {other} matches, too"
    )
    receive = "they receive" if len(double.targets) > 1 else "it receives"
    return f"note: {relation}, and both send them to {enumeration(double.targets, 'and')}: {receive} them twice"


def deployed_verdict_text(checked: CheckedFilter, verdict: DeployedVerdict) -> str:
    """The line on a filter that sees a record; "" if it never does."""
    if verdict.word not in _VERDICTS:
        return ""
    several = checked.criteria is not None and len(checked.criteria.filters) > 1
    numbers = f" (filter {', '.join(map(str, verdict.numbers))})" if several and verdict.numbers else ""
    reason = f": {verdict.reason}" if verdict.reason else ""
    word = styled(*_VERDICTS[verdict.word])
    return f"{word}  {checked.deployed.name}{numbers}{reason}{_state(checked.deployed)}"


def deployed_totals(
    record: PlacedRecord, filters: Sequence[CheckedFilter], verdicts: Sequence[DeployedVerdict]
) -> str:
    """How many filters match a record, and how many resources receive it because they have none."""
    has_filter = [bool(checked.deployed.text or checked.deployed.unreadable) for checked in filters]
    counts = Counter(verdict.word for verdict, has in zip(verdicts, has_filter, strict=True) if has)
    open_to_all = [
        verdict
        for verdict, has in zip(verdicts, has_filter, strict=True)
        if not has and verdict.word == "match"
    ]
    seeing = counts.total() - counts["skipped"]
    undecided = f", {counts['undecided']} without a verdict" if counts["undecided"] else ""
    receive = "receives" if len(open_to_all) == 1 else "receive"
    others = (
        f"; {counted(len(open_to_all), 'resource')} without a filter {receive} it, too" if open_to_all else ""
    )
    return (
        f"{record.place}: a record from {record.source.name}; {seeing} of {counted(counts.total(), 'filter')} can "
        f"receive it: {counts['match']} matched, {counts['no_match']} did not{undecided}{others}"
    )


def _state(deployed: DeployedFilter) -> str:
    """The state of a resource, and remarks on it, in brackets; "" if there is nothing."""
    words = ", ".join(filter(None, (deployed.state, *deployed.remarks)))
    return f"  ({words})" if words else ""


def _validity(checked: CheckedFilter) -> str:
    deployed = checked.deployed
    if deployed.unreadable:
        return f"{styled('not readable', 'no')}: {deployed.unreadable}"
    if deployed.text is None:
        return deployed.no_filter
    problems: list[Problem] = [finding.problem for finding in checked.advice]
    has_errors = not checked.faults and any(problem.severity == "error" for problem in problems)
    several = f"{' in' if has_errors else ','} {counted(checked.count, 'filter')}" if checked.count > 1 else ""
    if checked.is_undecided:
        return f"{styled('could not tell', 'hint')}{with_counts(problems)}"
    if checked.faults:
        return f"{styled('not valid', 'no')}{several}{with_counts(problems)}"
    return verdict_in_words(problems, several)
