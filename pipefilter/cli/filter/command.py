"""`pipefilter filter`: prints the matching events in large amounts of traffic; grep for events."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from pipefilter.cli.filter.options import FilterOptions
from pipefilter.cli.inputs.file_name import PATTERN
from pipefilter.cli.inputs.files import STDIN, shown_name
from pipefilter.cli.inputs.names import one_pattern
from pipefilter.cli.inputs.parameters import parameter_option
from pipefilter.cli.inputs.pattern_among_events import patterns_among, remark_patterns
from pipefilter.cli.inputs.placement import placement_options
from pipefilter.cli.inputs.traffic import given_or_standard_input
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL
from pipefilter.cli.terminal.help_page import examples
from pipefilter.cli.terminal.output import message, remark
from pipefilter.cli.terminal.quiet import quiet_option

if TYPE_CHECKING:
    from pipefilter.cli.filter.report import FilterReport
    from pipefilter.scanning.events.scanner import ScannerSource

__all__ = ["command"]


@click.command(
    "filter",
    epilog=examples(
        "pipefilter filter pattern.json logs/ > matching.jsonl",
        "pipefilter filter pattern.json 'logs/**/*.json.gz' --count",
        "pipefilter filter template.yaml#OrdersPipe s3://bucket/prefix/ -n 10",
        "pipefilter filter --rules rules/ events.jsonl",
        "pipefilter filter pattern.json events.jsonl --unchecked",
    ),
)
@click.argument("arguments", nargs=-1, metavar="PATTERN [FILES]...", type=PATTERN)
@parameter_option
@quiet_option()
@click.option("-c", "--count", is_flag=True, help="Print only the number of kept events.")
@click.option("-v", "--invert-match", "inverted", is_flag=True, help="Keep the events that do not match.")
@click.option(
    "-n",
    "-m",
    "--max",
    "limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Stop after keeping N events.",
)
@click.option(
    "--explain-misses",
    "misses",
    type=click.IntRange(min=1),
    metavar="N",
    help="Explain why the first N non-matching events do not match.",
)
@click.option(
    "--rules",
    "rule_folders",
    multiple=True,
    metavar="FOLDER",
    type=PATTERN,
    help="Evaluate all patterns in a folder or template instead of PATTERN; report how often each one matches, and which "
    "ones never do.",
)
@placement_options()
@click.option("--strict", is_flag=True, help="Stop at the first malformed event.")
@click.option(
    "--unchecked",
    is_flag=True,
    help="Do not read lines that certainly do not match, so that malformed lines among them are not detected. Several "
    "times as fast if few events match; for JSON lines.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object per event, and one with the counts."
)
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Use N processes. [default: one per core]"
)
def command(arguments: tuple[str, ...], rule_folders: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Print the events that match a pattern (grep for events).

    FILES are files, folders, globs, s3://bucket/key or s3://bucket/prefix (S3 requires pipefilter[aws]), events as
    JSON, or - for standard input (the default). Files can be plain, gzip or zstd, with JSON lines, a JSON array,
    concatenated objects, or the formats that AWS writes: {"Records": [...]}, Firehose output, CloudWatch Logs exports
    and responses.

    Events are printed byte for byte. An event that spans several lines, or shares its line with other text, is
    printed on a line of its own.

    PATTERN is an event pattern or filter criteria, in a file or in a template, such as template.yaml#OrdersPipe.
    Records from a stream, queue or broker are detected, unwrapped, decoded, and evaluated as in `pipefilter test`. A
    record that contradicts the specified service or source gets no verdict.

    Malformed events are reported and skipped. The counts are printed on standard error.

    Exit code: 0 if at least one event is kept, 1 if none is, 2 if the pattern is not valid, an event is malformed or
    has no verdict, a file cannot be read, or a template does not specify a rule in full (everything else is still
    evaluated).
    """
    filter_options = FilterOptions(**options)
    if filter_options.unchecked:
        _refuse_reading_all(filter_options, rule_folders)
    if len(rule_folders) > 1:
        raise click.UsageError(
            "--rules accepts one FOLDER: put all patterns into it, or give a glob that matches all of them"
        )
    if not rule_folders:
        return _filter_by_pattern(arguments, filter_options)
    if filter_options.limit or filter_options.misses:
        raise click.UsageError("--max and --explain-misses work with one pattern, not with --rules")
    return _filter_by_rules(rule_folders[0], arguments, filter_options)


def _refuse_reading_all(options: FilterOptions, rule_folders: Sequence[str]) -> None:
    """Reject options for which each event must be read with --unchecked, which leaves events unread.

    Raises:
        click.UsageError: there is one of them.
    """
    others = {
        "--invert-match": options.inverted,
        "--explain-misses": bool(options.misses),
        "--strict": options.strict,
        "--rules": bool(rule_folders),
    }
    for name, is_used in others.items():
        if is_used:
            raise click.UsageError(f"--unchecked does not work with {name}, for which each event must be read")


def _filter_by_pattern(arguments: Sequence[str], options: FilterOptions) -> int:
    if not arguments:
        raise click.UsageError("give a PATTERN, and FILES with events, or - for standard input")
    name, *files = arguments
    if name == STDIN and STDIN in (files or [STDIN]):
        raise click.UsageError("only one of PATTERN and FILES can be -")
    name = one_pattern(name, f"--rules {shlex.quote(name)} evaluates all of them")
    files = given_or_standard_input(files)
    from pipefilter.cli.inputs.filters import read_filters, report_swapped

    filters = read_filters(name, options.service, options.source, as_json=options.as_json)
    if filters is None:
        report_swapped(name, files)
        return COULD_NOT_TELL
    remark_patterns(files)
    # imported after all that can be wrong with the usage
    from pipefilter.cli.filter.report import FilterReport

    report = FilterReport(filters.criteria, filters.placement, options)
    return _filter(files, filters.scanning(), report, options.jobs)


def _filter_by_rules(folder: str, arguments: Sequence[str], options: FilterOptions) -> int:
    from pipefilter.cli.filter.rules import read_rules

    _refuse_patterns(arguments)
    files = given_or_standard_input(arguments)
    rules = read_rules(folder, options)
    if rules is None:
        return COULD_NOT_TELL
    from pipefilter.cli.filter.report import FilterReport

    report = FilterReport(None, rules.placement, options, rules.names)
    code = _filter(files, rules.scanning(), report, options.jobs)
    return code if rules.are_all else COULD_NOT_TELL


def _refuse_patterns(files: Sequence[str]) -> None:
    """Reject a PATTERN with --rules: it would be read as an event.

    Raises:
        click.UsageError: one of them is certainly a pattern.
    """
    for name, kind in patterns_among(files):
        label = shown_name(name)
        if kind == "certain":
            raise click.UsageError(
                f"{label} is a pattern, but with --rules all FILES must contain events: remove it, or put it into the "
                "--rules folder"
            )
        remark(f"hint: {label} is read as an event, although it is a valid pattern; --rules replaces PATTERN")


def _filter(files: list[str], filters: ScannerSource, report: FilterReport, jobs: int | None) -> int:
    from pipefilter.application.traffic_inputs import opened_traffic, suitable_jobs
    from pipefilter.cli.inputs.traffic import traffic_sizes
    from pipefilter.cli.terminal.progress import traffic_progress
    from pipefilter.scanning.scan_files import scan_files
    from pipefilter.scanning.scan_job import ScanJob
    from pipefilter.scanning.worker_died import WorkerDied

    sizes = traffic_sizes(files)
    if jobs is None:
        jobs = suitable_jobs(sizes)
    names = [name for name, _ in sizes]
    pieces = scan_files(names, opened_traffic, ScanJob(filters, report.scan_options), jobs)
    try:
        with closing(pieces), traffic_progress(dict(sizes), prints=report.prints_meanwhile) as advance:
            for piece in pieces:
                advance(piece.name, piece.read, piece.result.read)
                if not report.add(piece):
                    break
    except WorkerDied as error:
        message(f"Error: {error}")
        return COULD_NOT_TELL
    return report.end(names)
