"""In which region records come about: `awsRegion`, the region in the ARN of their source, `region` of a bus event."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pipefilter.costs.setup import Setup
from pipefilter.json_text.raw_object import RawObject

__all__ = ["doubts_about_region", "in_agreed_region", "region_in_line", "region_of_event", "region_of_record"]

_NAME = r"[a-z]{2,4}(?:-[a-z]{2,14}){1,3}-[0-9]{1,2}"
_IS_NAME = re.compile(_NAME)
_ARN = re.compile(rf"arn:[a-z-]{{3,20}}:[a-z0-9-]{{1,40}}:({_NAME}):")
_IN_LINE = (
    (b'"awsRegion"', re.compile(rf'"awsRegion"[ \t\r]*:[ \t\r]*"({_NAME})"'.encode())),
    (b'"eventSourceA', re.compile(rf'"eventSourceA(?:RN|rn)"[ \t\r]*:[ \t\r]*"{_ARN.pattern}'.encode())),
)
"""How a name begins, which is found fast, and the name with its value."""


def region_of_record(record: RawObject) -> str | None:
    """The region of a record of a stream, queue or broker, or of what it came in; None if it does not tell.

    Args:
        record: or its wrapper.
    """
    told = record.get("awsRegion")
    if told is not None and _IS_NAME.fullmatch(told[1:-1]):
        return told[1:-1]
    for name in ("eventSourceARN", "eventSourceArn"):
        arn = _ARN.match((record.get(name) or "")[1:])
        if arn is not None:
            return arn[1]
    return None


def region_of_event(event: RawObject) -> str | None:
    """The region of an event on a bus; None if it does not tell.

    Args:
        event: the whole of it.
    """
    told = (event.get("region") or "")[1:-1]
    return told if _IS_NAME.fullmatch(told) else None


def region_in_line(line: bytes) -> str | None:
    """The region of a record of a table's stream by its line, in which no other string has one of these names.

    Args:
        line: with one record.
    """
    for begin, member in _IN_LINE:
        at = line.find(begin)
        found = member.match(line, at) if at >= 0 else None
        if found is not None:
            return found[1].decode()
    return None


def in_agreed_region(setup: Setup, regions: Counter[str]) -> Setup:
    """A setup in the region of all the records that tell one, unless a region was given or they do not agree.

    Args:
        setup: any.
        regions: in how many records each is told.
    """
    if setup.region_basis == "given" or len(regions) != 1:
        return setup
    return replace(setup, region=next(iter(regions)), region_basis="records")


def doubts_about_region(regions: Counter[str], setup: Setup) -> Iterator[str]:
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
