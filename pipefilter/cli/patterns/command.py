"""`pipefilter patterns`: lists the ready-made patterns, or prints one."""

from __future__ import annotations

import difflib
import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from pipefilter.cli.terminal.exit_codes import YES
from pipefilter.cli.terminal.help_page import Group, examples
from pipefilter.cli.terminal.output import print_json, result, styled
from pipefilter.ready_patterns import PatternFolder, ready_patterns

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["command"]

_GAP = 2
_MIN_TITLE = 36
"""Minimum width of a title beside its name, in cells; with less room, it goes below."""


class _Patterns(Group):
    usual = "show"


@click.group(
    "patterns",
    cls=_Patterns,
    invoke_without_command=True,
    epilog=examples(
        "pipefilter patterns",
        "pipefilter patterns --json",
        "pipefilter patterns show s3/object-created-with-suffix > pattern.json",
    ),
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per pattern.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """List the ready-made patterns, or print one.

    Exit code: 0, or 2 if there is no such pattern.
    """
    if ctx.invoked_subcommand is not None:
        return YES
    ready = ready_patterns()
    if not as_json:
        _list(ready)
        return YES
    for pattern in ready:
        print_json({"name": pattern.name, "title": pattern.title, "file": str(pattern.pattern)})
    return YES


def _list(ready: Sequence[PatternFolder]) -> None:
    """Print one line per pattern, or several in a narrow terminal."""
    names = max((len(pattern.name) for pattern in ready), default=0)
    widest = max((len(pattern.title) for pattern in ready), default=0)
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else sys.maxsize
    if names + _GAP + widest <= columns:
        for pattern in ready:
            result(f"{styled(pattern.name.ljust(names), 'yes')}{' ' * _GAP}{pattern.title}")
        return
    from pipefilter.cli.terminal.wrapped_text import wrapped

    indent = names + _GAP if columns - names - _GAP >= _MIN_TITLE else _GAP
    for pattern in ready:
        first, *rest = wrapped(pattern.title, max(columns - indent, _MIN_TITLE))
        name = (
            styled(pattern.name.ljust(names), "yes") if indent > names else f"{styled(pattern.name, 'yes')}\n"
        )
        result(f"{name}{' ' * _GAP}{first}")
        for line in rest:
            result(f"{' ' * indent}{line}")


def _names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ready-made patterns with this prefix, for shells."""
    from click.shell_completion import CompletionItem

    del ctx, param
    return [
        CompletionItem(each.name, help=each.title)
        for each in ready_patterns()
        if each.name.startswith(incomplete)
    ]


@command.command(
    "show",
    short_help="Print one ready-made pattern.",
    epilog=examples(
        "pipefilter patterns show s3/object-created-with-suffix",
        "pipefilter patterns show large-object --readme",
    ),
)
@click.argument("name", shell_complete=_names)
@click.option("--readme", is_flag=True, help="Print the README of the pattern instead of the pattern.")
@click.option("--json", "as_json", is_flag=True, help="Print the name, title, pattern and README as JSON.")
@click.pass_context
def show(ctx: click.Context, name: str, readme: bool, as_json: bool) -> int:
    """Print the ready-made pattern NAME, such as s3/object-created-with-suffix."""
    as_json = as_json or (ctx.parent is not None and bool(ctx.parent.params["as_json"]))  # before `show`
    pattern = _named(name)
    text = pattern.pattern.read_text("utf-8").rstrip("\n")
    about = (pattern.folder / "README.md").read_text("utf-8").rstrip("\n")
    if as_json:
        print_json({"name": pattern.name, "title": pattern.title, "pattern": text, "readme": about})
    else:
        result(about if readme else text)
    return YES


def _named(name: str) -> PatternFolder:
    ready = {pattern.name: pattern for pattern in ready_patterns()}
    short_name = name.strip("/").removesuffix("/pattern.json")
    short = [full for full in ready if full.endswith(f"/{short_name}")]
    if short_name in ready:
        return ready[short_name]
    if len(short) == 1:
        return ready[short[0]]
    close = difflib.get_close_matches(short_name, ready, n=1, cutoff=0.4)
    hint = f"; did you mean {close[0]}?" if close else "; run `pipefilter patterns` for a list"
    raise click.UsageError(f"unknown pattern {name}{hint}")
