"""`pipefilter check`: reports whether patterns are valid, and what was probably not meant."""

from __future__ import annotations

import click

from pipefilter.cli.inputs.files import InputError
from pipefilter.cli.inputs.name_choice import service_option, source_option
from pipefilter.cli.terminal.exit_codes import YES
from pipefilter.cli.terminal.help_page import examples
from pipefilter.cli.terminal.output import result
from pipefilter.cli.terminal.quiet import quiet_option
from pipefilter.errors import Severity
from pipefilter.filtering.placement import mismatch
from pipefilter.problem_kind import docs_address
from pipefilter.services import service_named
from pipefilter.sources import source_named

__all__ = ["command"]

FORMATS = ("text", "json", "sarif", "github")
"""How `check` can print."""


@click.command(
    "check",
    epilog=examples(
        "pipefilter check pattern.json --service pipe --source sqs",
        "pipefilter check . --severity warning",
        "pipefilter check template.yaml#OrdersPipe --json",
        "pipefilter check --explain PF402",
    ),
)
@click.argument("patterns", nargs=-1, metavar="PATTERN...")
@service_option("Where the patterns run, if no template tells: its operators and limits are checked too.")
@source_option("What the patterns see records of, if no template tells: its names are checked too.")
@click.option(
    "--emulators", is_flag=True, help="Also what LocalStack, moto and MiniStack judge otherwise than AWS."
)
@click.option("--select", metavar="CODES", multiple=True, help="Only these, such as PF402,PF41.")
@click.option("--ignore", metavar="CODES", multiple=True, help="All but these.")
@click.option(
    "--severity",
    type=click.Choice(["error", "warning", "note"]),
    default="note",
    help="Nothing below it. [default: note]",
)
@click.option("--skip-others", is_flag=True, help="Files without patterns are no error, as in folders.")
@click.option("--strict", is_flag=True, help="Exit with 1 if there are notes, too.")
@quiet_option
@click.option(
    "--format",
    "print_format",
    type=click.Choice(FORMATS),
    help="How to print: text, JSON, SARIF, or annotations of GitHub Actions. [default: text]",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a pattern; as --format json.")
@click.option(
    "--sarif", "as_sarif", is_flag=True, help="Print one SARIF log, for code scanning; as --format sarif."
)
@click.option("--explain", "code", metavar="CODE", help="Print the page on a code, such as PF402, and stop.")
@click.option("--print-schema", is_flag=True, help="Print the JSON Schema of event patterns, for editors.")
@click.pass_context
def command(
    ctx: click.Context,
    patterns: tuple[str, ...],
    service: str | None,
    source: str | None,
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
    """Say whether event patterns are valid, and what was probably not meant.

    PATTERN is a file, a folder, or - for standard input. A file holds one pattern, filter criteria
    ({"Filters": [{"Pattern": "..."}]}), or is a template that has patterns in it: of CloudFormation, AWS SAM, the CDK
    (cdk.out), the Serverless Framework or Terraform (also what terraform show -json prints). What a template does not
    tell, such as !Ref Stage, is taken for any text. template.yaml#OrdersPipe is one resource, #OrdersPipe/2 its second
    filter. Of a folder, the templates and patterns in it are checked, also those that are not valid; of JSON files where
    there is a pattern.json only that. Events, files of tools and other files in it are passed over, which is said, and
    with --skip-others also those that are named.

    What is found is an error (it is refused, or can never be meant so), a warning or a note. CODES are codes or
    their begins, with commas between them.

    Exit code: 0 all are valid, with notes at most; 1 there are errors or warnings (with --strict: or notes);
    2 one is not valid or cannot be read.
    """
    if print_schema:
        return _print_schema()
    if code:
        return _explain(code)
    print_format = _format(print_format, as_json=as_json, as_sarif=as_sarif, ctx=ctx)
    if not patterns:
        raise click.UsageError("give a pattern's file, a folder, or - for standard input", ctx)
    _refuse_pair(ctx, service, source)
    from pipefilter.application.check_settings import CheckSettings
    from pipefilter.cli.check.run import annotate, check_files
    from pipefilter.cli.inputs.names import files_to_check

    settings = CheckSettings(
        service or "", source or "", emulators, _codes(select), _codes(ignore), severity, strict
    )
    try:
        named = files_to_check(patterns, skip_others=skip_others)
    except InputError as error:
        annotate(error.format_message(), print_format)
        raise
    return check_files(named, settings, print_format, skip_others=skip_others)


def _format(print_format: str | None, *, as_json: bool, as_sarif: bool, ctx: click.Context) -> str:
    """The format that the options name; one option may say the same as another."""
    formats = [name for name, is_named in (("json", as_json), ("sarif", as_sarif)) if is_named]
    if print_format:
        formats.append(print_format)
    if len(set(formats)) > 1:
        raise click.UsageError("give one format: --json, --sarif or --format", ctx)
    return formats[0] if formats else "text"


def _refuse_pair(ctx: click.Context, service: str | None, source: str | None) -> None:
    """Refuse a service that does not read from the source."""
    if source and service and (wrong := mismatch([service_named(service)], source_named(source))):
        raise click.UsageError(wrong, ctx)


def _codes(options: tuple[str, ...]) -> tuple[str, ...]:
    """The codes in `PF402,PF41`."""
    from pipefilter.application.check import code_prefixes

    try:
        return code_prefixes(code for option in options for code in option.split(",") if code.strip())
    except ValueError as error:
        raise click.UsageError(str(error)) from None


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
        raise click.UsageError(f"there is no code {code}; {docs_address('reference/codes')} lists all of them")
    result(problem_page(kind).text)
    return YES
