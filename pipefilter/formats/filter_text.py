"""The results of `pipefilter filter` as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipefilter.application.filter_summary import FilterSummary, fault_reason
from pipefilter.filtering.record_evaluator import RecordOutcome
from pipefilter.formats.style import counted, styled
from pipefilter.scanning.events.scan_result import Fault, KeptEvent
from pipefilter.single_line import single_line

__all__ = ["fault_text", "miss_text", "totals_text"]


def fault_text(fault: Fault, name: str, rules: Sequence[str]) -> str:
    """The line on an event that is malformed, or has no verdict; without rules, there is one pattern."""
    if fault.problem is not None:
        return fault.problem.as_text(name).partition("\n")[0]
    pointer = f" {fault.pointer}" if fault.pointer else ""
    return f"{single_line(name)}:{fault.line}:{fault.column}{pointer}  {fault_reason(fault, rules)}"


def miss_text(event: KeptEvent, name: str, outcome: RecordOutcome) -> Iterator[str]:
    """The lines on an event that does not match, with the reasons."""
    from pipefilter.explaining.record_reasons import reason_lines

    place = f"{single_line(name)}:{event.line}" + (f":{event.column}" if event.column > 1 else "")
    yield f"{styled('no match', 'no')}  {place} {event.pointer}".rstrip()
    if outcome.verdict is not None:
        for meaning, text in reason_lines(outcome.verdict):
            yield styled(text, meaning)


def totals_text(summary: FilterSummary) -> Iterator[str]:
    """The lines on how many events of each kind there were."""
    sums = summary.sums
    stopped = f"; stopped by {summary.stopped}, so there may be more events" if summary.stopped else ""
    undecided = f", {sums.undecided} without a verdict" if sums.undecided else ""
    malformed = f"{sums.malformed} malformed"
    if not summary.is_checked:
        malformed = f"at least {malformed}" if sums.malformed else "malformed events not checked"
    yield (
        f"{counted(sums.read, 'event')} read: {sums.matched} matched, {sums.not_matched} did not, "
        f"{malformed}{undecided}{stopped}"
    )
    if sums.ignoring_data:
        yield (
            f"{counted(sums.ignoring_data, 'record')} matched although the filter's conditions on the data were ignored, "
            "because the data is not in the format that the filter expects; run `test` for details"
        )
