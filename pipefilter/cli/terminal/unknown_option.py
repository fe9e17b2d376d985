"""The error for an option that a command does not have, but others do: it names those."""

from __future__ import annotations

from collections.abc import Iterator

import click

from pipefilter.cli import COMMANDS
from pipefilter.enumeration import enumeration

__all__ = ["with_commands"]


def with_commands(error: click.NoSuchOption) -> click.UsageError:
    """The error with the commands that have the option; unchanged if no command has it.

    A similar option of the same command does something else, so it is not suggested then.
    """
    advice = _advice(error.ctx, error.option_name) if error.ctx is not None else ""
    return click.UsageError(f"No such option '{error.option_name}': {advice}", error.ctx) if advice else error


def _advice(ctx: click.Context, option: str) -> str:
    """Where the option belongs; "" if no command has it."""
    root = ctx.find_root()
    if ctx is not root and isinstance(ctx.command, click.Group):
        if names := _subcommands_with(ctx.command, option):
            return f"write it after {enumeration(names, 'or')}"
    elif ctx.parent not in (None, root) and isinstance(ctx.parent.command, click.Group):
        names = [f"{ctx.parent.info_name} {name}" for name in _subcommands_with(ctx.parent.command, option)]
        if names:
            return f"it is an option of {enumeration(names, 'and')}"
    if not isinstance(root.command, click.Group):
        return ""
    names = list(_commands_with(root.command, option, root))
    return f"it is an option of {enumeration(names, 'and')}" if names else ""


def _subcommands_with(group: click.Group, option: str) -> list[str]:
    return [name for name, command in group.commands.items() if _has(command, option)]


def _commands_with(root: click.Group, option: str, ctx: click.Context) -> Iterator[str]:
    """The names of the commands that have an option, or a subcommand that has it."""
    for name in COMMANDS:
        command = root.get_command(ctx, name)
        several = command.commands.values() if isinstance(command, click.Group) else ()
        if any(_has(each, option) for each in (command, *several) if each is not None):
            yield name


def _has(command: click.Command, option: str) -> bool:
    return any(option in (*each.opts, *each.secondary_opts) for each in command.params)
