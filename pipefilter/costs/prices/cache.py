"""Caches prices from AWS in the user's cache folder for a day."""

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
    """The prices in a region from the cache, or else from AWS, which are then cached."""
    cached = cached_prices(region)
    if cached is not None:
        return cached
    prices = ask()
    keep_prices(region, prices)
    return prices


def cached_prices(region: str) -> Prices | None:
    """The prices in a region that were cached less than a day ago; None if there are none that can be used."""
    path = _path(region)
    if path is None:
        return None
    try:
        if not path.is_file():  # a named pipe would not end
            return None
        status = path.stat()
        if status.st_size > _MAX_SIZE or not -_CLOCK_SKEW <= time.time() - status.st_mtime < _FRESH:
            return None
        prices = read_prices(path.read_bytes())
    except (OSError, InvalidPrices):
        return None
    if not prices.prices or any(
        (each.region, each.source) != (region, PRICE_LIST_API) for each in prices.prices
    ):
        return None  # not written by `keep_prices`
    return prices


def keep_prices(region: str, prices: Prices) -> None:
    """Cache the prices in a region; failures are ignored."""
    path = _path(region)
    if path is None or not prices.prices:
        return
    text = json.dumps(prices.as_json(), indent=2) + "\n"
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode())


def cache_folder() -> Path | None:
    """The folder of pipefilter's cached files; None if the user has no home."""
    try:
        return _user_caches() / "pipefilter"
    except RuntimeError:  # no home
        return None


def _user_caches() -> Path:
    if sys.platform == "win32":
        return _absolute_path_in("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    # https://specifications.freedesktop.org/basedir-spec/latest/: relative paths are ignored
    default = Path("Library", "Caches") if sys.platform == "darwin" else Path(".cache")
    return _absolute_path_in("XDG_CACHE_HOME") or Path.home() / default


def _absolute_path_in(variable: str) -> Path | None:
    path = Path(os.environ.get(variable, ""))
    return path if path.is_absolute() else None


def _path(region: str) -> Path | None:
    folder = cache_folder()
    return folder / f"prices-{region}.json" if folder and is_region_name(region) else None
