"""Finds the examples that the command line describes, and prints them."""

from __future__ import annotations

import click

from pipefilter.application.example import Examples
from pipefilter.application.examples import detail_event, examples_of_filters, sample_events
from pipefilter.application.known_events import known_events, unknown_event_remarks
from pipefilter.cli.example.options import ExampleOptions
from pipefilter.cli.example.output import print_examples
from pipefilter.cli.inputs.files import file_bytes, is_inline, shown_name
from pipefilter.cli.inputs.filters import read_filters
from pipefilter.cli.inputs.names import one_pattern
from pipefilter.cli.inputs.parameters import parameter_hint
from pipefilter.cli.inputs.placement import placement_errors
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import message, print_json, print_problem, remark, result
from pipefilter.errors import InvalidEvent

__all__ = ["run"]


def run(pattern: str | None, options: ExampleOptions) -> int:
    """Print the examples, and return the exit code.

    Raises:
        click.UsageError: the options contradict each other, or do not say which examples.
        InputError: a file cannot be read.
    """
    if options.is_list:
        return _list_events(pattern, options)
    if options.detail is not None:
        return _print_detail(pattern, options.detail, options)
    of_event = {"event_source": options.event_source or "", "detail_type": options.detail_type or ""}
    kind = (options.kind or "").upper()
    if pattern is None:
        if not (options.source or kind or any(of_event.values())):
            raise click.UsageError("PATTERN is missing: pass a pattern, --source, --event-source or --detail")
        with placement_errors():
            results = sample_events(source=options.source or "", event=kind, **of_event)
        for text in unknown_event_remarks(**of_event):
            remark(text)
        return print_examples(results, options, "")
    filters = read_filters(
        one_pattern(pattern, "pass one"), options.service, options.source, as_json=options.as_json
    )
    if filters is None:
        return COULD_NOT_TELL
    with placement_errors():
        results = examples_of_filters(filters, event=kind, **of_event)
    code = print_examples(results, options, filters.name)
    return max(code, _report(results, filters.name))


def _report(results: Examples, name: str) -> int:
    """Print what has no example, and return the exit code."""
    if results.left_out:
        remark(f"{name}: {results.left_out} more would match or nearly match; they are left out")
    if results.matching:
        if results.not_found:
            remark(f"{name}: no example was found for {_branches(results.not_found)}")
        return YES
    records = (
        "event"
        if results.source is None or results.source.name == "bus"
        else f"record of the source {results.source.name}"
    )
    if results.is_impossible:
        message(f"{name}: no {records} can match; `pipefilter check` reports likely reasons")
        return NO
    if results.unknown:
        message(f"{name}: no {records} certainly matches: the verdict depends on {results.unknown}")
        if hint := parameter_hint(results.unknown):
            message(f"hint: {hint}")
        return COULD_NOT_TELL
    message(f"{name}: no {records} was found that matches; this does not mean that none can match")
    return COULD_NOT_TELL


def _list_events(pattern: str | None, options: ExampleOptions) -> int:
    """List AWS's own events."""
    if pattern is not None:
        raise click.UsageError(
            "--list-events accepts no PATTERN; use --event-source to list the events of one source"
        )
    events = known_events(options.event_source or "")
    for source, detail_type in events:
        if options.as_json:
            print_json({"source": source, "detail-type": detail_type})
        else:
            result(f"{source}\t{detail_type}")
    if not events:
        for text in unknown_event_remarks(options.event_source or "", ""):
            message(text)
    return YES if events else NO


def _print_detail(pattern: str | None, detail: str, options: ExampleOptions) -> int:
    """Print an event with a detail."""
    if pattern is not None:
        raise click.UsageError("pass either PATTERN or --detail")
    if options.source or options.service or options.kind:
        raise click.UsageError(
            "--detail is for events from a bus, which have no --source, --service or --event"
        )
    if not options.event_source or not options.detail_type:
        raise click.UsageError("--detail requires --event-source and --detail-type")
    text = detail if is_inline(detail) else file_bytes(detail)
    try:
        results = detail_event(text, options.event_source, options.detail_type)
    except InvalidEvent as error:
        for problem in error.problems:
            print_problem(problem, shown_name(detail), is_result=False)
        return COULD_NOT_TELL
    return print_examples(results, options, shown_name(detail))


def _branches(count: int) -> str:
    return "1 other branch" if count == 1 else f"{count} other branches"
