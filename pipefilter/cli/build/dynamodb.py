"""Builds the pattern of `pipefilter build dynamodb`, and prints it with the conditions left to check."""

from __future__ import annotations

import click

from pipefilter.builder.faults import InvalidCondition, MissingImage
from pipefilter.builder.narrowing.contradictions import impossible_values, is_impossible
from pipefilter.builder.narrowing.exclusion import excludes_nothing
from pipefilter.builder.narrowing.inference import Inference
from pipefilter.builder.narrowing.narrow import narrow_with_facts
from pipefilter.builder.narrowing.narrowing_result import Narrowed
from pipefilter.builder.residual.code import residual_code
from pipefilter.cli.build.options import BuildOptions, BuildRequest, read_request
from pipefilter.cli.build.report import PatternReport, SampleCounts
from pipefilter.cli.build.samples import StreamSamples
from pipefilter.cli.build.unused_facts import unused_facts
from pipefilter.cli.inputs.typed_condition import path_notes
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import counted, message

__all__ = ["build"]

_ISSUES = "https://github.com/pipefilter/pipefilter/issues"


def build(options: BuildOptions, ctx: click.Context) -> int:
    """Find the pattern for a condition, print it with notes, and return the exit code.

    Raises:
        click.UsageError: an option is malformed, or the condition is impossible.
        InputError: a file cannot be read.
    """
    request = read_request(options)
    paths = tuple(dict.fromkeys(request.condition.paths()))
    odd = [note for path in paths for note in path_notes(path)]
    for note in (*odd, *unused_facts(request, paths)):
        message(f"note: {note}")
    with StreamSamples(list(request.samples)) as samples:
        inference = Inference(paths, request.personal)
        for record, _ in samples.records():
            inference.add(record)
        known = inference.facts(request.known)
        _require_possible(request)
        try:
            narrowed = narrow_with_facts(
                request.condition, known, service=options.service, view=options.view, numbers=options.numbers
            )
            code = None
            if options.residual and narrowed.residual is not None:
                code = residual_code(narrowed, options.residual)
        except (InvalidCondition, MissingImage) as fault:
            raise click.UsageError(str(fault), ctx) from None
        if narrowed.proof.is_refuted:
            _report_fault(narrowed)
            return COULD_NOT_TELL
        report = PatternReport(
            narrowed,
            excludes_nothing(narrowed, known, narrowed.numbers),
            () if narrowed.exact else inference.withheld(request.known),
            inference.missing_words(),
            tuple(path for path in inference.paths if path not in known.types),
            _sample_counts(narrowed, samples) if request.samples else None,
            code,
        )
        if options.as_json:
            report.print_json(anyway=options.anyway)
        else:
            report.print_text(
                anyway=options.anyway, criteria=options.criteria, wants_code=bool(options.residual)
            )
        if samples.faults:
            message(f"{counted(samples.faults, 'problem')} in the sample")
            return COULD_NOT_TELL
    if report.sample is not None and report.sample.lost:
        return COULD_NOT_TELL
    return NO if report.excludes_nothing and not options.anyway else YES


def _report_fault(narrowed: Narrowed) -> None:
    """Print a record that shows that the pattern is wrong; the pattern is not printed."""
    message(f"condition: {narrowed.condition}")
    for pattern in narrowed.filters:
        message(f"pattern: {pattern}")
    message(str(narrowed.proof))
    message(f"this is a fault of pipefilter, so the pattern is not printed: please report it at {_ISSUES}")


def _require_possible(request: BuildRequest) -> None:
    """Reject a condition that no record can meet if --only is true.

    Raises:
        click.UsageError: there is such a contradiction.
    """
    if is_impossible(request.condition, request.known):
        path, value = next(impossible_values(request.condition, request.known))
        raise click.UsageError(
            f"no record can meet this condition: {request.condition}; according to --only, {path} is never {value}: "
            "--only lists all values that an attribute can have; for values before the change, use --was"
        )


def _sample_counts(narrowed: Narrowed, samples: StreamSamples) -> SampleCounts:
    """Count the records of the sample that the pattern matches."""
    counts = SampleCounts()
    for record, text in samples.records():
        is_relevant = narrowed.condition.holds(record, numbers=narrowed.numbers)
        counts.add(is_relevant=is_relevant, passes=narrowed.passes(text))
    return counts
