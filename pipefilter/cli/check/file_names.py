"""Names of files that begin with a dash, among the options of `check`: hooks append them to options that users write."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipefilter.cli.terminal.help_page import GroupedCommand
from pipefilter.override import override

if TYPE_CHECKING:
    import click

__all__ = ["CommandWithFiles"]

_SUFFIXES = (".json", ".yaml", ".yml", ".template", ".tf")


class CommandWithFiles(GroupedCommand):
    """With `--skip-others`, templates at the end whose names begin with a dash are files, and not options."""

    @override
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--skip-others" in args and "--" not in args:
            at = _first_name(args)
            args = [*args[:at], "--", *args[at:]]
        return super().parse_args(ctx, args)


def _first_name(arguments: Sequence[str]) -> int:
    """Where the files at the end begin that could be options."""
    first = at = len(arguments)
    while at and os.path.isfile(arguments[at - 1]):  # noqa: PTH113 - of any text, also with a null character
        at -= 1
        if arguments[at].startswith("-") and arguments[at].lower().endswith(_SUFFIXES):
            first = at
    return first
