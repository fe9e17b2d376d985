"""Additions to the help of a command: examples, and groups of options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from pipefilter.override import override
from pipefilter.problem_kind import docs_address

__all__ = ["MAX_HELP_WIDTH", "Group", "GroupedCommand", "examples"]

MAX_HELP_WIDTH = 100
"""Maximum width of a help page in columns; a narrower terminal has narrower pages."""


def examples(*lines: str, page: str = "") -> str:
    """The end of a help page: example commands, and the docs page with more details."""
    # the address is a paragraph of its own, so that it is not broken
    more = f"\n\n\b\nSee {docs_address(page)}" if page else ""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines) + more


def _refuse_unknown(ctx: click.Context, names: Sequence[str], args: Sequence[str], usual: str = "") -> None:
    """Reject a command that does not exist, with the names of those that do.

    Args:
        usual: the command that a name without a command is probably meant for; "" if there is none.

    Raises:
        click.UsageError: there is no such command.
    """
    name = args[0] if args else ""
    if name and not name.startswith("-") and name not in names:
        from pipefilter.filtering.lookup import similar_names, unknown_name

        if usual and not similar_names(name, names):
            meant = f"{ctx.command_path} {usual} {name}"
            raise click.UsageError(f"unknown command {name}: did you mean {meant}?", ctx)
        raise click.UsageError(unknown_name("command", name, names), ctx)


class Group(click.Group):
    """Commands; the error for an unknown name lists them."""

    usual = ""
    """The command that a name without a command is probably meant for, such as `show`; "" if there is none."""

    @override
    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        _refuse_unknown(ctx, self.list_commands(ctx), args, self.usual)
        return super().resolve_command(ctx, args)


class GroupedCommand(click.Command):
    """A command whose help has its options in groups.

    Args:
        groups: options by the title of their group, each by its first long name; other options come last.
    """

    def __init__(self, *arguments: Any, groups: Mapping[str, Sequence[str]], **more: Any) -> None:  # noqa: ANN401 - those of click
        super().__init__(*arguments, **more)
        self.groups = groups

    @override
    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, group by group."""
        title_of = {option: title for title, options in self.groups.items() for option in options}
        rows: dict[str, list[tuple[str, str]]] = {title: [] for title in (*self.groups, "Other options")}
        for parameter in self.get_params(ctx):
            if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx)):
                titles = (title_of[option] for option in parameter.opts if option in title_of)
                rows[next(titles, "Other options")].append(record)
        for title, records in rows.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)
