"""What is known of an estimate beside the traffic: where the filters run, with what settings, and the prices there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipefilter.cli.estimate_settings import live_prices_of
from pipefilter.cli.output import message
from pipefilter.costs.price import Prices
from pipefilter.costs.price_file import shipped_prices
from pipefilter.costs.probe import Probes
from pipefilter.costs.record_region import in_agreed_region
from pipefilter.costs.setup import Setup
from pipefilter.costs.tally import Tally
from pipefilter.filtering.placement import Placement

__all__ = ["KnownSetup"]


@dataclass(frozen=True, slots=True)
class KnownSetup:
    """All that is known beside the traffic.

    Args:
        options: of the command, by their names.
        placement: where the records are from, and where the filters run.
        setup: with its settings.
        own_prices: of the user's file.
        probes: what is asked of each event.
        live: prices that AWS was asked for; None if it was not.
    """

    options: Mapping[str, Any]
    placement: Placement
    setup: Setup
    own_prices: Prices
    probes: Probes
    live: Prices | None = None

    @property
    def prices(self) -> Prices:
        """All that are known: those of a file before those asked for now, and these before those that came along."""
        return self.own_prices.over((self.live or Prices()).over(shipped_prices()))

    def in_region_of(self, tally: Tally) -> KnownSetup:
        """With the region of the records, unless another was given.

        Args:
            tally: of the records.

        Raises:
            InputError: AWS cannot be asked for its prices.
        """
        if self.setup.region_basis == "given":
            return self
        setup = in_agreed_region(self.setup, tally.regions)
        if setup.region != self.setup.region:
            message(f"prices of {setup.region}, as the records are from there; --region takes another's")
        elif len(tally.regions) > 1:
            message(
                f"prices of {setup.region}, as the records are of several regions; --region takes another's"
            )
        live = live_prices_of(setup.region) if self.options["live"] and tally.events else None
        return replace(self, setup=setup, live=live)
