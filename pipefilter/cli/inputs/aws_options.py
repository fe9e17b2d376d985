"""The options with which commands that ask AWS are told where: profile, region, endpoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from pipefilter.aws.connection import Connection

__all__ = ["aws_options", "connection"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


def aws_options(command: _Command) -> _Command:
    """Add the options to a command."""
    for option in (
        click.option("--endpoint-url", metavar="URL", help="Ask there instead of AWS."),
        click.option("--region", metavar="NAME", help="Of AWS. [default: as all AWS tools take it]"),
        click.option("--profile", metavar="NAME", help="Of ~/.aws/config. [default: likewise]"),
    ):
        command = option(command)
    return command


def connection(given: Mapping[str, Any]) -> Connection:
    """What the options say.

    Args:
        given: the options of the command, by their names.
    """
    return Connection(given["profile"] or None, given["region"] or None, given["endpoint_url"] or None)
