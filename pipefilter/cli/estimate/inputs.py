"""The filters and the traffic on the command line of `pipefilter estimate`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from pipefilter.application.compared_filters import compared_filters
from pipefilter.application.filters import Filters
from pipefilter.application.option_text import InvalidOption
from pipefilter.application.policy_service import is_placed_policy
from pipefilter.application.traffic import Traffic
from pipefilter.cli.estimate.options import EstimateCommandOptions, option_name
from pipefilter.cli.inputs.files import (
    STDIN,
    InputError,
    input_errors,
    is_folder,
    pattern_text,
    refuse_repeated_stdin,
    shown_name,
)
from pipefilter.cli.inputs.filters import any_filters, report_swapped
from pipefilter.cli.inputs.invalid_filters import is_event
from pipefilter.cli.inputs.pattern_among_events import patterns_among
from pipefilter.cli.inputs.refused_filters import report_unread_content
from pipefilter.cli.inputs.traffic import given_or_standard_input, traffic_sizes
from pipefilter.cli.terminal.output import message, remark
from pipefilter.costs.prices.file import InvalidPrices
from pipefilter.costs.volume.cloudwatch import InvalidTotals
from pipefilter.costs.volume.volume import NoVolume
from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput
from pipefilter.filtering.lookup import Contradiction

__all__ = ["EstimateInputs", "usage_errors"]


@dataclass(frozen=True, slots=True)
class EstimateInputs:
    """The patterns and the files with events on the command line of `pipefilter estimate`."""

    patterns: tuple[str, ...]
    files: tuple[str, ...]
    options: EstimateCommandOptions

    @classmethod
    def from_options(cls, options: EstimateCommandOptions) -> EstimateInputs:
        """Separate the patterns from the files with events.

        Raises:
            click.UsageError: they do not go together.
        """
        arguments, traffic = options.arguments, options.traffic
        if traffic:
            patterns, files = arguments, traffic
            if len(patterns) > 1 and not options.compare:
                raise click.UsageError(
                    f"there are {len(patterns)} patterns: use --compare, or give one PATTERN and then FILES, without --traffic"
                )
        elif options.compare:
            raise click.UsageError("--compare expects patterns: give the events with --traffic FILES")
        elif not arguments:
            raise click.UsageError("give a PATTERN and FILES with events, or only --traffic FILES")
        else:
            patterns, files = arguments[:1], tuple(given_or_standard_input(arguments[1:]))
        refuse_repeated_stdin([*patterns, *files])
        if len(set(patterns)) < len(patterns):
            raise click.UsageError("a pattern is given twice")
        return cls(patterns, files, options)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files that are read."""
        more = (self.options.prices, self.options.totals)
        return (*self.patterns, *self.files, *(name for name in more if name))

    def traffic(self) -> Traffic:
        """The files and objects with events, and their sizes.

        Raises:
            InputError: there is no such file.
            click.UsageError: there is a pattern among the files.
        """
        _refuse_patterns(self.files, is_traffic=bool(self.options.traffic))
        return Traffic(traffic_sizes(self.files))

    @property
    def _has_policies(self) -> bool:
        """Whether the options show that patterns are filter policies of SNS."""
        return is_placed_policy(self.options.service or "", self.options.source or "")

    def filters(self, *, as_json: bool) -> tuple[Filters, ...] | None:
        """The filters; None, which is reported, if some are not valid or cannot be read.

        Raises:
            InputError: a template does not define the whole pattern.
            click.UsageError: a name is that of a folder.
        """
        listed = []
        for name in self.patterns:
            if is_folder(name):
                raise click.UsageError(
                    f"{name} is a folder, not a pattern: give a pattern file first, and the events after it or with --traffic"
                )
            filters = any_filters(
                name,
                as_json=as_json,
                needs_service=not self.options.service,
                is_policy=self._has_policies,
            )
            if filters is None:
                report_swapped(name, self.files)
                is_alone = len(self.options.arguments) == 1 and not self.options.traffic
                if is_alone and name != STDIN and is_event(pattern_text(name)):
                    message(f"hint: to estimate the cost without a filter, use --traffic {shown_name(name)}")
                return None
            report_unread_content(filters.criteria, filters.name)
            listed.append(filters)
        with input_errors():
            return compared_filters(listed)


def _refuse_patterns(files: Sequence[str], *, is_traffic: bool) -> None:
    """Reject a pattern among the traffic: it would count as an event, and make every share and total wrong.

    Args:
        is_traffic: whether --traffic names them, and so may name an event that looks like a pattern.

    Raises:
        click.UsageError: there is a pattern among them.
    """
    for name, kind in patterns_among(files):
        label = shown_name(name)
        if is_traffic and kind == "perhaps":
            remark(f"hint: {label} is read as an event, although it is a valid pattern")
        elif is_traffic:
            raise click.UsageError(f"{label} is a pattern, but --traffic expects events: remove it")
        else:
            raise click.UsageError(
                f"{label} is a pattern: use --compare to compare patterns, and give the events with --traffic"
                + ("; if it is an event, give it with --traffic" if kind == "perhaps" else "")
            )


@contextmanager
def usage_errors() -> Iterator[None]:
    """Turn what the application raises for options and inputs into errors of the command line.

    Raises:
        click.UsageError: options make no sense, or do not go together.
        InputError: a file cannot be read, or lacks the information that it should contain.
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
