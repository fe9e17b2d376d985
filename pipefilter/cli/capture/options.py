"""The options that all ways of `pipefilter capture` share, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from pipefilter.aws.capture.page import Until
from pipefilter.cli.inputs.aws_options import aws_options
from pipefilter.cli.inputs.typed_values import split_paths
from pipefilter.costs.volume.volume import parse_seconds

__all__ = ["Wanted", "begin_of", "capture_options", "from_option", "seconds_given", "until_of", "wanted_of"]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_MOST = 1000
"""Records that are captured if the user says neither how many nor how long."""
_LONGEST = 7 * 86_400


@dataclass(frozen=True, slots=True)
class Wanted:
    """What becomes of the records.

    Args:
        as_json: each is put into an object, and the last line is a summary.
        redact: values are masked.
        key: for masks; None for a random one.
        keep: paths of values that are not masked.
    """

    as_json: bool
    redact: bool
    key: str | None
    keep: tuple[tuple[str, ...], ...]


def capture_options(command: _Command) -> _Command:
    """Add the options to a command."""
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
            "most",
            type=click.IntRange(min=1),
            metavar="N",
            help=f"End after N records. [default: {_MOST}; with --for, none]",
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


def seconds_given(text: str, option: str) -> float:
    """A time that the user gave, in seconds.

    Args:
        text: such as `5m`.
        option: whose value it is, for messages.

    Raises:
        click.UsageError: it is none, or far too long.
    """
    found = parse_seconds(text)
    if found is None or not 0 < found <= _LONGEST:
        raise click.UsageError(f"{option} takes a time such as 30s, 5m or 2h, 7d at most; {text!r} is not so")
    return float(found)


def until_of(given: Mapping[str, Any]) -> Until:
    """When to end.

    Args:
        given: the options, by their names.

    Raises:
        click.UsageError: the time is none.
    """
    time, most = given["time"], given["most"]
    if time is not None:
        return Until(most, seconds_given(time, "--for"), follows=True)
    return Until(most or _MOST, None, follows=given.get("begin") == "LATEST")


def begin_of(given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - one of two literals, which click has checked
    """Where to begin.

    Args:
        given: the options, by their names.
    """
    return given["begin"] or ("TRIM_HORIZON" if given["time"] is None else "LATEST")


def wanted_of(given: Mapping[str, Any]) -> Wanted:
    """What becomes of the records.

    Args:
        given: the options, by their names.

    Raises:
        click.UsageError: the options do not go together, or a path is none.
    """
    redact, key, keep = given["redact"], given["redact_key"], given["keep"]
    if not redact and (key is not None or keep):
        raise click.UsageError("--redact-key and --keep say how to mask: say --redact, too")
    if key is not None and not key:
        raise click.UsageError("--redact-key is empty: give a long text that others do not guess")
    return Wanted(given["as_json"], redact, key, tuple(names for paths in keep for names in _names(paths)))


def _names(paths: str) -> list[tuple[str, ...]]:
    from pipefilter.builder.faults import InvalidCondition  # noqa: PLC0415 - likewise
    from pipefilter.builder.records.attribute_path import attribute_path  # noqa: PLC0415 - only for --keep

    try:
        found = [attribute_path(path.strip()).steps for path in split_paths(paths)]
    except InvalidCondition as fault:
        raise click.UsageError(f"--keep: {fault}") from None
    # elements of lists have no names of their own: all are kept
    return [tuple(step for step in steps if isinstance(step, str)) for steps in found]
