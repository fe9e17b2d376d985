"""`pipefilter check`: validates patterns, and warns about likely mistakes."""

from __future__ import annotations

import click

from pipefilter.cli.check.file_names import CommandWithFiles
from pipefilter.cli.inputs.completion_values import codes
from pipefilter.cli.inputs.file_name import FILE, PATTERN
from pipefilter.cli.inputs.files import InputError, input_errors
from pipefilter.cli.inputs.name_choice import service_option, source_option
from pipefilter.cli.terminal.exit_codes import YES
from pipefilter.cli.terminal.help_page import examples
from pipefilter.cli.terminal.output import remark, result
from pipefilter.cli.terminal.quiet import quiet_option
from pipefilter.errors import Severity
from pipefilter.events.schema.event_schema import EventSchema
from pipefilter.filtering.placement import mismatch
from pipefilter.problem_kind import docs_address
from pipefilter.services import service_named
from pipefilter.sources import source_named

__all__ = ["command"]

FORMATS = ("text", "json", "sarif", "github", "cdk")
"""The formats that `check` can print."""


@click.command(
    "check",
    epilog=examples(
        "pipefilter check pattern.json --service pipe --source sqs",
        "pipefilter check . --severity warning --format github",
        "pipefilter check pattern.json --schema order-placed.json",
        "pipefilter check pattern.json --schema-from captured.jsonl.gz",
        "pipefilter check --explain PF402",
        page="reference/codes",
    ),
    cls=CommandWithFiles,
    groups={
        "Context": ("--service", "--source", "--schema", "--schema-from", "--emulators"),
        "Problems to report": ("--select", "--ignore", "--severity", "--strict", "--skip-others"),
        "Output": ("--format", "--json", "--sarif", "--quiet"),
        "Instead of checking": ("--explain", "--print-schema"),
    },
)
@click.argument("patterns", nargs=-1, metavar="PATTERN...", type=PATTERN)
@service_option(
    "Service that runs the patterns, if no template specifies it; operators and limits are then checked, too."
)
@source_option(
    "Source of the records, if no template specifies it; field names are then checked against it, too."
)
@click.option(
    "--schema",
    "schemas",
    metavar="FILE",
    type=FILE,
    multiple=True,
    help="OpenAPI or JSON Schema document of your own events, also from the EventBridge schema registry; names, types "
    "and values are then checked, too. Repeat for several.",
)
@click.option(
    "--schema-from",
    "samples",
    metavar="TRAFFIC",
    type=FILE,
    multiple=True,
    help="File, folder, glob or S3 URL with captured events: learn their names and types, and check against them. Repeat "
    "for several.",
)
@click.option(
    "--emulators",
    is_flag=True,
    help="Also report where LocalStack, moto and MiniStack evaluate patterns differently from AWS.",
)
@click.option(
    "--select",
    metavar="CODES",
    shell_complete=codes,
    multiple=True,
    help="Report only these codes or prefixes, such as PF402,PF41, and invalid patterns. [default: all]",
)
@click.option(
    "--ignore",
    metavar="CODES",
    shell_complete=codes,
    multiple=True,
    help="Do not report these codes or prefixes, except for invalid patterns. [default: none]",
)
@click.option(
    "--severity",
    type=click.Choice(["error", "warning", "note"]),
    default="note",
    help="Minimum severity to report. [default: note]",
)
@click.option(
    "--skip-others",
    is_flag=True,
    help="Skip files without patterns, even if they are given by name, and check all files of the Terraform modules of the "
    "others. [default: skip them only in folders]",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Also exit with code 1 if there are notes. [default: only for errors and warnings]",
)
@quiet_option("invalid patterns, errors and warnings")
@click.option(
    "--format",
    "print_format",
    type=click.Choice(FORMATS),
    help="Output format; github prints annotations for GitHub Actions, cdk a report for a validation plug-in of the CDK. "
    "[default: text]",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object per pattern; same as --format json."
)
@click.option(
    "--sarif", "as_sarif", is_flag=True, help="Print a SARIF log for code scanning; same as --format sarif."
)
@click.option(
    "--explain", "code", metavar="CODE", shell_complete=codes, help="Explain a code, such as PF402, and exit."
)
@click.option(
    "--print-schema", is_flag=True, help="Print the JSON Schema of event patterns, for editors, and exit."
)
@click.pass_context
def command(
    ctx: click.Context,
    patterns: tuple[str, ...],
    service: str | None,
    source: str | None,
    schemas: tuple[str, ...],
    samples: tuple[str, ...],
    emulators: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: Severity,
    skip_others: bool,
    strict: bool,
    print_format: str | None,
    as_json: bool,
    as_sarif: bool,
    code: str | None,
    print_schema: bool,
) -> int:
    """Validate patterns and warn about likely mistakes.

    PATTERN is a file, a folder, a glob, JSON itself, or - for standard input. A file contains a pattern or filter
    criteria ({"Filters": [{"Pattern": "..."}]}), or is a template with patterns: for CloudFormation, AWS SAM, the CDK
    (cdk.out), the Serverless Framework or Terraform (including the output of terraform show -json). A value that a
    template does not specify, such as !Ref Stage, may be any string. template.yaml#OrdersPipe is one resource, and
    #OrdersPipe/2 its second filter.

    In a folder, all templates and patterns are checked, including invalid ones; if it contains a pattern.json, other
    JSON files beside or below it are ignored, except templates. Events, configuration files and other files without
    patterns are skipped, and listed. Files named pattern.json, orders.pattern.json or orders.event-pattern.json (or
    .yaml) are checked whatever they contain, except JSON Schemas.

    Problems are errors (AWS rejects the pattern, or it cannot work as intended), warnings or notes. CODES are codes or
    prefixes, separated by commas.

    Exit code: 0 if all patterns are valid, without errors or warnings; 1 if there are errors or warnings (with --strict,
    also if there are notes); 2 if a pattern is invalid or cannot be read.
    """
    if print_schema:
        return _print_schema()
    if code:
        return _explain(code)
    print_format = _format(print_format, as_json=as_json, as_sarif=as_sarif, ctx=ctx)
    if not patterns:
        raise click.UsageError("give a file with a pattern, a folder, or - for standard input", ctx)
    _refuse_pair(ctx, service, source)
    from pipefilter.application.check_settings import CheckSettings
    from pipefilter.cli.check.run import annotate, check_files, remark_codes
    from pipefilter.cli.inputs.names import files_to_check

    prefixes = _codes(select), _codes(ignore)
    try:
        settings = CheckSettings(
            service or "",
            source or "",
            emulators,
            *prefixes,
            severity,
            strict,
            _schemas(schemas, samples, source or "", service or ""),
        )
        named = files_to_check(patterns, skip_others=skip_others)
    except InputError as error:
        annotate(error.format_message(), print_format)
        raise
    remark_codes(settings.ignore)
    return check_files(named, settings, print_format, skip_others=skip_others)


def _format(print_format: str | None, *, as_json: bool, as_sarif: bool, ctx: click.Context) -> str:
    """The format that the options select; two options may select the same one."""
    formats = [name for name, is_named in (("json", as_json), ("sarif", as_sarif)) if is_named]
    if print_format:
        formats.append(print_format)
    if len(set(formats)) > 1:
        raise click.UsageError("use only one of --json, --sarif and --format", ctx)
    return formats[0] if formats else "text"


def _refuse_pair(ctx: click.Context, service: str | None, source: str | None) -> None:
    """Reject a service that does not read from the source."""
    if source and service and (wrong := mismatch([service_named(service)], source_named(source))):
        raise click.UsageError(wrong, ctx)


def _codes(options: tuple[str, ...]) -> tuple[str, ...]:
    """The codes in `PF402,PF41`."""
    from pipefilter.application.check import code_prefixes

    try:
        return code_prefixes(code for option in options for code in option.split(",") if code.strip())
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _schemas(
    names: tuple[str, ...], samples: tuple[str, ...], source: str, service: str
) -> tuple[EventSchema, ...]:
    """The schemas in files, and those learned from traffic; what is not checked is printed.

    Raises:
        InputError: a file cannot be read, or has no schema of an event.
    """
    if not names and not samples:
        return ()
    from pipefilter.application.schema_files import read_schemas

    with input_errors():
        files = read_schemas(names)
        if samples:
            from pipefilter.application.learned_schemas import learned_schemas

            files.append(learned_schemas(samples, source=source, service=service))
    for note in (note for file in files for note in file.notes):
        remark(note)
    return tuple(schema for file in files for schema in file.schemas)


def _print_schema() -> int:
    from importlib.resources import files

    schema = files("pipefilter.schemas").joinpath("event-pattern.schema.json")
    result(schema.read_text("utf-8").rstrip())
    return YES


def _explain(code: str) -> int:
    from pipefilter.analysis.problem_page import problem_page
    from pipefilter.application.problem_kinds import problem_kinds

    kind = problem_kinds().get(code.strip().upper())
    if kind is None:
        raise click.UsageError(f"there is no code {code}: see {docs_address('reference/codes')} for all codes")
    result(problem_page(kind).text)
    return YES
