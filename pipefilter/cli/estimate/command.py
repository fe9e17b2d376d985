"""`pipefilter estimate`: estimates what a filter saves in dollars, from a sample of the traffic."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from pipefilter.cli.inputs.name_choice import service_option, source_option
from pipefilter.cli.terminal.help_page import GroupedCommand, examples
from pipefilter.costs.billing.setup import CALLS

__all__ = ["command"]


@click.command(
    "estimate",
    epilog=examples(
        "pipefilter estimate pattern.json traffic/ --per-month 20M",
        "pipefilter estimate template.yaml#OrdersPipe records.jsonl --totals 5M/7d --suggest",
        "pipefilter estimate --compare 'filters/*.json' --traffic traffic/ --per-month 20M",
        "pipefilter estimate pattern.json traffic/ --service lambda --memory 512 --duration 120ms",
        page="why/cost",
    ),
    cls=GroupedCommand,
    groups={
        "Events": ("--traffic", "--compare", "--source", "--sample", "--seed", "--jobs"),
        "How many a month": ("--per-month", "--totals"),
        "Where the filters run": ("--service", "--batch-size", "--window"),
        "What is called": (
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
        "What is printed": ("--suggest", "--reads", "--format", "--json", "--csv", "--html"),
    },
)
@click.argument("arguments", nargs=-1, metavar="PATTERN [FILES]...")
@click.option("--compare", is_flag=True, help="Compare several PATTERNs; the events are those of --traffic.")
@click.option(
    "--traffic",
    "traffic",
    multiple=True,
    metavar="FILES",
    help="The events, instead of after PATTERN; without any PATTERN, there is no filter yet.",
)
@source_option("Where the events are from. [default: told by a template, or by the first event]")
@service_option("Where the filters run. [default: told by a template, or by the source]")
@click.option(
    "--region",
    metavar="NAME",
    help="Whose prices. [default: that of the records, if they agree; else us-east-1]",
)
@click.option("--per-month", metavar="N", help="Events a month before filtering, such as 20M.")
@click.option(
    "--totals",
    metavar="FILE",
    help="Events that CloudWatch has counted: an answer of get-metric-statistics or get-metric-data; or such as 5M/7d.",
)
@click.option(
    "--batch-size",
    type=click.IntRange(1, 10_000),
    metavar="N",
    help="Records in a batch. [default: 1 for a pipe; for Lambda 10 of SQS, else 100]",
)
@click.option(
    "--window",
    metavar="TIME",
    help="Form batches by the events' times, waiting so long for each, such as 5s. [default: batches are full]",
)
@click.option("--memory", metavar="MB", help="Of the function that is called.")
@click.option("--duration", metavar="TIME", help="Of one call, such as 120ms.")
@click.option("--per-record", metavar="TIME", help="What each record in a batch adds to it, such as 4ms.")
@click.option(
    "--arch", type=click.Choice(["x86", "arm"]), default="x86", help="Of the function. [default: x86]"
)
@click.option(
    "--target",
    type=click.Choice(CALLS),
    help="Count calls of the target of a pipe or rule, too; --memory is its.",
)
@click.option(
    "--enrichment",
    type=click.Choice(["lambda", "step-functions-express"]),
    help="Count calls of the enrichment of a pipe, too.",
)
@click.option("--enrichment-memory", metavar="MB", help="Of the enrichment.")
@click.option("--enrichment-duration", metavar="TIME", help="Of one call of the enrichment.")
@click.option("--free-tier", is_flag=True, help="Take off what AWS gives for nothing each month.")
@click.option(
    "--prices",
    metavar="FILE",
    help="Prices that go before those that are known, in a form that the page below shows.",
)
@click.option("--live", is_flag=True, help="Ask the AWS Price List API, once a day; needs credentials.")
@click.option("--suggest", is_flag=True, help="Say what to filter next: which values cost most.")
@click.option(
    "--reads",
    metavar="PATHS",
    help="Attributes that the consumer of a DynamoDB stream reads: what is it sent for nothing?",
)
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    metavar="N",
    help="Judge only N events, drawn at random from all.",
)
@click.option("--seed", type=int, default=1, metavar="N", help="Of the drawing. [default: 1]")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Judge in N processes. [default: one a core]"
)
@click.option(
    "--format",
    type=click.Choice(["text", "json", "csv"]),
    help="What to print: a report, one JSON object, or the sum line by line as CSV. [default: text]",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--csv", "as_csv", is_flag=True, help="The same as --format csv.")
@click.option("--html", metavar="FILE", help="Also write the report as a page with charts.")
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:  # noqa: ANN401 - options have types of their own
    """Say what a filter saves in dollars a month, by a sample of the traffic.

    PATTERN is a file with a pattern or filter criteria, or one in a template, such as template.yaml#OrdersPipe. FILES
    are what `pipefilter filter` reads: files, folders, globs, s3://, or - for standard input; JSON lines, arrays,
    what AWS hands out, plain, gzip or zstd.

    How much traffic there is in a month is told by --per-month, by --totals, or by the times of the events, if FILES
    hold all that came between the first and the last of them.

    Pipes bill a request for each batch after filtering, and for each 64 KB begun of it. Lambda bills calls and
    duration; how full batches are after filtering AWS does not say, so there are two bounds. A bus bills each event
    before any rule is asked.

    Exit code: 0 estimated, 1 no filter saves anything, 2 a pattern is not valid, an event is malformed, a
    price is not known, or it is not known how much traffic there is.
    """
    from pipefilter.cli.estimate.options import EstimateCommandOptions
    from pipefilter.cli.estimate.run import run_estimate
    from pipefilter.cli.inputs.names import all_files, one_pattern

    estimate = EstimateCommandOptions(**options)
    names = estimate.arguments
    if estimate.compare:
        names = tuple(all_files(names, patterns=True))
    elif names:
        names = (one_pattern(names[0], "--compare takes several"), *names[1:])
    return run_estimate(replace(estimate, arguments=names), ctx)
