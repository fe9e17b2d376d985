"""What shells ask on TAB, answered with click's own machinery; importing this module makes click use it."""

from __future__ import annotations

import io
import os
import re
from contextlib import redirect_stderr
from typing import Any, ClassVar

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, split_arg_string

from pipefilter.cli.completion.scripts import BASH, FISH, ZSH
from pipefilter.override import override

__all__ = ["SHELLS"]

_CURSOR = "\x1f"
"""Stands where the cursor is, so that a blank before it begins a new word, unless it is in quotes."""
_NEEDS_QUOTES = re.compile(r"[^\w@%+=:,./-]")
_SEPARATORS = re.compile(r"[\t\r\n]")


class _Shell(ShellComplete):
    """A shell, whose script passes the line up to the cursor in COMP_WORDS."""

    name: ClassVar[str] = ""
    source_template: ClassVar[str] = ""

    @override
    def source(self) -> str:
        return self.source_template

    @override
    def get_completion_args(self) -> tuple[list[str], str]:
        _program, *words = split_arg_string(os.environ.get("COMP_WORDS", "") + _CURSOR)
        *arguments, incomplete = words or [""]
        return arguments, incomplete.removesuffix(_CURSOR)

    @override
    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[Any]]:
        try:
            with redirect_stderr(io.StringIO()):
                return super().get_completions(args, incomplete)
        except Exception:  # noqa: BLE001 - a line that is not finished may be wrong in any way; a message would spoil it
            return []

    @override
    def format_completion(self, item: CompletionItem[Any]) -> str:
        parts = (item.type, self.typed(str(item.value)), item.help or "")
        return "\t".join(_SEPARATORS.sub(" ", part) for part in parts)

    def typed(self, value: str) -> str:
        """The text that the shell puts in the place of the word."""
        return value

    @override
    def complete(self) -> str:
        arguments, incomplete = self.get_completion_args()
        items = self.get_completions(arguments, incomplete)
        return "\n".join(map(self.format_completion, items))


class _Bash(_Shell):
    name = "bash"
    source_template = BASH

    @override
    def format_completion(self, item: CompletionItem[Any]) -> str:
        if item.type == "plain" and _NEEDS_QUOTES.search(str(item.value)):
            item.type = "reference"  # bash quotes it as it quotes a file name
        return super().format_completion(item)


class _Zsh(_Shell):
    name = "zsh"
    source_template = ZSH


class _Fish(_Shell):
    name = "fish"
    source_template = FISH

    @override
    def typed(self, value: str) -> str:
        """The value; fish completes a whole word, with the option before `=`."""
        _arguments, word = self.get_completion_args()
        option, mark, _ = word.partition("=")
        return f"{option}={value}" if mark and option.startswith("-") else value


SHELLS: dict[str, type[ShellComplete]] = {
    shell.name: add_completion_class(shell) for shell in (_Bash, _Zsh, _Fish)
}
"""The shells that have a script, by name."""
