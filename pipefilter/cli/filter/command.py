"""`pipefilter filter`: prints the events of much traffic that match; grep for events."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from pipefilter.cli.filter.options import FilterOptions
from pipefilter.cli.filter.rules import read_rules
from pipefilter.cli.inputs.files import STDIN, shown_name
from pipefilter.cli.inputs.filters import read_filters, report_swapped
from pipefilter.cli.inputs.names import one_pattern
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
    ),
)
@click.argument("arguments", nargs=-1, metavar="PATTERN [FILES]...")
@quiet_option
@click.option("-c", "--count", is_flag=True, help="Print only how many events are kept.")
@click.option("-v", "--invert-match", "inverted", is_flag=True, help="Keep the events that do not match.")
@click.option(
    "-n",
    "-m",
    "--max",
    "limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="End after N events that are kept.",
)
@click.option(
    "--explain-misses",
    "misses",
    type=click.IntRange(min=1),
    metavar="N",
    help="Say of the first N events that do not match why not.",
)
@click.option(
    "--rules",
    "rule_folders",
    multiple=True,
    metavar="FOLDER",
    help="Evaluate all patterns in FOLDER, or in a template, instead of PATTERN: how often each matches, and which never.",
)
@placement_options
@click.option("--strict", is_flag=True, help="Stop at the first event that is malformed.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object an event, and one with the counts."
)
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Judge in N processes. [default: one a core]"
)
def command(arguments: tuple[str, ...], rule_folders: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Print the events of FILES that match an event pattern, as they are, byte for byte.

    FILES are files, folders, globs, s3://bucket/key or s3://bucket/prefix (extra "aws"), or - for standard
    input, which is read if there are none; or events themselves, as JSON. Plain, gzip or zstd; JSON lines, a JSON array, concatenated
    objects, and what AWS hands out: {"Records": [...]}, Firehose output, CloudWatch Logs exports and
    answers. An event that stands on several lines, or is not alone on its line, is printed on one of its own.

    PATTERN is a pattern or filter criteria, in a file or in a template, such as template.yaml#OrdersPipe. Records
    of a stream, a queue or a broker are detected, taken out of their wrappers, decoded and evaluated as `pipefilter
    test` does it; where a record contradicts what is certain, there is no verdict.

    Malformed events are reported and skipped. The counts go to stderr.

    Exit code: 0 some events are kept, 1 none is, 2 the pattern is not valid, an event is malformed or has no
    verdict, or a file cannot be read; what could be read was evaluated all the same.
    """
    filter_options = FilterOptions(**options)
    if len(rule_folders) > 1:
        raise click.UsageError(
            "--rules takes one FOLDER: put all patterns into it, or give a glob that has them all"
        )
    if not rule_folders:
        return _filter_by_pattern(arguments, filter_options)
    if filter_options.limit or filter_options.misses:
        raise click.UsageError("--max and --explain-misses are for one pattern, not for --rules")
    return _filter_by_rules(rule_folders[0], arguments, filter_options)


def _filter_by_pattern(arguments: Sequence[str], options: FilterOptions) -> int:
    if not arguments:
        raise click.UsageError("give a PATTERN, and FILES to look for events in, or - for standard input")
    name, *files = arguments
    if name == STDIN and STDIN in (files or [STDIN]):
        raise click.UsageError("only one of PATTERN and FILES can be -")
    name = one_pattern(name, f"--rules {shlex.quote(name)} takes them all")
    files = given_or_standard_input(files)
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
    _refuse_patterns(arguments)
    files = given_or_standard_input(arguments)
    rules = read_rules(folder, options.service, options.source, as_json=options.as_json)
    if rules is None:
        return COULD_NOT_TELL
    from pipefilter.cli.filter.report import FilterReport

    report = FilterReport(None, rules.placement, options, rules.names)
    return _filter(files, rules.scanning(), report, options.jobs)


def _refuse_patterns(files: Sequence[str]) -> None:
    """Refuse a PATTERN with --rules: it would be read as an event.

    Raises:
        click.UsageError: there is a pattern for certain.
    """
    for name, kind in patterns_among(files):
        label = shown_name(name)
        if kind == "certain":
            raise click.UsageError(
                f"{label} is a pattern, and with --rules there are FILES of events only: leave it out, or put it into the "
                "folder of --rules"
            )
        remark(
            f"hint: {label} is read as an event, though it is a valid pattern; with --rules there is no PATTERN"
        )


def _filter(files: list[str], filters: ScannerSource, report: FilterReport, jobs: int | None) -> int:
    from pipefilter.application.traffic_inputs import opened_traffic, suitable_jobs
    from pipefilter.cli.inputs.traffic import traffic_sizes
    from pipefilter.cli.terminal.progress import traffic_progress
    from pipefilter.scanning.scan_files import scan_files
    from pipefilter.scanning.scan_job import ScanJob
    from pipefilter.scanning.worker_processes import WorkerDied

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
