"""The options that all subcommands of `pipefilter capture` share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipefilter.aws.capture.page import Until
from pipefilter.cli.inputs.aws_options import AwsOptions, aws_options
from pipefilter.cli.inputs.typed_values import split_paths
from pipefilter.costs.volume.volume import parse_seconds
from pipefilter.dataclass import dataclass

if TYPE_CHECKING:
    from pipefilter.aws.capture.shard import StartPosition

__all__ = [
    "OPTION_GROUPS",
    "CaptureOptions",
    "capture_options",
    "checked_options",
    "file_options",
    "from_option",
    "object_options",
    "option_seconds",
    "start_position",
]

OPTION_GROUPS = {
    "Records": ("--from", "--since", "--max", "--for", "--visibility", "--keep-invisible"),
    "Masking": ("--redact", "--redact-key", "--keep"),
    "AWS": ("--profile", "--region", "--endpoint-url"),
    "Output": ("--json",),
}
"""The options of the subcommands, by the titles of their groups in --help."""

_Command = TypeVar("_Command", bound=Callable[..., Any])
_DEFAULT_LIMIT = 1000
"""Records that are captured if the user gives neither a number nor a time."""
_MAX_SECONDS = 7 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureOptions(AwsOptions):
    """The options that all subcommands share.

    Args:
        time: how long to capture, such as `5m`; None if it is not given.
        redact_key: for masks; None for a random one.
        keep: comma-separated paths of values that are not masked.
        as_json: whether to put each record into an object, and to print a summary at the end.
    """

    limit: int | None
    time: str | None
    redact: bool
    redact_key: str | None
    keep: tuple[str, ...]
    as_json: bool

    def until(self, *, follows: bool = False) -> Until:
        """When to end; with `follows`, wait for new records even if no time is given.

        Raises:
            click.UsageError: the time is not valid.
        """
        if self.time is not None:
            return Until(self.limit, option_seconds(self.time, "--for"), follows=True)
        return Until(self.limit or _DEFAULT_LIMIT, None, follows=follows)

    def check(self) -> None:
        """Check the options about masks.

        Raises:
            click.UsageError: they contradict each other, or a path is not valid.
        """
        if not self.redact and (self.redact_key is not None or self.keep):
            raise click.UsageError("--redact-key and --keep require --redact")
        if self.redact_key is not None and not self.redact_key:
            raise click.UsageError("--redact-key is empty: use a long string that nobody can guess")
        self.kept_paths()

    def kept_paths(self) -> tuple[tuple[str, ...], ...]:
        """The paths of values that are not masked.

        Raises:
            click.UsageError: one is not valid.
        """
        return tuple(names for paths in self.keep for names in _names(paths))


def checked_options(options: dict[str, Any]) -> CaptureOptions:
    """The options of a subcommand, checked.

    Raises:
        click.UsageError: they contradict each other.
    """
    capture = CaptureOptions(**options)
    capture.check()
    return capture


def file_options(command: _Command) -> _Command:
    """Add the options of the subcommand that reads files, which has none about AWS and time."""
    return _limit_option("no limit")(_output_options(command))


def capture_options(command: _Command) -> _Command:
    """Add the options that all subcommands for live sources share."""
    return _live_options(
        command,
        "Capture the records that arrive within this time, e.g. 5m. [default: the records that exist now]",
    )


def object_options(command: _Command) -> _Command:
    """Add the options of the subcommand for S3, whose objects exist already."""
    return _live_options(command, "Stop after this time, e.g. 5m. [default: no time limit]")


def _live_options(command: _Command, time_help: str) -> _Command:
    time_option = click.option("--for", "time", metavar="TIME", help=time_help)
    limit_option = _limit_option(f"{_DEFAULT_LIMIT}; no limit with --for")
    return limit_option(time_option(aws_options(_output_options(command))))


def _limit_option(default: str) -> Callable[[_Command], _Command]:
    return click.option(
        "-n",
        "--max",
        "limit",
        type=click.IntRange(min=1),
        metavar="N",
        help=f"Stop after N records. [default: {default}]",
    )


def _output_options(command: _Command) -> _Command:
    for option in (
        click.option(
            "--json",
            "as_json",
            is_flag=True,
            help="Print one JSON object per record, and a summary object at the end.",
        ),
        click.option(
            "--keep",
            multiple=True,
            metavar="PATHS",
            help="With --redact: do not mask the values at these comma-separated paths.",
        ),
        click.option(
            "--redact-key",
            "redact_key",
            metavar="TEXT",
            help="With --redact: secret key for the masks; the same key gives the same masks. [default: random]",
        ),
        click.option(
            "--redact",
            is_flag=True,
            help="Mask values. Names, types and lengths are preserved, and equal values get equal masks.",
        ),
    ):
        command = option(command)
    return command


def from_option(command: _Command) -> _Command:
    """Add the option for the position in a stream at which reading starts."""
    return click.option(
        "--from",
        "begin",
        type=click.Choice(["LATEST", "TRIM_HORIZON"]),
        help="Start with new records, or with the oldest ones. [default: LATEST with --for, otherwise TRIM_HORIZON]",
    )(command)


def option_seconds(text: str, option: str) -> float:
    """Read a length of time such as `5m`, in seconds.

    Raises:
        click.UsageError: it is not a time, or far too long.
    """
    seconds = parse_seconds(text)
    if seconds is None or not 0 < seconds <= _MAX_SECONDS:
        raise click.UsageError(
            f"{option} requires a time of at most 7d, such as 30s, 5m or 2h; {text!r} is not valid"
        )
    return float(seconds)


def start_position(begin: StartPosition | None, options: CaptureOptions) -> StartPosition:
    """Where reading of a stream starts: by default with new records if there is a time, otherwise with the oldest."""
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
