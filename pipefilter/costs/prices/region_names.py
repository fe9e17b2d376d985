"""The names of the AWS Regions, so that a mistyped name is not mistaken for a region without prices."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from pipefilter.costs.prices.value_reading import is_region_name

__all__ = ["DEFAULT_REGION", "REGION_NAMES", "unknown_region"]

DEFAULT_REGION = "us-east-1"
"""The region with the most known prices, which is the default."""

REGION_NAMES = frozenset(
    [
        "af-south-1",
        "ap-east-1",
        "ap-east-2",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-south-2",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-central-1",
        "ca-west-1",
        "eu-central-1",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "il-central-1",
        "me-central-1",
        "me-south-1",
        "me-west-1",
        "mx-central-1",
        "sa-east-1",
        "sa-west-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
        "cn-north-1",
        "cn-northwest-1",
        "us-gov-east-1",
        "us-gov-west-1",
        "eusc-de-east-1",
        "us-iso-east-1",
        "us-iso-west-1",
        "us-isob-east-1",
        "us-isob-west-1",
        "eu-isoe-west-1",
        "us-isof-east-1",
        "us-isof-south-1",
    ]
)
"""As botocore has them: https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json"""


def unknown_region(name: str, priced: Collection[str]) -> str | None:
    """Why a name is not that of a region, in a clause; None if it is.

    Args:
        priced: regions of the user's own prices, which may be newer than this list.
    """
    if name in REGION_NAMES or name in priced:
        return None
    wrong = f"{name} is not a Region" if is_region_name(name) else f"{name} is not a valid Region name"
    written = "-".join(name.lower().split())
    close = difflib.get_close_matches(written, sorted(REGION_NAMES | set(priced)), n=9)
    if not close:
        return f"{wrong}, such as eu-west-1; for a new Region, give a file with its prices"
    likeness = {each: difflib.SequenceMatcher(None, each, written).ratio() for each in close}
    return f"{wrong}: did you mean {min(close, key=lambda each: (-likeness[each], each))}?"
