"""What the options of `pipefilter estimate` say of the setup: batches, calls, prices and the month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from pipefilter.cli.inputs import InputError, file_bytes, shown_name
from pipefilter.errors import UnreadableInput
from pipefilter.estimate.metric_totals import InvalidTotals, volume_of_metric, volume_of_rate_text
from pipefilter.estimate.price import Prices
from pipefilter.estimate.price_file import InvalidPrices, read_prices, shipped_prices
from pipefilter.estimate.setup import Call, CallKind, Setup, usual_batch_size
from pipefilter.estimate.volume import Volume, count_of, seconds_of
from pipefilter.estimate.written_values import is_region_name
from pipefilter.json_text.tree import decoded
from pipefilter.services.service import Service

__all__ = ["prices_for", "setup_of", "volume_given"]

_LONGEST_WINDOW = 300
"""Seconds: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html"""
_LONGEST_CALL = 900_000


def _milliseconds(given: Mapping[str, Any], option: str) -> Fraction | None:
    text = given[option]
    if text is None:
        return None
    seconds = seconds_of(text, "ms")
    name = option.replace("_", "-")
    if seconds is None:
        raise click.UsageError(f"--{name}: {text} is no time, such as 120ms or 2s")
    if seconds * 1000 > _LONGEST_CALL:
        raise click.UsageError(f"--{name}: no call takes {text}; 15 minutes is the longest")
    return seconds * 1000


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
    region = given["region"]
    if not is_region_name(region):
        raise click.UsageError(f"--region: {region} is no name of a region, such as eu-west-1")
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
    target, function = _calls(given, name)
    enrichment = None
    if given["enrichment"]:
        enrichment = Call(
            given["enrichment"],
            _memory_of(given["enrichment"], given["enrichment_memory"]),
            _milliseconds(given, "enrichment_duration"),
            architecture=given["arch"],
        )
    return Setup(
        service,
        source,
        region,
        given["batch_size"] or usual_batch_size(name, source),
        _window(given["window"]),
        function,
        enrichment,
        target,
        given["free_tier"],
    )


def _calls(given: Mapping[str, Any], service: str) -> tuple[Call | None, Call | None]:
    """The target, and the function of an event source mapping."""
    kind: CallKind | None = "lambda" if service == "lambda" else given["target"]
    about_calls = [option for option in ("memory", "duration", "per_record") if given[option] is not None]
    if kind not in ("lambda", "step-functions-express"):
        if about_calls:
            name = about_calls[0].replace("_", "-")
            raise click.UsageError(f"--{name} is for a function: say --service lambda, or --target lambda")
        return (Call(kind) if kind else None), None
    if (given["memory"] is None and kind == "lambda") != (given["duration"] is None) and about_calls:
        raise click.UsageError("--memory and --duration go together: duration is billed by the GB-second")
    call = Call(
        kind,
        _memory_of(kind, given["memory"]),
        _milliseconds(given, "duration"),
        _milliseconds(given, "per_record") or Fraction(0),
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


def prices_for(given: Mapping[str, Any]) -> Prices:
    """The prices that are known: those of a file before those asked for now, and these before those that came along.

    Args:
        given: the options, by their names.

    Raises:
        InputError: the file has none, or they cannot be asked for.
    """
    known = shipped_prices()
    if given["live"]:
        known = _live(given["region"]).over(known)
    if given["prices"] is not None:
        try:
            known = read_prices(file_bytes(given["prices"])).over(known)
        except InvalidPrices as error:
            raise InputError(f"{shown_name(given['prices'])}: {error}") from None
    return known


def _live(region: str) -> Prices:
    from pipefilter.aws.price_list import price_list_products  # noqa: PLC0415 - only if it is asked
    from pipefilter.estimate.live_prices import live_prices  # noqa: PLC0415 - likewise
    from pipefilter.estimate.price_cache import prices_by_cache  # noqa: PLC0415 - likewise

    def ask() -> Prices:
        def products(code: str, filters: Mapping[str, str]) -> Any:  # noqa: ANN401 - what the API says
            return price_list_products(code, region, filters)

        return live_prices(region, products, datetime.now(UTC).date())

    try:
        return prices_by_cache(region, ask)
    except UnreadableInput as error:
        raise InputError(f"cannot ask for prices: {error}") from None
