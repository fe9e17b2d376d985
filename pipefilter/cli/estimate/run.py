"""Runs `pipefilter estimate`: has the application estimate, and prints the result."""

from __future__ import annotations

import click

from pipefilter.application.cost_estimate import CostEstimate
from pipefilter.application.estimate_plan import EstimatePlan, plan_estimate
from pipefilter.application.event_hints import EventHints
from pipefilter.application.no_events import NoEvents
from pipefilter.application.traffic_count import TrafficCount
from pipefilter.cli.estimate.inputs import EstimateInputs, usage_errors
from pipefilter.cli.estimate.options import EstimateCommandOptions, option_name
from pipefilter.cli.estimate.output import EstimateOutput
from pipefilter.cli.inputs.refused_filters import report_service_findings
from pipefilter.cli.terminal.comma_message import report_commas
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, INTERRUPTED, NO, YES
from pipefilter.cli.terminal.output import counted, message
from pipefilter.cli.terminal.progress import traffic_progress
from pipefilter.costs.traffic.counting import MAX_FAULTS
from pipefilter.scanning.worker_died import WorkerDied

__all__ = ["run_estimate"]


def run_estimate(options: EstimateCommandOptions, ctx: click.Context) -> int:
    """Estimate and print, and return the exit code.

    Raises:
        click.UsageError: options make no sense, or do not go together.
        InputError: a file cannot be read, or lacks the information that it should contain.
    """
    output = EstimateOutput.from_options(options, ctx)
    inputs = EstimateInputs.from_options(options)
    output.check_page(inputs.names)
    as_json = output.format == "json"
    compared = inputs.filters(as_json=as_json)
    if compared is None:
        return COULD_NOT_TELL
    traffic = inputs.traffic()
    with usage_errors():
        plan = plan_estimate(compared, traffic, options.for_application())
    if _has_refused(plan, as_json=as_json):
        return COULD_NOT_TELL
    for note in plan.notes:
        message(note.spelled(option_name))
    count = plan.new_count()
    try:
        with traffic_progress(dict(traffic.sizes), prints=False) as progress:
            jobs = options.jobs or traffic.suitable_jobs
            count.count(traffic, jobs, progress, keeps_partial=True)
    except WorkerDied as error:
        message(f"Error: {error}")
        return COULD_NOT_TELL
    hints = EventHints()
    for number, line in enumerate(count.fault_lines):  # the faults come first
        message(line)
        name, fault = count.faults[number] if number < len(count.faults) else ("", None)
        if fault is not None and (hint := hints.new(fault.problem, name)):
            message(hint)
    report_commas(count.counts.commas, count.first_comma)
    return _report(plan, count, output)


def _has_refused(plan: EstimatePlan, *, as_json: bool) -> bool:
    """Report what the service rejects or ignores, and return whether it rejects any of the filters."""
    all_findings = plan.findings()
    for name, findings in all_findings:
        report_service_findings(findings, name, as_json=as_json)
    return any(findings.refused for _, findings in all_findings)


def _report(before: EstimatePlan, count: TrafficCount, output: EstimateOutput) -> int:
    with usage_errors():
        plan = before.in_region_of(count.counts)
        for note in plan.notes[len(before.notes) :]:
            message(note.spelled(option_name))
        try:
            estimate = plan.estimate(count)
        except NoEvents as error:
            message("interrupted" if count.is_partial else str(error))
            return INTERRUPTED if count.is_partial else COULD_NOT_TELL
        try:
            complete = plan.with_suggestions(estimate)
        except KeyboardInterrupt:
            output.print(estimate)
            message("interrupted: the report has no suggestions on what to filter next")
            return INTERRUPTED
    reads = complete.details.counts.reads
    if reads is not None and (missing := reads.inference.missing_words()):
        message(f"note: --reads: {missing}")
    output.print(complete)
    return _code(complete)


def _code(estimate: CostEstimate) -> int:
    if estimate.details.extent.partial:
        return INTERRUPTED
    if not estimate.is_certain:
        if estimate.malformed > MAX_FAULTS:
            message(f"{counted(estimate.malformed, 'malformed event')} in total")
        return COULD_NOT_TELL
    has_filters = bool(estimate.compared[0].name)
    return NO if has_filters and not estimate.saves else YES
