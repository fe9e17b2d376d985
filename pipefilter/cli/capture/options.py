"""The options that all subcommands of `pipefilter capture` share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipefilter.aws.capture.page import Until
from pipefilter.cli.inputs.aws_options import AwsOptions, aws_options
from pipefilter.cli.inputs.typed_values import split_paths
from pipefilter.costs.volume.volume import parse_seconds

if TYPE_CHECKING:
    from pipefilter.aws.capture.shard import StartPosition

__all__ = [
    "CaptureOptions",
    "capture_options",
    "from_option",
    "option_seconds",
    "start_position",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_DEFAULT_LIMIT = 1000
"""Records that are captured if the user says neither how many nor how long."""
_MAX_SECONDS = 7 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureOptions(AwsOptions):
    """The options that all subcommands share.

    Args:
        time: how long to capture, such as `5m`; None if it is not given.
        redact_key: for masks; None for a random one.
        keep: paths of values that are not masked, with commas between them.
        as_json: whether to put each record into an object, and to print a summary at the end.
    """

    limit: int | None
    time: str | None
    redact: bool
    redact_key: str | None
    keep: tuple[str, ...]
    as_json: bool

    def until(self, *, follows: bool = False) -> Until:
        """When to end; `follows` is to wait for new records though no time is given.

        Raises:
            click.UsageError: the time is not valid.
        """
        if self.time is not None:
            return Until(self.limit, option_seconds(self.time, "--for"), follows=True)
        return Until(self.limit or _DEFAULT_LIMIT, None, follows=follows)

    def check(self) -> None:
        """Check the options about masks.

        Raises:
            click.UsageError: they do not go together, or a path is not valid.
        """
        if not self.redact and (self.redact_key is not None or self.keep):
            raise click.UsageError("--redact-key and --keep say how to mask: say --redact, too")
        if self.redact_key is not None and not self.redact_key:
            raise click.UsageError("--redact-key is empty: give a long text that others do not guess")
        self.kept_paths()

    def kept_paths(self) -> tuple[tuple[str, ...], ...]:
        """The paths of values that are not masked.

        Raises:
            click.UsageError: one is not valid.
        """
        return tuple(names for paths in self.keep for names in _names(paths))


def capture_options(command: _Command) -> _Command:
    """Add the options that all subcommands share."""
    for option in (
        click.option(
            "--json", "as_json", is_flag=True, help="Print one JSON object a record, and one with the counts."
        ),
        click.option("--keep", multiple=True, metavar="PATHS", help="With --redact: values that stay."),
        click.option(
            "--redact-key",
            "redact_key",
            metavar="TEXT",
            help="With --redact: the same masks as in another run with this key. [default: a random one]",
        ),
        click.option(
            "--redact",
            is_flag=True,
            help="Mask values; names, types, lengths and what equals what stay.",
        ),
        aws_options,
        click.option("--for", "time", metavar="TIME", help="Go on for so long, such as 5m. [default: till N]"),
        click.option(
            "-n",
            "--max",
            "limit",
            type=click.IntRange(min=1),
            metavar="N",
            help=f"End after N records. [default: {_DEFAULT_LIMIT}; with --for, none]",
        ),
    ):
        command = option(command)
    return command


def from_option(command: _Command) -> _Command:
    """Add the option that says where reading of a stream begins."""
    return click.option(
        "--from",
        "begin",
        type=click.Choice(["LATEST", "TRIM_HORIZON"]),
        help="Begin with what comes now, or with the oldest that is kept. [default: LATEST with --for, else TRIM_HORIZON]",
    )(command)


def option_seconds(text: str, option: str) -> float:
    """Read a length of time such as `5m`, in seconds.

    Raises:
        click.UsageError: it is not a time, or far too long.
    """
    seconds = parse_seconds(text)
    if seconds is None or not 0 < seconds <= _MAX_SECONDS:
        raise click.UsageError(f"{option} takes a time such as 30s, 5m or 2h, 7d at most; {text!r} is not so")
    return float(seconds)


def start_position(begin: StartPosition | None, options: CaptureOptions) -> StartPosition:
    """Where reading of a stream begins: by default with what comes now if there is a time, else with the oldest."""
    return begin or ("TRIM_HORIZON" if options.time is None else "LATEST")


def _names(paths: str) -> list[tuple[str, ...]]:
    from pipefilter.builder.faults import InvalidCondition
    from pipefilter.builder.records.attribute_path import attribute_path

    try:
        listed = [attribute_path(path.strip()).steps for path in split_paths(paths)]
    except InvalidCondition as fault:
        raise click.UsageError(f"--keep: {fault}") from None
    # elements of lists have no names: all are kept
    return [tuple(step for step in steps if isinstance(step, str)) for steps in listed]
