"""`pipefilter check`: is a pattern valid, and what did the author probably not mean?"""

from __future__ import annotations

from importlib.resources import files

import click

from pipefilter.cli.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.inputs import all_files, pattern_bytes, shown_name
from pipefilter.cli.output import counted, message, print_json, print_problem, result, styled

__all__ = ["command"]


@click.command("check")
@click.argument("patterns", nargs=-1, metavar="PATTERN...")
@click.option("--strict", is_flag=True, help="Exit with 1 if there is advice.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a pattern.")
@click.option("--print-schema", is_flag=True, help="Print the JSON Schema of event patterns, for editors.")
@click.pass_context
def command(
    ctx: click.Context,
    patterns: tuple[str, ...],
    strict: bool,  # noqa: FBT001 - options come by name
    as_json: bool,  # noqa: FBT001 - options come by name
    print_schema: bool,  # noqa: FBT001 - options come by name
) -> int:
    """Say whether event patterns are valid, and what was probably not meant.

    PATTERN is a file, a folder (its JSON files; where there is a pattern.json only that), or - for
    standard input.

    Exit code: 0 all are valid (with --strict: and there is no advice), 1 there is advice (only with
    --strict), 2 one is not valid or cannot be read.
    """
    if print_schema:
        schema = files("pipefilter.schemas").joinpath("event-pattern.schema.json")
        result(schema.read_text("utf-8").rstrip())
        return YES
    if not patterns:
        raise click.UsageError("give a pattern's file, a folder, or - for standard input", ctx)
    names = all_files(patterns, patterns=True)
    code = max(_check(name, strict=strict, as_json=as_json) for name in names)
    if len(names) > 1:
        message(f"{counted(len(names), 'pattern')} checked")
    return code


def _check(name: str, *, strict: bool, as_json: bool) -> int:
    from pipefilter.analysis import advice  # noqa: PLC0415 - not for --print-schema
    from pipefilter.errors import InvalidEventPattern  # noqa: PLC0415 - not for --print-schema
    from pipefilter.language.parse import parse  # noqa: PLC0415 - not for --print-schema

    shown = shown_name(name)
    try:
        pattern = parse(pattern_bytes(name))
    except InvalidEventPattern as error:
        if as_json:
            problems = [problem.as_json() for problem in error.problems]
            print_json({"pattern": shown, "valid": False, "problems": problems, "advice": []})
        else:
            for problem in error.problems:
                print_problem(problem, shown, is_result=True)
        return COULD_NOT_TELL
    found = advice(pattern)
    if as_json:
        pieces = [problem.as_json() for problem in found]
        print_json({"pattern": shown, "valid": True, "problems": [], "advice": pieces})
    else:
        for problem in found:
            print_problem(problem, shown, is_result=True)
        result(f"{shown}: {styled('valid', 'yes')}{_count(len(found))}")
    return NO if found and strict else YES


def _count(pieces: int) -> str:
    if not pieces:
        return ""
    return ", with a piece of advice" if pieces == 1 else f", with {pieces} pieces of advice"
