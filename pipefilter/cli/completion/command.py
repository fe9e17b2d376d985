"""`pipefilter completion`: prints the completion script of a shell."""

from __future__ import annotations

import click

from pipefilter.cli.inputs.name_choice import NameChoice
from pipefilter.cli.terminal.exit_codes import YES
from pipefilter.cli.terminal.help_page import examples
from pipefilter.cli.terminal.output import print_json, result

__all__ = ["command"]

_NAMES = ("bash", "zsh", "fish")


@click.command(
    "completion",
    epilog=examples(
        "pipefilter completion bash > ~/.local/share/bash-completion/completions/pipefilter",
        "pipefilter completion zsh > ~/.zfunc/_pipefilter",
        "pipefilter completion fish > ~/.config/fish/completions/pipefilter.fish",
        page="how-to/shell",
    ),
)
@click.argument("shell", metavar="SHELL", type=NameChoice(_NAMES, "shell"))
@click.option("--json", "as_json", is_flag=True, help="Print the name of the shell and the script as JSON.")
def command(shell: str, as_json: bool) -> int:
    """Print the script for completion with TAB in a shell.

    SHELL is bash, zsh or fish. The script completes commands, options, the names of services, sources, formats, codes and ready-made
    patterns, AWS profiles, files and folders, and after template.yaml# the names of the patterns in the template.
    Save it where the shell looks for completions, as in the examples, and open a new shell. For zsh, ~/.zfunc must be in fpath
    before compinit runs.

    Exit code: 0, or 2 if there is no script for the shell.
    """
    from pipefilter.cli.completion.shells import SHELLS

    script = SHELLS[shell].source_template
    if as_json:
        print_json({"shell": shell, "script": script})
    else:
        result(script.rstrip("\n"))
    return YES
