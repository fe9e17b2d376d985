"""The prices of an estimate: those of a file go before those asked for now, and these before those that came along."""

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
"""The path of a file of prices, or prices that are read already."""


def own_prices(given: PricesInput | None) -> Prices:
    """The prices that a caller gives.

    Args:
        given: them, or their file; None for none.

    Raises:
        InvalidPrices: there are none in the file.
        UnreadableInput: it cannot be read.
    """
    if given is None:
        return Prices()
    if isinstance(given, Prices):
        return given
    if not isinstance(given, str | PurePath):
        raise InvalidPrices(f"prices are read from a file, not from {type(given).__name__}")
    name = str(given)
    try:
        return read_prices(file_contents(name))
    except InvalidPrices as error:
        raise InvalidPrices(f"{shown_name(name)}: {error}") from None


def known_prices(own: Prices, live: Prices | None) -> Prices:
    """All that are known.

    Args:
        own: that a caller gives.
        live: that AWS was asked for; None if it was not.
    """
    return own.over((live or Prices()).over(shipped_prices()))


def live_prices_in(region: str) -> Prices:
    """What AWS says now, or said within a day.

    Args:
        region: whose prices.

    Raises:
        UnreadableInput: AWS cannot be asked.
    """
    from pipefilter.aws.prices.price_list import price_list_products  # noqa: PLC0415 - only if it is asked
    from pipefilter.costs.prices.cache import prices_by_cache  # noqa: PLC0415 - likewise
    from pipefilter.costs.prices.live import live_prices  # noqa: PLC0415 - likewise

    def ask() -> Prices:
        def products(code: str, filters: Mapping[str, str]) -> Any:  # noqa: ANN401 - what the API says
            return price_list_products(code, region, filters)

        return live_prices(region, products, datetime.now(UTC).date())

    try:
        return prices_by_cache(region, ask)
    except UnreadableInput as error:
        raise UnreadableInput(f"cannot ask for prices: {error}") from None
