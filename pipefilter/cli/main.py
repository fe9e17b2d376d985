"""`pipefilter`: the group of commands, loaded one at a time so that `--help` answers at once."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module

import click

from pipefilter.cli import COMMANDS
from pipefilter.cli.terminal.exit_codes import BROKEN_PIPE, COULD_NOT_TELL, INTERRUPTED
from pipefilter.cli.terminal.help_page import MAX_HELP_WIDTH, Group
from pipefilter.cli.terminal.output import discard_output, message, use_safe_output
from pipefilter.override import override

__all__ = ["main", "pipefilter"]

EPILOG = """
\b
Examples:
  pipefilter test pattern.json event.json
  pipefilter check template.yaml
  pipefilter COMMAND --help

\b
Exit codes:
  0  yes: every event matches, every pattern is valid, every result is as expected
  1  no: at least one event does not match, or a pattern or result has a problem
  2  could not tell: invalid usage, unreadable input, invalid pattern or event
"""


_COMPLETION = "_PIPEFILTER_COMPLETE"
"""The variable by which a shell asks click for completions."""


class _Lazy(Group):
    """Imports the module of a command only when it runs."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"pipefilter.cli.{cmd_name}.command").command
        assert isinstance(command, click.Command)
        if not gc.isenabled():  # `pipefilter.__main__` has disabled it
            gc.freeze()
            gc.enable()
        return command

    @override
    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """The commands and options with this prefix; no command is imported for its help."""
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(name, help=text) for name, text in COMMANDS.items() if name.startswith(incomplete)
        ]
        return names + click.Command.shell_complete(self, ctx, incomplete)

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _version(ctx: click.Context, _param: click.Parameter, is_requested: bool) -> None:
    if is_requested and not ctx.resilient_parsing:  # not while a shell completes what comes after it
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"pipefilter {version('pipefilter')}")
        except PackageNotFoundError:
            click.echo("pipefilter (not installed, running from a checkout)")
        ctx.exit()


@click.group(
    cls=_Lazy,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": MAX_HELP_WIDTH},
)
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Print the version and exit.",
)
def pipefilter() -> None:
    """Test AWS event patterns locally: EventBridge rules, Pipes, Lambda event source mappings and SNS filter policies."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line with these arguments, by default those of the process, and exit."""
    use_safe_output()
    try:
        code = _run(arguments)
    except BrokenPipeError:  # the reader of the output closed the pipe
        discard_output()
        code = BROKEN_PIPE
    except OSError:  # the error cannot be printed either: stderr is full
        discard_output()
        code = COULD_NOT_TELL
    sys.exit(code)


def _run(arguments: list[str] | None) -> int:
    """Run the command line, report errors, and return the exit code."""
    if _COMPLETION in os.environ:
        import_module("pipefilter.cli.completion.shells")
    try:
        code: int = pipefilter.main(arguments, prog_name="pipefilter", standalone_mode=False)
        sys.stdout.flush()
    except click.NoSuchOption as error:
        from pipefilter.cli.terminal.unknown_option import with_commands

        with_commands(error).show()
        return COULD_NOT_TELL
    except click.ClickException as error:
        error.show()
        return COULD_NOT_TELL
    except (KeyboardInterrupt, click.Abort):
        message("interrupted")
        return INTERRUPTED
    except SystemExit as error:
        if error.code:  # click ends so when a pipe is closed, but 1 means no
            raise BrokenPipeError from None
        raise
    except BrokenPipeError:
        raise
    except MemoryError:
        message("Error: out of memory")
        return COULD_NOT_TELL
    except OSError as error:  # a name that no file can have, or a full disk
        what = f"cannot read {error.filename}" if error.filename else "cannot print"
        message(f"Error: {what}: {error.strerror}")
        return COULD_NOT_TELL
    return code
