"""`pipefilter example`: prints events to try a pattern with."""

from __future__ import annotations

from typing import Any

import click

from pipefilter.cli.example.options import FORMS, ONLY, ExampleOptions
from pipefilter.cli.inputs.file_name import FILE, PATTERN
from pipefilter.cli.inputs.parameters import parameter_option
from pipefilter.cli.inputs.placement import placement_options
from pipefilter.cli.terminal.help_page import GroupedCommand, examples
from pipefilter.language.dynamodb_record import EVENT_KINDS

__all__ = ["command"]


def _sources(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The sources with known events, for the completion of shells."""
    from pipefilter.application.known_events import known_events

    names = dict.fromkeys(source for source, _ in known_events())
    return [name for name in names if name.startswith(incomplete)]


@click.command(
    "example",
    epilog=examples(
        "pipefilter example pattern.json",
        "pipefilter example pattern.json --only match | pipefilter test pattern.json -",
        "pipefilter example template.yaml#OrdersPipe --form lambda --pretty",
        "pipefilter example --source dynamodb --event MODIFY",
        "pipefilter example --event-source aws.s3 --detail-type 'Object Created' --pretty",
        "pipefilter example --detail detail.json --event-source my.app --detail-type order --form put-events",
    ),
    cls=GroupedCommand,
    groups={
        "Records": ("--source", "--service", "--parameter", "--event"),
        "Events from a bus": ("--event-source", "--detail-type", "--detail", "--list-events"),
        "Output": ("--only", "--form", "--pretty", "--json"),
    },
)
@click.argument("pattern", metavar="[PATTERN]", type=PATTERN, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per example, with its verdict.")
@click.option("--pretty", is_flag=True, help="Print each event on several lines.")
@click.option(
    "--form",
    type=click.Choice(FORMS),
    default="bare",
    help="Form of the output: the events themselves (bare), the event that Lambda passes to a function with the "
    "records that match (lambda), or a file for `aws events put-events --entries` (put-events). [default: bare]",
)
@click.option("--only", type=click.Choice(ONLY), help="Print only events that match, or only near misses.")
@click.option(
    "--detail",
    metavar="FILE",
    type=FILE,
    help="Put the detail in FILE into an envelope; FILE can be JSON itself or -.",
)
@click.option("--detail-type", metavar="TYPE", help="Detail-type of the events.")
@click.option(
    "--list-events",
    "is_list",
    is_flag=True,
    help="List the AWS events that are known, as source and detail-type, and exit. With --event-source, list those of one "
    "source.",
)
@click.option(
    "--event-source",
    metavar="NAME",
    shell_complete=_sources,
    help="Source of the events, such as my.app.",
)
@click.option(
    "--event",
    "kind",
    type=click.Choice(EVENT_KINDS, case_sensitive=False),
    help="Kind of the records of a DynamoDB stream; TTL is a deletion by time to live.",
)
@parameter_option
@placement_options(prints_records=True)
def command(pattern: str | None, **options: Any) -> int:  # noqa: ANN401 - those of click
    """Print events to try a pattern with.

    There is an event for each way to match the pattern, and there are near misses: events that do not match because of
    one field. Each is evaluated before it is printed, so that its verdict is certain. The events are printed one per
    line; standard error states what each of them is.

    PATTERN is a file with a pattern or filter criteria, a pattern in a template (template.yaml#OrdersPipe), JSON itself,
    or - for standard input. The events are whole records if the source is known: from --source, from the template, or
    from the names in the pattern.

    Without PATTERN, print sample records (--source), events of an AWS service (--event-source), or an event with your own
    detail (--detail).

    Exit code: 0 if events are printed, 1 if no event can match the pattern, 2 if no matching event (with --only
    near-miss: no near miss) was found, or the pattern is invalid.
    """
    from pipefilter.cli.example.run import run

    return run(pattern, ExampleOptions(**options))
