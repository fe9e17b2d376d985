"""`pipefilter estimate`: estimates what a filter saves in dollars, from a sample of the traffic."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from pipefilter.cli.inputs.file_name import FILE, PATTERN
from pipefilter.cli.inputs.name_choice import service_option, source_option
from pipefilter.cli.inputs.parameters import parameter_option
from pipefilter.cli.terminal.help_page import GroupedCommand, examples
from pipefilter.costs.billing.setup import CALLS, ENDPOINTS

__all__ = ["command"]


@click.command(
    "estimate",
    epilog=examples(
        "pipefilter estimate pattern.json logs/ --per-month 20M --suggest",
        "pipefilter estimate template.yaml#OrdersPipe records.jsonl --totals 5M/7d",
        "pipefilter estimate --compare a.json b.json --traffic logs/ --per-month 20M",
        page="why/cost",
    ),
    cls=GroupedCommand,
    groups={
        "Events": ("--traffic", "--compare", "--source", "--sample", "--seed", "--jobs"),
        "Monthly volume": ("--per-month", "--totals"),
        "Where the filters run": ("--service", "--parameter", "--batch-size", "--window"),
        "Calls to functions and targets": (
            "--memory",
            "--duration",
            "--per-record",
            "--arch",
            "--target",
            "--enrichment",
            "--enrichment-memory",
            "--enrichment-duration",
        ),
        "Prices": ("--region", "--prices", "--live", "--free-tier"),
        "Output": ("--suggest", "--reads", "--format", "--json", "--csv", "--html"),
    },
)
@click.argument("arguments", nargs=-1, metavar="[PATTERN] [FILES]...", type=PATTERN)
@click.option("--compare", is_flag=True, help="Compare several PATTERNs; give the events with --traffic.")
@click.option(
    "--traffic",
    "traffic",
    multiple=True,
    metavar="FILES",
    type=FILE,
    help="Files with events, instead of FILES after PATTERN. Without a PATTERN, estimate the cost without a filter.",
)
@source_option("Source of the events. [default: from the template, or detected from the first event]")
@parameter_option
@service_option(
    "Service that runs the filters. [default: from the template; otherwise pipe for records, rule for events from a bus]"
)
@click.option(
    "--region",
    metavar="NAME",
    help="Region whose prices are used. [default: the Region of the records if they agree, otherwise us-east-1]",
)
@click.option("--per-month", metavar="N", help="Number of events per month before filtering, such as 20M.")
@click.option(
    "--totals",
    metavar="FILE|RATE",
    type=FILE,
    help="Event counts from CloudWatch: a file with the output of get-metric-statistics or get-metric-data; "
    "or a rate such as 5M/7d.",
)
@click.option(
    "--batch-size",
    type=click.IntRange(1, 10_000),
    metavar="N",
    help="Records per batch. [default: from the template; otherwise 1 for a pipe, 10 for Lambda with SQS, "
    "100 for Lambda with other sources]",
)
@click.option(
    "--window",
    metavar="TIME",
    help="Batching window, such as 5s: form batches from the timestamps of the events. "
    "[default: assume full batches]",
)
@click.option("--memory", metavar="MB", help="Memory of the invoked function, in MB.")
@click.option(
    "--duration",
    metavar="TIME",
    help="Average duration of one invocation, such as 120ms; if you use --per-record, excluding the time for the "
    "records.",
)
@click.option("--per-record", metavar="TIME", help="Duration that each record in a batch adds, such as 4ms.")
@click.option(
    "--arch",
    type=click.Choice(["x86", "arm"]),
    default="x86",
    help="Architecture of the invoked function. [default: x86]",
)
@click.option(
    "--target",
    type=click.Choice([*CALLS, *(each for each in ENDPOINTS if each not in CALLS)]),
    help="Include calls to the target of a pipe or rule, or deliveries to the endpoint of an SNS subscription; --memory and "
    "--duration then apply to it. [default for a subscription: from its template]",
)
@click.option(
    "--enrichment",
    type=click.Choice(["lambda", "step-functions-express"]),
    help="Include calls to the enrichment of a pipe.",
)
@click.option("--enrichment-memory", metavar="MB", help="Memory of the enrichment, in MB.")
@click.option(
    "--enrichment-duration",
    metavar="TIME",
    help="Average duration of one call to the enrichment, such as 50ms.",
)
@click.option("--free-tier", is_flag=True, help="Subtract the monthly free tier.")
@click.option(
    "--prices",
    metavar="FILE",
    type=FILE,
    help="Price file that overrides the built-in prices; for its format, see the page below.",
)
@click.option(
    "--live",
    is_flag=True,
    help="Get current prices from the AWS Price List API, at most once a day; needs credentials.",
)
@click.option(
    "--suggest",
    is_flag=True,
    help="Suggest what to filter next: the values that account for most of the cost.",
)
@click.option(
    "--reads",
    metavar="PATH,...",
    help="Attributes that the consumer of a DynamoDB stream reads: report how many records it does not need.",
)
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    metavar="N",
    help="Evaluate only N events, drawn at random.",
)
@click.option("--seed", type=int, default=1, metavar="N", help="Random seed for --sample. [default: 1]")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Use N processes. [default: one per core]"
)
@click.option(
    "--format",
    type=click.Choice(["text", "json", "csv"]),
    help="Output format: a report, one JSON object, or the line items of the bill as CSV. [default: text]",
)
@click.option("--json", "as_json", is_flag=True, help="Same as --format json.")
@click.option("--csv", "as_csv", is_flag=True, help="Same as --format csv.")
@click.option(
    "--html", metavar="FILE", type=FILE, help="Also write the report to FILE, as an HTML page with charts."
)
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Estimate what a filter saves, from a sample of the traffic.

    The result is in dollars per month.

    PATTERN is a file with an event pattern or filter criteria, or one in a template, such as
    template.yaml#OrdersPipe. FILES can be anything that `pipefilter filter` reads: files, folders, globs,
    s3:// objects, or - for standard input; JSON lines, arrays, or the files that AWS writes; plain, gzip or zstd.

    The monthly volume comes from --per-month or --totals. Without them, it is derived from the timestamps of the
    events, which requires that FILES contain all events between the first and the last.

    EventBridge Pipes bills one request for each 64 KB of a batch after filtering, rounded up. Lambda bills
    invocations and duration; AWS does not document whether batches are filled up again after filtering, so the
    estimate has a lower and an upper bound. An event bus bills each event before it evaluates any rule. SNS bills
    publishes, which no filter changes, and deliveries by protocol; prices of SNS are not built in, so use --live or
    --prices. Without them, the estimate has quantities, and the exit code is 2.

    Exit code: 0 if there is an estimate, 1 if no filter saves anything, 2 if a pattern is not valid, an event is
    malformed or has no verdict, a price is not known, or the monthly volume is not known.
    """
    from pipefilter.cli.estimate.options import EstimateCommandOptions
    from pipefilter.cli.estimate.run import run_estimate
    from pipefilter.cli.inputs.names import all_files, one_pattern

    estimate = EstimateCommandOptions(**options)
    names = estimate.arguments
    if estimate.compare:
        names = tuple(all_files(names, patterns=True))
    elif names:
        names = (one_pattern(names[0], "--compare accepts several"), *names[1:])
    return run_estimate(replace(estimate, arguments=names), ctx)
