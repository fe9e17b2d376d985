"""What `pipefilter estimate` is asked for: traffic is counted, and what was found is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import click

from pipefilter.builder.faults import InvalidCondition
from pipefilter.cli.candidate_filters import CandidateFilters, are_taken, batch_size_told, read_candidates, told
from pipefilter.cli.comma_message import report_commas
from pipefilter.cli.estimate_report import Found, may_write, print_found
from pipefilter.cli.estimate_settings import (
    check_region,
    live_prices_of,
    prices_of_file,
    setup_of,
    volume_given,
)
from pipefilter.cli.exit_codes import COULD_NOT_TELL, INTERRUPTED, NO, YES
from pipefilter.cli.inputs import STDIN, InputError, shown_name
from pipefilter.cli.known_setup import KnownSetup
from pipefilter.cli.output import counted, message
from pipefilter.cli.placement import placement_of
from pipefilter.cli.progress import traffic_progress
from pipefilter.cli.sampled_traffic import SampledTraffic, Traffic
from pipefilter.cli.traffic import given_or_standard_input, traffic_sizes
from pipefilter.cli.typed_paths import typed_paths
from pipefilter.costs.costs import Costs
from pipefilter.costs.estimation import Estimate, Extent, estimate_of
from pipefilter.costs.example_records import ExampleRecords
from pipefilter.costs.probe import probes_of
from pipefilter.costs.read_changes import read_condition
from pipefilter.costs.setup import Setup
from pipefilter.costs.suggestions import suggestions
from pipefilter.costs.traffic_tally import MOST_FAULTS, Tallying
from pipefilter.costs.unread_changes import unread_changes
from pipefilter.costs.volume import NoVolume, Volume, volume_of_span
from pipefilter.filtering.placement import Placement
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.scanning.worker_processes import WorkerDied

__all__ = ["Asked", "estimate"]

_EXAMPLES = 4000
"""Events that are looked at for what to filter next."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked for.

    Args:
        patterns: names of files with filters.
        files: with events.
        options: all others, by their names.
    """

    patterns: tuple[str, ...]
    files: tuple[str, ...]
    options: Mapping[str, Any]

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of all files that are read."""
        more = (self.options["prices"], self.options["totals"])
        return (*self.patterns, *self.files, *(name for name in more if name))

    @classmethod
    def read(cls, options: Mapping[str, Any]) -> Asked:
        """From the options.

        Args:
            options: by their names.

        Raises:
            click.UsageError: they do not go together.
        """
        arguments, traffic = options["arguments"], options["traffic"]
        if options["as_json"] and options["as_csv"]:
            raise click.UsageError("--json and --csv both print to standard output: give one")
        if options["sample"] and options["window"]:
            raise click.UsageError(
                "--window needs all events one after the other: it does not go with --sample"
            )
        if traffic:
            patterns, files = arguments, traffic
            if len(patterns) > 1 and not options["compare"]:
                raise click.UsageError(
                    f"these are {len(patterns)} patterns: say --compare, or give events after one, without --traffic"
                )
        elif options["compare"]:
            raise click.UsageError("--compare takes patterns; give the events with --traffic FILES")
        elif not arguments:
            raise click.UsageError("give a PATTERN, and FILES with events; or only --traffic FILES")
        else:
            patterns, files = arguments[:1], given_or_standard_input(arguments[1:])
        if [*patterns, *files].count(STDIN) > 1:
            raise click.UsageError("- can be given once only: standard input is read to its end")
        if len(set(patterns)) < len(patterns):
            raise click.UsageError("a pattern is given twice")
        return cls(tuple(patterns), tuple(files), options)


def estimate(asked: Asked, ctx: click.Context) -> int:
    """Count, estimate and print, and return the exit code.

    Args:
        asked: what for.
        ctx: of the command.
    """
    options = asked.options
    volume = volume_given(options)
    candidates = read_candidates(asked.patterns, as_json=options["as_json"])
    if candidates is None:
        return COULD_NOT_TELL
    sizes = traffic_sizes(asked.files)
    traffic = Traffic([name for name, _ in sizes])
    service = options["service"] or told(candidates, "service")
    source = options["source"] or told(candidates, "source") or _recognised(traffic, service)
    all_filters = FilterCriteria(
        tuple(one for each in candidates for one in each.criteria.filters),
        is_lone=all(each.criteria.is_lone for each in candidates),
    )
    placement = placement_of(all_filters, service=service, source=source)
    certain = placement_of(
        all_filters,
        service=options["service"] or told(candidates, "service"),
        source=options["source"] or told(candidates, "source"),
    )
    if not are_taken(candidates, placement, as_json=options["as_json"]):
        return COULD_NOT_TELL
    batch_size = options["batch_size"] or batch_size_told(candidates)
    setup = setup_of({**options, "batch_size": batch_size}, placement.usual_service, source or "")
    _say_of_batches(setup, candidates, options)
    reads = _reads(options, placement)
    may_write(options, asked.inputs)
    prices = prices_of_file(options["prices"])
    check_region(options["region"], prices.regions)
    live = live_prices_of(setup.region) if options["live"] and options["region"] else None
    probes = probes_of([(one.name, one.criteria) for one in candidates])
    what = Tallying(
        probes,
        placement.usual_service.name,
        source or "",
        with_arrivals=setup.window is not None,
        examples=_EXAMPLES if options["suggest"] or reads else 0,
        reads=reads,
        placement=certain,
    )
    sampled = _counted(traffic, sizes, what, options)
    if sampled is None:
        return COULD_NOT_TELL
    known = KnownSetup(options, placement, setup, prices, probes, live)
    return _found(known.in_region_of(sampled.tally), sampled, volume, ctx)


def _say_of_batches(setup: Setup, candidates: Sequence[CandidateFilters], options: Mapping[str, Any]) -> None:
    """Say what of a template is not taken over."""
    of_templates = any(one.service for one in candidates)
    if not setup.takes_batches or not of_templates:
        return
    if options["batch_size"] is None and batch_size_told(candidates) is None:
        message(
            f"the template tells no batch size: {setup.batch_size} is taken; say --batch-size if it is another"
        )
    window = max(one.window for one in candidates)
    if window and options["window"] is None:
        message(
            f"batches are taken to be full: with --window {window}s, as the template has it, they are formed by time"
        )


def _recognised(traffic: Traffic, service: str | None) -> str | None:
    """The name of the source that the first event tells, if the service reads from there."""
    source = traffic.source()
    if source is not None and service is not None and service not in source.services:
        return None  # each record is told to contradict the service
    return source.name if source is not None else None


def _reads(options: Mapping[str, Any], placement: Placement) -> tuple[str, ...]:
    if options["reads"] is None:
        return ()
    if placement.source is None or placement.source.name != "dynamodb":
        raise click.UsageError("--reads is for the records of a DynamoDB stream: say --source dynamodb")
    try:
        paths = tuple(path.strip() for path in typed_paths(options["reads"], "--reads"))
        read_condition(paths)
    except InvalidCondition as fault:
        raise click.UsageError(f"--reads: {fault}") from None
    return paths


def _counted(
    traffic: Traffic, sizes: list[tuple[str, int | None]], what: Tallying, options: Mapping[str, Any]
) -> SampledTraffic | None:
    """What was counted of the traffic; None if that cannot be told."""
    sampled = SampledTraffic(what, options["sample"], options["seed"])
    try:
        counting = closing(sampled.pieces(traffic, sizes, options["jobs"]))
        with counting as pieces, traffic_progress(dict(sizes), prints=False) as advance:
            for name, read, events in pieces:
                advance(name, read, events)
    except KeyboardInterrupt:
        sampled.is_partial = True
    except WorkerDied as error:
        message(f"Error: {error}")
        return None
    for name, fault in sampled.faults:
        if fault.problem is not None:
            message(fault.problem.shown(shown_name(name)).partition("\n")[0])
        else:
            message(f"{shown_name(name)}:{fault.line}:{fault.column}  {fault.reason}")
    for name, reason in sampled.unreadable:
        message(f"{shown_name(name)}: {reason}")
    report_commas(sampled.tally.commas, sampled.first_comma)
    return sampled


def _found(known: KnownSetup, sampled: SampledTraffic, volume: Volume | None, ctx: click.Context) -> int:
    """Estimate and print what was counted."""
    tally = sampled.tally
    if not tally.events:
        if sampled.is_partial:
            message("interrupted")
            return INTERRUPTED
        message("there are no events in it" if not tally.malformed else "no event could be judged")
        return COULD_NOT_TELL
    try:
        volume = volume or volume_of_span(sampled.events_in_all, tally.first, tally.last, drawn=sampled.drawn)
    except NoVolume as error:
        raise InputError(str(error)) from None
    extent = Extent(sampled.of, sampled.is_partial, tuple(sampled.unreadable))
    found = estimate_of(tally, known.probes, known.setup, known.prices, volume, extent)
    try:
        complete = _next(known, found, volume)
    except KeyboardInterrupt:
        print_found(Found(found), known.options, ctx)
        message("interrupted: this is without what to filter next")
        return INTERRUPTED
    print_found(complete, known.options, ctx)
    return _code(found)


def _next(known: KnownSetup, found: Estimate, volume: Volume) -> Found:
    """With what to filter next, if that was asked for."""
    examples = found.tally.examples
    if examples is None:
        return Found(found)
    source = known.placement.source
    records = ExampleRecords(examples, known.placement.usual_service, source)
    costs = Costs(found.tally, known.setup, known.prices, volume)
    first = found.candidates[0]
    criteria = known.probes.candidates[0].criteria if known.probes.candidates else FilterCriteria(())
    unread, reads = None, found.tally.reads
    if reads is not None:
        is_all = found.extent.of is None and not found.extent.partial and not found.extent.unreadable
        try:
            unread = unread_changes(reads, records, first, criteria, costs, is_all=is_all)
        except InvalidCondition as fault:
            raise click.UsageError(f"--reads: {fault}") from None
    suggested = suggestions(records, first, criteria, costs, source) if known.options["suggest"] else None
    return Found(found, suggested, unread, is_all=examples.is_all)


def _code(found: Estimate) -> int:
    if found.extent.partial:
        return INTERRUPTED
    if found.tally.malformed or found.tally.undecided or found.extent.unreadable or found.unknown:
        if found.tally.malformed > MOST_FAULTS:
            message(f"{counted(found.tally.malformed, 'malformed event')} in all")
        return COULD_NOT_TELL
    has_filters = bool(found.candidates[0].name)
    saves = any(one.saved is not None and one.saved[1] > 0 for one in found.candidates)
    return NO if has_filters and not saves else YES
