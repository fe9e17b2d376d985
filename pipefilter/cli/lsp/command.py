"""`pipefilter lsp`: the language server, which an editor starts."""

from __future__ import annotations

import sys

import click

from pipefilter.cli.inputs.files import InputError
from pipefilter.cli.terminal.exit_codes import NO, YES
from pipefilter.cli.terminal.help_page import GroupedCommand, examples
from pipefilter.cli.terminal.output import message
from pipefilter.problem_kind import docs_address

__all__ = ["command"]


@click.command(
    "lsp",
    cls=GroupedCommand,
    groups={"Connection": ("--stdio",)},
    epilog=examples("pipefilter lsp", "pipefilter lsp --stdio", page="how-to/editors"),
)
@click.option(
    "--stdio",
    "is_stdio",
    is_flag=True,
    help="Use standard input and output. This is always so; editors pass it.",
)
def command(is_stdio: bool) -> int:
    """Answer an editor in the Language Server Protocol.

    Editors start this command themselves. While you type patterns in JSON, YAML and Terraform files, they show the
    problems that pipefilter check reports, fixes, completions, and what a pattern means. It requires pip install
    'pipefilter[lsp]'.

    Standard output contains only messages of the protocol, in JSON-RPC, so there is no --json.

    Exit code: 0 if the editor has ended the server as the protocol says, or by Ctrl-C; 1 if the connection ended before;
    2 if it cannot start.
    """
    del is_stdio
    try:
        from pipefilter.language_server.connection import serve
        from pipefilter.language_server.features import editor_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"pygls", "lsprotocol"}:
            raise
        raise InputError("the language server requires pygls: pip install 'pipefilter[lsp]'") from None
    if sys.stdin is None:
        raise InputError("standard input is closed: an editor starts this command, and writes to it")
    try:
        if sys.stdin.isatty():
            page = docs_address("how-to/editors")
            message(f"An editor starts this command, and answers are for it: see {page}. Press Ctrl-C to stop.")
        return YES if serve(editor_server(_version())) else NO
    except KeyboardInterrupt:
        return YES


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("pipefilter")
    except PackageNotFoundError:
        return ""
