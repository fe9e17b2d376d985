"""Reports arguments that belong to no option, such as b in `--any-changed a b`."""

from __future__ import annotations

import re
from shlex import quote

import click

from pipefilter.cli.terminal.help_page import GroupedCommand
from pipefilter.override import override

__all__ = ["OptionsOnlyCommand"]


_COMMA_BETWEEN = re.compile(r"(?P<before>[^\"\[]*?),+(?P<option>--[a-z-]+)(?P<value>(=.*)?)", re.DOTALL)
"""The end of one option's value, and the next option."""

_MEANT = {
    **dict.fromkeys(("--old", "--before"), "--was"),
    **dict.fromkeys(("--after", "--is"), "--new"),
}
"""Options that do not exist, but that people expect, and those that they mean."""


class OptionsOnlyCommand(GroupedCommand):
    """A command without arguments; its message about a stray argument shows how to write several values."""

    @override
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options.

        Raises:
            click.UsageError: an argument belongs to no option.
        """
        words = list(args)
        self._require_no_comma(words, ctx)
        ctx.allow_extra_args = True
        try:
            stray = super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if error.option_name not in _MEANT:
                raise
            meant = _MEANT[error.option_name]
            raise click.UsageError(f"no such option {error.option_name}: did you mean {meant}?", ctx) from None
        if stray:
            raise click.UsageError(f"unexpected argument {stray[0]!r}: {self._instead(words, stray[0])}", ctx)
        return stray

    def _require_no_comma(self, words: list[str], ctx: click.Context) -> None:
        """Reject a comma between two options; in quotes or brackets, it belongs to a value."""
        for at, word in enumerate(words):
            joined = _COMMA_BETWEEN.fullmatch(word)
            if joined is None or joined["option"] not in self._options():
                continue
            parts = [*words[max(0, at - 1) : at], joined["before"], joined["option"] + joined["value"]]
            if not joined["value"]:
                parts += words[at + 1 : at + 2]
            raise click.UsageError(
                f"separate options with spaces, not commas: {' '.join(map(quote, parts))}", ctx
            )

    def _instead(self, words: list[str], stray: str) -> str:
        option, values = self._option_before(words, stray)
        if option is None:
            return f"give conditions as options, such as --changed {quote(stray)}"
        name, metavar = option.opts[0], option.metavar or ""
        if not option.multiple:
            return f"{name} accepts only one {metavar}"
        again = " ".join(f"{name} {quote(value)}" for value in values)
        if metavar == "FILE":
            return f"write {again}; put a glob in quotes"
        if "=" not in metavar:
            commas = ",".join(part.strip(",") for part in values)
            return f"separate names with commas, without spaces: {name} {quote(commas)}"
        return _instead_of_values(name, values)

    def _option_before(self, words: list[str], stray: str) -> tuple[click.Option | None, list[str]]:
        """The option before the word, with its value and all words after that."""
        at = _first_stray(words, stray, self._options())
        begin = at
        while begin > 0 and not words[begin - 1].startswith("--"):
            begin -= 1
        end = at
        while end < len(words) and not words[end].startswith("-"):
            end += 1
        name, equals, value = words[begin - 1].partition("=") if begin else ("", "", "")
        values = [value] * bool(equals) + words[begin:end]
        option = self._options().get(name)
        return (None, []) if option is None or option.is_flag else (option, values)

    def _options(self) -> dict[str, click.Option]:
        return {
            name: option for option in self.params if isinstance(option, click.Option) for name in option.opts
        }


def _instead_of_values(name: str, values: list[str]) -> str:
    """The correct form of an option with a path and values."""
    path, *rest = values
    if "=" not in path or path.endswith("="):  # the sign was left out, or has spaces around it
        listed = ",".join(rest).removeprefix("=")
        joined = ",".join(part for part in listed.split(",") if part) or "VALUE"
        return f"write {name} " + quote(path.removesuffix("=") + "=" + joined)
    if all("=" in value for value in values):
        return "write " + " ".join(f"{name} {quote(value)}" for value in values)
    commas = ",".join(part.strip(",") for part in values)
    return (
        f"separate values with commas, without spaces: {name} {quote(commas)}; "
        f"put quotes around a value that contains a space: {name} {quote(' '.join(values))}"
    )


def _first_stray(words: list[str], stray: str, options: dict[str, click.Option]) -> int:
    """The index of the stray word, and not of the same word as the value of an option."""
    for at, word in enumerate(words):
        before = options.get(words[at - 1]) if at else None
        if word == stray and (before is None or before.is_flag):
            return at
    return words.index(stray)
