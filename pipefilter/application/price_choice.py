"""Chooses the prices of an estimate: those in a file override live prices, and live prices override the built-in ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any, TypeAlias

from pipefilter.application.input_files import file_contents, shown_name
from pipefilter.costs.prices.file import InvalidPrices, read_prices, shipped_prices
from pipefilter.costs.prices.price import Prices
from pipefilter.errors import UnreadableInput

__all__ = ["PricesInput", "known_prices", "live_prices_in", "own_prices"]

PricesInput: TypeAlias = str | PurePath | Prices
"""The path of a file of prices, or prices that are already read."""


def own_prices(prices: PricesInput | None) -> Prices:
    """The prices that a caller gives, or those in the file that a caller names; none for None.

    Raises:
        InvalidPrices: the file has no prices.
        UnreadableInput: it cannot be read.
    """
    if prices is None:
        return Prices()
    if isinstance(prices, Prices):
        return prices
    if not isinstance(prices, str | PurePath):
        raise InvalidPrices(f"prices must be Prices or the path of a file, not {type(prices).__name__}")
    name = str(prices)
    try:
        return read_prices(file_contents(name))
    except InvalidPrices as error:
        raise InvalidPrices(f"{shown_name(name)}: {error}") from None


def known_prices(own: Prices, live: Prices | None) -> Prices:
    """All known prices, with those of AWS if it was asked."""
    return own.over((live or Prices()).over(shipped_prices()))


def live_prices_in(region: str) -> Prices:
    """The prices that AWS has now, or had within the last day.

    Raises:
        UnreadableInput: AWS cannot be asked.
    """
    from pipefilter.aws.prices.price_list import price_list_products
    from pipefilter.costs.prices.cache import prices_by_cache
    from pipefilter.costs.prices.live import live_prices

    def ask() -> Prices:
        def products(code: str, filters: Mapping[str, str]) -> Any:  # noqa: ANN401 - of the API
            return price_list_products(code, region, filters)

        return live_prices(region, products, datetime.now(UTC).date())

    try:
        return prices_by_cache(region, ask)
    except UnreadableInput as error:
        raise UnreadableInput(f"cannot get prices from AWS: {error}") from None
