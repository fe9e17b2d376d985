"""`pipefilter patterns`: the ready patterns."""

from __future__ import annotations

import difflib

import click

from pipefilter.cli.exit_codes import YES
from pipefilter.cli.output import print_json, result, styled
from pipefilter.ready_patterns import PatternFolder, ready_patterns

__all__ = ["command"]


@click.group("patterns", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a pattern.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:  # noqa: FBT001 - options come by name
    """List the ready patterns, or print one.

    Exit code: 0, or 2 if there is no such pattern.
    """
    if ctx.invoked_subcommand is not None:
        return YES
    ready = ready_patterns()
    width = max((len(one.name) for one in ready), default=0)
    for one in ready:
        if as_json:
            print_json({"name": one.name, "title": one.title, "file": str(one.pattern)})
        else:
            result(f"{styled(one.name.ljust(width), 'yes')}  {one.title}")
    return YES


@command.command("show")
@click.argument("name")
@click.option("--readme", is_flag=True, help="Print what the pattern is for, instead of the pattern.")
@click.option("--json", "as_json", is_flag=True, help="Print name, title, pattern and README as JSON.")
@click.pass_context
def show(ctx: click.Context, name: str, readme: bool, as_json: bool) -> int:  # noqa: FBT001 - options come by name
    """Print the ready pattern NAME, such as s3/object-created-with-suffix."""
    as_json = as_json or (ctx.parent is not None and bool(ctx.parent.params["as_json"]))  # before `show`
    one = _named(name)
    text = one.pattern.read_text("utf-8").rstrip("\n")
    about = (one.folder / "README.md").read_text("utf-8").rstrip("\n")
    if as_json:
        print_json({"name": one.name, "title": one.title, "pattern": text, "readme": about})
    else:
        result(about if readme else text)
    return YES


def _named(name: str) -> PatternFolder:
    ready = {one.name: one for one in ready_patterns()}
    wanted = name.strip("/").removesuffix("/pattern.json")
    short = [full for full in ready if full.endswith(f"/{wanted}")]
    if wanted in ready:
        return ready[wanted]
    if len(short) == 1:
        return ready[short[0]]
    close = difflib.get_close_matches(wanted, ready, n=1, cutoff=0.4)
    hint = f"; did you mean {close[0]}?" if close else "; `pipefilter patterns` lists them"
    raise click.UsageError(f"there is no ready pattern {name}{hint}")
