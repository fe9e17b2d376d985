"""Prices that were asked for, kept for a day in the user's cache folder."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pipefilter.costs.prices.file import InvalidPrices, read_prices
from pipefilter.costs.prices.live import PRICE_LIST_API
from pipefilter.costs.prices.price import Prices
from pipefilter.costs.prices.value_reading import is_region_name
from pipefilter.file_writing import replace_file

__all__ = ["cache_folder", "cached_prices", "keep_prices", "prices_by_cache"]

_FRESH = 24 * 60 * 60
_CLOCK_SKEW = 60  # of a network drive
_MAX_SIZE = 1_000_000


def prices_by_cache(region: str, ask: Callable[[], Prices]) -> Prices:
    """The prices in a region: those that are kept, else those that `ask` gives, which are then kept.

    Args:
        region: such as `eu-west-1`.
        ask: asks AWS.
    """
    kept = cached_prices(region)
    if kept is not None:
        return kept
    prices = ask()
    keep_prices(region, prices)
    return prices


def cached_prices(region: str) -> Prices | None:
    """The prices in a region that were kept less than a day ago; None if there are none that can be used.

    Args:
        region: such as `eu-west-1`.
    """
    path = _path(region)
    if path is None:
        return None
    try:
        if not path.is_file():  # a pipe would not end
            return None
        status = path.stat()
        if status.st_size > _MAX_SIZE or not -_CLOCK_SKEW <= time.time() - status.st_mtime < _FRESH:
            return None
        prices = read_prices(path.read_bytes())
    except (OSError, InvalidPrices):
        return None
    if not prices.prices or any((one.region, one.source) != (region, PRICE_LIST_API) for one in prices.prices):
        return None  # not written by us
    return prices


def keep_prices(region: str, prices: Prices) -> None:
    """Keep the prices in a region; where that cannot be done, nothing is kept, and nothing is said.

    Args:
        region: such as `eu-west-1`.
        prices: of that region, from the Price List API; none are not kept.
    """
    path = _path(region)
    if path is None or not prices.prices:
        return
    text = json.dumps(prices.as_json(), indent=2) + "\n"
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode())


def cache_folder() -> Path | None:
    """Where this user's cached files of pipefilter are; None if that cannot be told."""
    try:
        return _folder_of_caches() / "pipefilter"
    except RuntimeError:  # no home
        return None


def _folder_of_caches() -> Path:
    if sys.platform == "win32":
        return _named_in("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    # https://specifications.freedesktop.org/basedir-spec/latest/: a relative path is to be ignored
    default = Path("Library", "Caches") if sys.platform == "darwin" else Path(".cache")
    return _named_in("XDG_CACHE_HOME") or Path.home() / default


def _named_in(variable: str) -> Path | None:
    path = Path(os.environ.get(variable, ""))
    return path if path.is_absolute() else None


def _path(region: str) -> Path | None:
    folder = cache_folder()
    return folder / f"prices-{region}.json" if folder and is_region_name(region) else None
