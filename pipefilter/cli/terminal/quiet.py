"""The option --quiet, shared by all commands with a yes-or-no result."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from pipefilter.cli.terminal.output import without_results

__all__ = ["quiet_option"]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FORMATS = ("as_json", "as_sarif", "as_markdown")


def quiet_option(printed: str = "errors") -> Callable[[_Command], _Command]:
    """The option for a command, which then prints only errors, as sentences, and no results or counts.

    Args:
        printed: what the help says is still printed.
    """

    def add(command: _Command) -> _Command:
        @wraps(command)
        def run(*arguments: Any, quiet: bool, **options: Any) -> Any:  # noqa: ANN401 - whatever the command takes
            if not quiet:
                return command(*arguments, **options)
            formats = [name for name in _FORMATS if options.get(name)]
            # several formats at once are an error, which the command reports
            plain = {**options, formats[0]: False} if len(formats) == 1 else options
            with without_results():
                return command(*arguments, **plain)

        help_text = f"Print only {printed}; the exit code is the result."
        return click.option("-q", "--quiet", is_flag=True, help=help_text)(run)  # type: ignore[return-value]  # it takes what the command takes, and the option

    return add
