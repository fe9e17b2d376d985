"""The options of commands that call AWS: profile, region, endpoint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from pipefilter.aws.connection import Connection
from pipefilter.cli.inputs.completion_values import profiles
from pipefilter.dataclass import dataclass

__all__ = ["AwsOptions", "aws_options"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsOptions:
    """The values of the options; "" means not given."""

    profile: str | None
    region: str | None
    endpoint_url: str | None

    @property
    def connection(self) -> Connection:
        """The connection to AWS that they describe."""
        return Connection(self.profile or None, self.region or None, self.endpoint_url or None)


def aws_options(command: _Command) -> _Command:
    """Add the options --profile, --region and --endpoint-url to a command."""
    for option in (
        click.option(
            "--endpoint-url",
            metavar="URL",
            help="Call this endpoint instead of AWS, e.g. http://localhost:4566.",
        ),
        click.option(
            "--region",
            metavar="NAME",
            help="AWS Region, e.g. eu-west-1. [default: AWS_DEFAULT_REGION or the profile's]",
        ),
        click.option(
            "--profile",
            metavar="NAME",
            shell_complete=profiles,
            help='AWS profile to use. [default: AWS_PROFILE or "default"]',
        ),
    ):
        command = option(command)
    return command
