"""The region whose prices are used: that of the records, unless they disagree or the user gives one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pipefilter.costs.billing.setup import Setup

__all__ = ["in_agreed_region", "region_caveats"]


def in_agreed_region(setup: Setup, regions: Counter[str]) -> Setup:
    """The setup in the region of the records, unless the user gives one or the records disagree."""
    if setup.region_basis == "given" or len(regions) != 1:
        return setup
    return replace(setup, region=next(iter(regions)), region_basis="records")


def region_caveats(regions: Counter[str], setup: Setup) -> Iterator[str]:
    """What is to be known about the region, in clauses."""
    names = ", ".join(f"{name} ({count:,})" for name, count in regions.most_common(3))
    more = f" and {len(regions) - 3} more" if len(regions) > 3 else ""
    if setup.region_basis == "default" and len(regions) > 1:
        yield (
            f"the records are of {len(regions)} regions, {names}{more}: the prices are those of {setup.region}; "
            "say --region if another's count"
        )
    elif setup.region_basis == "given" and regions and setup.region not in regions:
        yield f"the records are of {names}{more}, and the prices of {setup.region}, as --region says"
