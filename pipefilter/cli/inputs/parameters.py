"""The option --parameter: values of a template's parameters or variables, for all patterns that a command reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

__all__ = ["PARAMETERS", "parameter_hint", "parameter_option", "parameter_values"]

_Command = TypeVar("_Command", bound=Callable[..., Any])
PARAMETERS = "pipefilter.parameters"
"""The key of the values in the metadata of click's context."""
_PLACEHOLDER = r"\bvar\.(\w+)|\$\{(?:([A-Za-z]\w*|AWS::\w+)|([a-z]+:[\w.-]+)[^}]*)\}"
"""A variable of Terraform, a parameter of CloudFormation, or a variable of the Serverless Framework, in a message."""


def parameter_option(command: _Command) -> _Command:
    """Add the option to a command."""
    return click.option(
        "--parameter",
        "parameters",
        metavar="NAME=VALUE",
        multiple=True,
        expose_value=False,
        callback=_keep,
        help="Value of a parameter of the template, such as Stage=prod, or of a variable: opt:stage=prod (Serverless "
        "Framework), stage=prod (Terraform). [default: any value]",
    )(command)


def parameter_values() -> Mapping[str, str]:
    """The values that the user passes, by name."""
    context = click.get_current_context(silent=True)
    values: Mapping[str, str] = context.find_root().meta.get(PARAMETERS, {}) if context is not None else {}
    return values


def parameter_hint(sentence: str) -> str:
    """What to give for the parameters that a sentence names as unknown, such as `${Stage}`; "" if there are none."""
    names = [match[1] or match[2] or match[3] for match in re.finditer(_PLACEHOLDER, sentence)]
    values = " ".join(f"--parameter {name}=VALUE" for name in dict.fromkeys(names))
    return f"give {values}" if values and _has_option() else ""


def _has_option() -> bool:
    context = click.get_current_context(silent=True)
    return context is not None and any(option.name == "parameters" for option in context.command.params)


def _keep(ctx: click.Context, param: click.Parameter, pairs: tuple[str, ...]) -> None:
    values = {}
    for pair in pairs:
        name, mark, value = pair.partition("=")
        if not name or not mark:
            raise click.BadParameter(f"{pair} is not NAME=VALUE, such as Stage=prod", ctx, param)
        values[name] = value
    ctx.find_root().meta[PARAMETERS] = values
