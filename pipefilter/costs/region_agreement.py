"""The region whose prices are taken: that of the records, if they agree and none was given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pipefilter.costs.billing.setup import Setup

__all__ = ["in_agreed_region", "region_caveats"]


def in_agreed_region(setup: Setup, regions: Counter[str]) -> Setup:
    """A setup in the region of all the records that tell one, unless a region was given or they do not agree.

    Args:
        setup: any.
        regions: in how many records each is told.
    """
    if setup.region_basis == "given" or len(regions) != 1:
        return setup
    return replace(setup, region=next(iter(regions)), region_basis="records")


def region_caveats(regions: Counter[str], setup: Setup) -> Iterator[str]:
    """What is to be known of the region, in sentences.

    Args:
        regions: in how many records each is told.
        setup: with the region whose prices are taken.
    """
    shown = ", ".join(f"{name} ({count:,})" for name, count in regions.most_common(3))
    more = f" and {len(regions) - 3} more" if len(regions) > 3 else ""  # noqa: PLR2004 - those that are shown
    if setup.region_basis == "default" and len(regions) > 1:
        yield (
            f"the records are of {len(regions)} regions, {shown}{more}: the prices are those of {setup.region}; "
            "say --region if another's count"
        )
    elif setup.region_basis == "given" and regions and setup.region not in regions:
        yield f"the records are of {shown}{more}, and the prices of {setup.region}, as --region says"
