"""`pipefilter test`: evaluates events and records against a pattern, and explains the verdicts."""

from __future__ import annotations

import click

from pipefilter.cli.inputs.file_name import FILE, PATTERN
from pipefilter.cli.inputs.files import STDIN, InputError, pattern_text
from pipefilter.cli.inputs.names import all_files, one_pattern
from pipefilter.cli.inputs.parameters import parameter_option
from pipefilter.cli.inputs.pattern_among_events import remark_patterns
from pipefilter.cli.inputs.placement import placement_options
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL
from pipefilter.cli.terminal.help_page import GroupedCommand, examples
from pipefilter.cli.terminal.quiet import quiet_option

__all__ = ["command"]


@click.command(
    "test",
    epilog=examples(
        "pipefilter test pattern.json event.json",
        "pipefilter test template.yaml#OrdersPipe 'records/*.json' --brief",
        "pipefilter test pattern.json - --source sqs --json < records.jsonl",
        "pipefilter test patterns/ --quiet",
    ),
    cls=GroupedCommand,
    groups={
        "Records": ("--source", "--service", "--parameter"),
        "Output": ("--brief", "--verbose", "--json", "--quiet"),
    },
)
@click.argument("pattern", metavar="PATTERN", type=PATTERN)
@click.argument("events", nargs=-1, metavar="[EVENTS]...", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per event, with reasons.")
@parameter_option
@quiet_option()
@click.option("-b", "--brief", is_flag=True, help="Print only verdicts, without reasons.")
@click.option("--verbose", is_flag=True, help="Print reasons for matches, too.")
@click.option("-v", "old_verbose", is_flag=True, hidden=True)  # it inverts elsewhere, as in grep
@placement_options()
def command(
    pattern: str,
    events: tuple[str, ...],
    as_json: bool,
    brief: bool,
    verbose: bool,
    old_verbose: bool,
    source: str | None,
    service: str | None,
) -> int:
    """Test whether events match a pattern, and explain why not.

    The verdicts are those that AWS would return.

    PATTERN is a file with a pattern or filter criteria, a pattern in a template (template.yaml#OrdersPipe, or
    template.yaml#OrdersPipe/2 for its second filter), JSON itself, or - for standard input.

    EVENTS are files, folders, globs, JSON itself, or - for standard input. A file contains one event, JSON lines, concatenated objects,
    or a JSON array of events.

    Records from streams, queues and brokers are detected, alone or in the wrapper in which Lambda or Pipes deliver them
    or the AWS CLI prints them. Each is unwrapped, decoded, and evaluated as in a pipe. To be explicit, use --source and
    --service, or use filter criteria as PATTERN ({"Filters": [{"Pattern": "..."}]}); a record that contradicts them
    gets no verdict.

    A pattern in a template has the service and source of its resource. If a verdict depends on a value that the
    template leaves open, such as !Ref Stage, there is no verdict.

    Without EVENTS, PATTERN is a folder of patterns, each in a folder with pattern.json, match/ and no-match/. Every
    event is then tested against the pattern beside it.

    Exit code: 0 if all events match (in a folder of patterns: if all results are as expected), 1 if some do not,
    2 if pipefilter could not tell.
    """
    # imported here, so that help and completion need no engine
    from pipefilter.cli.inputs.filters import read_filters, report_swapped
    from pipefilter.cli.test.records import evaluate_records
    from pipefilter.cli.test.verdicts import OutputOptions
    from pipefilter.filtering.record_evaluator import RecordEvaluator

    output = OutputOptions(as_json, brief, verbose or old_verbose)
    if not events and (source or service):
        raise click.UsageError("EVENTS is missing: pass files, folders, or - for standard input")
    if not events:
        from pipefilter.cli.test.fixtures import evaluate_fixtures

        return evaluate_fixtures(pattern, output)
    pattern = one_pattern(pattern)
    if pattern == STDIN and STDIN in events:
        raise click.UsageError("only one of PATTERN and EVENTS can be -")
    try:
        names = all_files(events)
    except InputError:
        pattern_text(pattern)  # a template without the name of a pattern is the error then
        raise
    filters = read_filters(pattern, service, source, as_json=as_json)
    if filters is None:
        report_swapped(pattern, names)
        return COULD_NOT_TELL
    remark_patterns(names)
    evaluator = RecordEvaluator(filters.criteria, filters.placement, filters.bounds)
    return evaluate_records(evaluator, names, output)
