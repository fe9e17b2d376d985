"""What `pipefilter estimate` is given, as the application takes it: filters, traffic, and values of options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import click

from pipefilter.application.compared_filters import compared_filters
from pipefilter.application.estimate_options import EstimateOptions
from pipefilter.application.estimate_setup import CallOptions
from pipefilter.application.filters import Filters
from pipefilter.application.option_text import InvalidOption
from pipefilter.application.traffic import Traffic
from pipefilter.cli.inputs.files import STDIN, InputError, input_errors, is_folder, shown_name
from pipefilter.cli.inputs.filters import any_filters, report_swapped
from pipefilter.cli.inputs.pattern_among_events import patterns_among
from pipefilter.cli.inputs.refused_filters import report_unread_content
from pipefilter.cli.inputs.traffic import given_or_standard_input, traffic_sizes
from pipefilter.cli.inputs.typed_paths import typed_paths
from pipefilter.cli.inputs.verdicts import Wanted
from pipefilter.cli.terminal.output import remark
from pipefilter.costs.prices.file import InvalidPrices
from pipefilter.costs.volume.cloudwatch import InvalidTotals
from pipefilter.costs.volume.volume import NoVolume
from pipefilter.errors import UnreadableInput
from pipefilter.filtering.lookup import Contradiction

__all__ = ["EstimateInputs", "option_name", "usage_errors"]

_CALLS = (
    "target",
    "memory",
    "duration",
    "per_record",
    "enrichment",
    "enrichment_memory",
    "enrichment_duration",
)
_OPTIONS = (
    "service", "source", "region", "per_month", "totals", "batch_size", "window", "free_tier", "prices", "live", "suggest",
    "sample", "seed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EstimateInputs:
    """What the command is given.

    Args:
        patterns: names of files with filters.
        files: with events.
        values: of all options, by their names.
    """

    patterns: tuple[str, ...]
    files: tuple[str, ...]
    values: Mapping[str, Any]

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> EstimateInputs:
        """From the options.

        Args:
            values: of them, by their names.

        Raises:
            click.UsageError: they do not go together.
        """
        arguments, traffic = values["arguments"], values["traffic"]
        if traffic:
            patterns, files = arguments, traffic
            if len(patterns) > 1 and not values["compare"]:
                raise click.UsageError(
                    f"these are {len(patterns)} patterns: say --compare, or give events after one, without --traffic"
                )
        elif values["compare"]:
            raise click.UsageError("--compare takes patterns; give the events with --traffic FILES")
        elif not arguments:
            raise click.UsageError("give a PATTERN, and FILES with events; or only --traffic FILES")
        else:
            patterns, files = arguments[:1], given_or_standard_input(arguments[1:])
        if [*patterns, *files].count(STDIN) > 1:
            raise click.UsageError("- can be given once only: standard input is read to its end")
        if len(set(patterns)) < len(patterns):
            raise click.UsageError("a pattern is given twice")
        return cls(tuple(patterns), tuple(files), values)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files that are read."""
        more = (self.values["prices"], self.values["totals"])
        return (*self.patterns, *self.files, *(name for name in more if name))

    @property
    def options(self) -> EstimateOptions:
        """The options, as the application takes them.

        Raises:
            click.UsageError: --reads does not take what is given.
        """
        values, reads = self.values, self.values["reads"]
        return EstimateOptions(
            **{name: values[name] for name in _OPTIONS},
            calls=CallOptions(architecture=values["arch"], **{name: values[name] for name in _CALLS}),
            reads=None if reads is None else [path.strip() for path in typed_paths(reads, "--reads")],
        )

    def traffic(self) -> Traffic:
        """The traffic.

        Raises:
            InputError: there is no such file.
            click.UsageError: there is a pattern among the files.
        """
        _refuse_patterns(self.files, is_traffic=bool(self.values["traffic"]))
        return Traffic(traffic_sizes(self.files))

    def filters(self, wanted: Wanted) -> tuple[Filters, ...] | None:
        """The filters; None if some are not valid or cannot be read, which is printed then.

        Args:
            wanted: how to print it.

        Raises:
            InputError: a template does not tell all of a pattern.
            click.UsageError: a name is that of a folder.
        """
        listed = []
        for name in self.patterns:
            if is_folder(name):
                raise click.UsageError(
                    f"{name} is a folder: give a pattern's file; events go after it, or to --traffic"
                )
            filters = any_filters(name, wanted)
            if filters is None:
                report_swapped(name, self.files)
                return None
            report_unread_content(filters.criteria, filters.name)
            listed.append(filters)
        with input_errors():
            return compared_filters(listed)


def _refuse_patterns(files: Sequence[str], *, is_traffic: bool) -> None:
    """A pattern that is read as traffic is an event more, and makes every share and sum wrong.

    Args:
        files: the names of those with events.
        is_traffic: whether --traffic names them, and so may name an event that looks like a pattern.

    Raises:
        click.UsageError: there is a pattern among them.
    """
    for name, kind in patterns_among(files):
        shown = shown_name(name)
        if is_traffic and kind == "perhaps":
            remark(f"hint: {shown} is read as an event, though it is a valid pattern")
        elif is_traffic:
            raise click.UsageError(f"{shown} is a pattern, and --traffic takes events: leave it out")
        else:
            raise click.UsageError(
                f"{shown} is a pattern: say --compare to compare patterns, and give the events with --traffic"
                + ("; if it is an event, give it with --traffic" if kind == "perhaps" else "")
            )


def option_name(name: str) -> str:
    """An option as it is typed.

    Args:
        name: as Python has it.
    """
    return "--arch" if name == "architecture" else f"--{name.replace('_', '-')}"


@contextmanager
def usage_errors() -> Iterator[None]:
    """What the application raises for options and inputs, as errors of the command line.

    Raises:
        click.UsageError: options make no sense, or do not go together.
        InputError: a file cannot be read, or does not say what it should.
    """
    try:
        yield
    except InvalidOption as error:
        raise click.UsageError(error.text.spelled(option_name)) from None
    except Contradiction as error:
        raise click.UsageError(str(error)) from None
    except NoVolume as error:
        raise InputError(f"{error.reason}: give --per-month, such as 20M") from None
    except (UnreadableInput, InvalidPrices, InvalidTotals) as error:
        raise InputError(str(error)) from None
