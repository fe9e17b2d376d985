"""What shells ask on TAB, answered with click's own machinery; importing this module makes click use it."""

from __future__ import annotations

import io
import os
import re
from contextlib import redirect_stderr
from typing import Any, ClassVar

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, split_arg_string

from pipefilter.cli.completion.bash_word import BashWord, bash_word
from pipefilter.cli.completion.scripts import BASH, FISH, ZSH
from pipefilter.override import override

__all__ = ["SHELLS"]

_CURSOR = "\x1f"
"""Stands where the cursor is, so that a blank before it begins a new word, unless it is in quotes."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What would break the answer's lines, or what the terminal would obey rather than show; no name in AWS contains it."""


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
        parts = (item.type, str(item.value), item.help or "")
        return "\t".join(_CONTROL.sub(" ", part) for part in parts)

    def items(self, arguments: list[str], incomplete: str) -> list[CompletionItem[Any]]:
        """What fits, as the shell is to put it in the place of the word; no name that it could not show."""
        items = self.get_completions(arguments, incomplete)
        return [
            CompletionItem(text, item.type, item.help)
            for item in items
            if item.type != "plain" or not _CONTROL.search(item.value)
            if (text := self.typed(item, incomplete)) is not None
        ]

    def typed(self, item: CompletionItem[Any], incomplete: str) -> str | None:
        """The text that the shell puts in the place of the word; None if the name cannot be completed."""
        del incomplete
        return str(item.value)

    @override
    def complete(self) -> str:
        arguments, incomplete = self.get_completion_args()
        return "\n".join(map(self.format_completion, self.items(arguments, incomplete)))


class _Bash(_Shell):
    name = "bash"
    source_template = BASH

    @override
    def get_completion_args(self) -> tuple[list[str], str]:
        arguments, incomplete = super().get_completion_args()
        return arguments, incomplete if (word := _bash_word()) is None else word.whole

    @override
    def typed(self, item: CompletionItem[Any], incomplete: str) -> str | None:
        """The value in quotes: what is added to the line must not be run."""
        if item.type != "plain":
            return ""
        word = _bash_word()
        return None if word is None else word.replacement(str(item.value), _value_in(incomplete))


class _Zsh(_Shell):
    name = "zsh"
    source_template = ZSH


class _Fish(_Shell):
    name = "fish"
    source_template = FISH

    @override
    def typed(self, item: CompletionItem[Any], incomplete: str) -> str | None:
        """The value; fish completes a whole word, with the option before `=`."""
        option = incomplete[: len(incomplete) - len(_value_in(incomplete))]
        return f"{option}{item.value}"


def _bash_word() -> BashWord | None:
    return bash_word(os.environ.get("COMP_WORDS", ""), os.environ.get("_PIPEFILTER_REPLACED", ""))


def _value_in(word: str) -> str:
    """The word without an option before `=`, as click completes it."""
    return word.partition("=")[2] if word.startswith("-") and "=" in word else word


SHELLS: dict[str, type[ShellComplete]] = {
    shell.name: add_completion_class(shell) for shell in (_Bash, _Zsh, _Fish)
}
"""The shells that have a script, by name."""
