"""The results of `pipefilter filter`, as the objects that `--json` prints."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.application.filter_summary import FilterSummary, fault_reason
from pipefilter.filtering.record_evaluator import RecordOutcome
from pipefilter.scanning.events.scan_result import Fault, KeptEvent

__all__ = ["fault_json", "kept_json", "miss_json", "summary_json"]


def kept_json(event: KeptEvent, name: str, rules: Sequence[str], *, inverted: bool) -> dict[str, object]:
    """The object of an event that is kept; without rules, there is one pattern."""
    place = _place(event, name)
    if rules:
        return {**place, "rules": [rules[number] for number in event.rules]}
    return {**place, "verdict": "no_match" if inverted else "match", "text": event.text}


def fault_json(fault: Fault, name: str, rules: Sequence[str]) -> dict[str, object]:
    """The object of an event that is malformed, or has no verdict; without rules, there is one pattern."""
    place: dict[str, object] = {"event": name, "line": fault.line, "column": fault.column}
    if fault.pointer:
        place["record"] = fault.pointer
    if fault.problem is not None:
        return {**place, "verdict": "invalid_event", "problem": fault.problem.as_json()}
    word = "undecided" if fault.is_undecided else "unreadable"
    return {**place, "verdict": word, "reason": fault_reason(fault, rules)}


def miss_json(event: KeptEvent, name: str, outcome: RecordOutcome) -> dict[str, object]:
    """The object of an event that does not match, with the reasons."""
    from pipefilter.formats.evaluation_json import evaluation_json

    explanation = evaluation_json(outcome)["explanation"]
    return {**_place(event, name), "verdict": "no_match", "explanation": explanation}


def summary_json(summary: FilterSummary) -> dict[str, object]:
    """The last object: how many events of each kind there were."""
    sums = summary.sums
    members: dict[str, object] = {
        "files": summary.files,
        "read": sums.read,
        "matched": sums.matched,
        "not_matched": sums.not_matched,
        "malformed": sums.malformed,
        "undecided": sums.undecided,
        "decoded": dict(sorted(sums.by_source.items())),
        "kept": sums.kept,
        "unreadable": list(summary.unreadable),
        "stopped": summary.stopped or None,
    }
    if not summary.is_checked:
        members["checked"] = False
    if sums.ignoring_data:
        members["matched_without_data"] = sums.ignoring_data
    if sums.commas:
        members["commas"] = sums.commas
    if summary.rules:
        members["rules"] = {name: sums.by_rule[number] for number, name in enumerate(summary.rules)}
        members["never"] = list(summary.never)
    return {"summary": members}


def _place(event: KeptEvent, name: str) -> dict[str, object]:
    place: dict[str, object] = {"event": name, "line": event.line, "column": event.column}
    return {**place, "record": event.pointer} if event.pointer else place
