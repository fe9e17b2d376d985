"""What the options of `pipefilter estimate` say of the setup: batches, calls, prices and the month."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from pipefilter.cli.inputs import InputError, file_bytes, shown_name
from pipefilter.costs.metric_totals import InvalidTotals, volume_of_metric, volume_of_rate_text
from pipefilter.costs.price import Prices
from pipefilter.costs.price_file import InvalidPrices, read_prices
from pipefilter.costs.region_names import DEFAULT_REGION, unknown_region
from pipefilter.costs.setup import Call, CallKind, Setup, usual_batch_size
from pipefilter.costs.volume import Volume, count_of, seconds_of
from pipefilter.errors import UnreadableInput
from pipefilter.json_text.tree import decoded
from pipefilter.services.service import Service

__all__ = ["check_region", "live_prices_of", "prices_of_file", "setup_of", "volume_given"]

_LONGEST_WINDOW = 300
"""Seconds: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html"""
_LONGEST_CALL = 900_000
_MEMORY = range(64, 32_769)
"""In MB, of functions and of workflows."""


def _milliseconds(given: Mapping[str, Any], option: str) -> Fraction | None:
    text = given[option]
    if text is None:
        return None
    seconds = seconds_of(text, "ms")
    name = option.replace("_", "-")
    if text.isascii() and text.replace(".", "", 1).isdigit():
        raise click.UsageError(f"--{name}: {text} has no unit: write {text}ms or {text}s")
    if seconds is None:
        raise click.UsageError(f"--{name}: {text} is no time, such as 120ms or 2s")
    if seconds * 1000 > _LONGEST_CALL:
        raise click.UsageError(f"--{name}: no call takes {text}; 15 minutes is the longest")
    return seconds * 1000


def _megabytes(given: Mapping[str, Any], option: str) -> int | None:
    text = given[option]
    if text is None:
        return None
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(_MEMORY[-1]))
    if not is_number or int(text) not in _MEMORY:
        name = option.replace("_", "-")
        range_ = f" from {_MEMORY[0]} to {_MEMORY[-1]:,}" if is_number else ""
        raise click.UsageError(f"--{name}: {text} is not a number of MB{range_}, such as 512")
    return int(text)


def setup_of(given: Mapping[str, Any], service: Service, source: str) -> Setup:
    """Where the filters run, with the settings that were given.

    Args:
        given: the options, by their names.
        service: where.
        source: the name of the source; "" if it is not known.

    Raises:
        click.UsageError: they do not go together.
    """
    name = service.name
    if name not in ("pipe", "lambda") and (given["batch_size"] or given["window"]):
        raise click.UsageError(
            f"--batch-size and --window are for pipe and lambda; a {name} takes events one by one"
        )
    if given["enrichment"] and name != "pipe":
        raise click.UsageError("--enrichment is for a pipe")
    if given["target"] and name == "lambda":
        raise click.UsageError("--target is for a pipe or a rule: an event source mapping calls its function")
    if not given["enrichment"] and (given["enrichment_memory"] or given["enrichment_duration"]):
        raise click.UsageError("--enrichment-memory and --enrichment-duration need --enrichment")
    times = {
        option: _milliseconds(given, option) for option in ("duration", "per_record", "enrichment_duration")
    }
    target, function = _calls(given, name, times)
    enrichment = None
    if given["enrichment"]:
        enrichment = Call(
            given["enrichment"],
            _memory_of(given["enrichment"], _megabytes(given, "enrichment_memory")),
            times["enrichment_duration"],
            architecture=given["arch"],
        )
    return Setup(
        service,
        source,
        given["region"] or DEFAULT_REGION,
        given["batch_size"] or usual_batch_size(name, source),
        _window(given["window"]),
        function,
        enrichment,
        target,
        given["free_tier"],
        "given" if given["region"] else "default",
    )


def _calls(
    given: Mapping[str, Any], service: str, times: Mapping[str, Fraction | None]
) -> tuple[Call | None, Call | None]:
    """The target, and the function of an event source mapping."""
    kind: CallKind | None = "lambda" if service == "lambda" else given["target"]
    about_calls = [option for option in ("memory", "duration", "per_record") if given[option] is not None]
    if kind not in ("lambda", "step-functions-express"):
        if about_calls:
            name = about_calls[0].replace("_", "-")
            raise click.UsageError(f"--{name} is for a function: say --service lambda, or --target lambda")
        return (Call(kind) if kind else None), None
    memory = _megabytes(given, "memory")
    if (memory is None and kind == "lambda") != (given["duration"] is None) and about_calls:
        raise click.UsageError("--memory and --duration go together: duration is billed by the GB-second")
    call = Call(
        kind,
        _memory_of(kind, memory),
        times["duration"],
        times["per_record"] or Fraction(0),
        given["arch"],
    )
    return (None, call) if service == "lambda" else (call, None)


def _memory_of(kind: str, given: int | None) -> int | None:
    # an Express Workflow is counted with 64 MB at least
    return 64 if given is None and kind == "step-functions-express" else given


def _window(text: str | None) -> Fraction | None:
    if text is None:
        return None
    seconds = seconds_of(text)
    if seconds is None or seconds > _LONGEST_WINDOW:
        raise click.UsageError(f"--window: {text} is no time up to 300s, such as 5s")
    return seconds


def volume_given(given: Mapping[str, Any]) -> Volume | None:
    """How many events a month there are, if that was given; else the sample's times tell.

    Args:
        given: the options, by their names.

    Raises:
        click.UsageError: it is no number.
        InputError: the file does not tell.
    """
    if given["per_month"] is not None and given["totals"] is not None:
        raise click.UsageError("--per-month and --totals say the same: give one")
    if given["per_month"] is not None:
        events = count_of(given["per_month"])
        if not events:
            raise click.UsageError(f"--per-month: {given['per_month']} is no number of events, such as 20M")
        return Volume(events, "--per-month")
    totals = given["totals"]
    if totals is None:
        return None
    volume = None if Path(totals).exists() else volume_of_rate_text(totals)
    if volume is not None:
        return volume
    try:
        return volume_of_metric(decoded(file_bytes(totals)))
    except UnicodeDecodeError:
        raise InputError(f"{shown_name(totals)}: this is no text: save it as UTF-8") from None
    except InvalidTotals as error:
        raise InputError(f"{shown_name(totals)}: {error}") from None


def prices_of_file(name: str | None) -> Prices:
    """The prices in a file.

    Args:
        name: of it; None for no prices.

    Raises:
        InputError: there are none in it.
    """
    if name is None:
        return Prices()
    try:
        return read_prices(file_bytes(name))
    except InvalidPrices as error:
        raise InputError(f"{shown_name(name)}: {error}") from None


def check_region(name: str | None, priced: Collection[str]) -> None:
    """See that there is such a region.

    Args:
        name: as it was given; None if it was not.
        priced: regions of which prices are given.

    Raises:
        click.UsageError: there is none.
    """
    wrong = None if name is None else unknown_region(name, priced)
    if wrong is not None:
        raise click.UsageError(f"--region: {wrong}")


def live_prices_of(region: str) -> Prices:
    """What AWS says now, or said within a day.

    Args:
        region: whose prices.

    Raises:
        InputError: AWS cannot be asked.
    """
    from pipefilter.aws.price_list import price_list_products  # noqa: PLC0415 - only if it is asked
    from pipefilter.costs.live_prices import live_prices  # noqa: PLC0415 - likewise
    from pipefilter.costs.price_cache import prices_by_cache  # noqa: PLC0415 - likewise

    def ask() -> Prices:
        def products(code: str, filters: Mapping[str, str]) -> Any:  # noqa: ANN401 - what the API says
            return price_list_products(code, region, filters)

        return live_prices(region, products, datetime.now(UTC).date())

    try:
        return prices_by_cache(region, ask)
    except UnreadableInput as error:
        raise InputError(f"cannot ask for prices: {error}") from None
