"""The options --source and --service; for a misspelled name the message suggests the closest one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

import click

from pipefilter.enumeration import enumeration
from pipefilter.override import override
from pipefilter.services import SERVICES
from pipefilter.sources import SOURCES

__all__ = ["NameChoice", "service_option", "source_option"]

_Command = TypeVar("_Command", bound=Callable[..., object])


class NameChoice(click.ParamType):  # type: ignore[type-arg]  # a generic class in new versions of click only
    """A parameter that accepts one of several names; the noun describes them in messages.

    Args:
        explained: further names, for which the command says why it does not work with them.
    """

    name = "name"

    def __init__(self, names: Sequence[str], noun: str, explained: Sequence[str] = ()) -> None:
        self.names = tuple(names)
        self._noun = noun
        self._explained = tuple(explained)

    @override
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name itself.

        Raises:
            click.BadParameter: there is no such name.
        """
        return str(value) if value in (*self.names, *self._explained) else self._refuse(str(value), param, ctx)

    def _refuse(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        from pipefilter.filtering.lookup import unknown_name

        self.fail(unknown_name(self._noun, value, self.names, is_option=True), param, ctx)

    @override
    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """The names with this prefix."""
        from click.shell_completion import CompletionItem

        del ctx, param
        return [CompletionItem(name) for name in self.names if name.startswith(incomplete)]


def source_option(help_text: str) -> Callable[[_Command], _Command]:
    """The option --source; its names are listed after the text."""
    return _name_option("--source", [source.name for source in SOURCES], help_text)


def service_option(
    help_text: str, names: Sequence[str] = (), explained: Sequence[str] = ()
) -> Callable[[_Command], _Command]:
    """The option --service; its names, by default those of all services, are listed after the text.

    Args:
        explained: further names, for which the command says why it does not work with them.
    """
    return _name_option("--service", names or [service.name for service in SERVICES], help_text, explained)


def _name_option(
    option: str, names: Sequence[str], help_text: str, explained: Sequence[str] = ()
) -> Callable[[_Command], _Command]:
    noun = option.removeprefix("--")
    text, mark, default = help_text.partition(" [default:")
    return click.option(
        option,
        type=NameChoice(names, noun, explained),
        metavar="NAME",
        help=f"{text} NAME is one of {enumeration(names, 'or')}.{mark}{default}",
    )
