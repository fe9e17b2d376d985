"""Counts the events of traffic that two patterns match, for `pipefilter compare --traffic`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from pipefilter.application.event_hints import EventHints
from pipefilter.application.filters import Filters
from pipefilter.application.no_events import csv_hint, no_events_message
from pipefilter.application.traffic_comparison import MAX_FAULTS, TrafficComparison, comparison_job
from pipefilter.application.traffic_inputs import Sizes, opened_traffic, suitable_jobs
from pipefilter.cli.inputs.files import UnspecifiedFilters, input_label
from pipefilter.cli.inputs.parameters import parameter_hint
from pipefilter.cli.terminal.comma_message import report_commas
from pipefilter.cli.terminal.output import counted, message
from pipefilter.cli.terminal.progress import traffic_progress
from pipefilter.formats.filter_text import fault_text
from pipefilter.scanning.events.scan_result import Fault
from pipefilter.scanning.scan_files import ScannedPart, scan_files
from pipefilter.scanning.worker_died import WorkerDied
from pipefilter.single_line import single_line

__all__ = ["compare_traffic", "require_complete"]


def require_complete(filters: Filters) -> None:
    """Reject filters with values that are not known from their template.

    Raises:
        InputError: there are such values.
    """
    if filters.bounds is not None:
        unknown = filters.bounds.unknown
        sentence = f"{filters.name}: the template does not specify {unknown}, so --traffic cannot be counted"
        raise UnspecifiedFilters(sentence, parameter_hint(unknown))


def compare_traffic(
    first: Filters, second: Filters, sizes: Sizes, names: tuple[str, str], jobs: int | None
) -> TrafficComparison | None:
    """Count the events of traffic; None, which is reported, if a process was ended from outside.

    Args:
        sizes: the names of the files, each with its size.
        names: what the filters are called.
        jobs: the number of processes; None for the number that is fastest.
    """
    all_files = [name for name, _ in sizes]
    report = _Report(names)
    pieces = scan_files(all_files, opened_traffic, comparison_job(first, second), jobs or suitable_jobs(sizes))
    try:
        with closing(pieces), traffic_progress(dict(sizes), prints=False) as advance:
            for piece in pieces:
                advance(piece.name, piece.read, piece.result.read)
                report.add(piece)
    except WorkerDied as error:
        message(f"Error: {error}")
        return None
    report.end(all_files)
    return report.comparison


class _Report:
    """Reports what cannot be evaluated, as it is read.

    Args:
        names: what the filters are called.
    """

    def __init__(self, names: tuple[str, str]) -> None:
        self.comparison = TrafficComparison()
        self._names = names
        self._faults: list[tuple[str, Fault]] = []
        self._first_comma = ""

    def add(self, piece: ScannedPart) -> None:
        """Add a part of a file."""
        name, part, summary = input_label(piece.name), piece.result, self.comparison.summary
        self.comparison.add(piece)
        self._faults += [(name, fault) for fault in part.faults[: MAX_FAULTS - len(self._faults)]]
        if part.commas and not self._first_comma:
            self._first_comma = f"{name}:{part.first_comma}"
        # each part of a file may report it
        if piece.unreadable and not any(each["file"] == name for each in summary.unreadable[-1:]):
            summary.unreadable.append({"file": name, "reason": piece.unreadable})

    def end(self, files: Sequence[str]) -> None:
        """Report what could not be evaluated."""
        summary, hints = self.comparison.summary, EventHints()
        for name, fault in self._faults:
            message(fault_text(fault, name, self._names))
            if hint := hints.new(fault.problem, name):
                message(hint)
        without_verdict = summary.sums.malformed + summary.sums.undecided
        if without_verdict > len(self._faults):
            message(f"{counted(without_verdict - len(self._faults), 'more event')} without a verdict")
        if summary.sums.malformed and (csv := csv_hint(files)):
            message(csv)
        for each in summary.unreadable:
            message(single_line(f"{each['file']}: {each['reason']}"))
        if not summary.sums.read and not summary.unreadable:
            message(no_events_message(files))
        report_commas(summary.sums.commas, self._first_comma)
