"""The region of records: `awsRegion`, the region in the ARN of their source, or `region` of an event on a bus."""

from __future__ import annotations

import re

from pipefilter.json_text.raw_object import RawObject

__all__ = ["region_in_line", "region_of_arn", "region_of_event", "region_of_record"]

_NAME = r"[a-z]{2,4}(?:-[a-z]{2,14}){1,3}-[0-9]{1,2}"
_IS_NAME = re.compile(_NAME)
_ARN = re.compile(rf"arn:[a-z-]{{3,20}}:[a-z0-9-]{{1,40}}:({_NAME}):")
_IN_LINE = (
    (b'"awsRegion"', re.compile(rf'"awsRegion"[ \t\r]*:[ \t\r]*"({_NAME})"'.encode())),
    (b'"eventSourceA', re.compile(rf'"eventSourceA(?:RN|rn)"[ \t\r]*:[ \t\r]*"{_ARN.pattern}'.encode())),
)
"""The beginning of each name, which is found fast, and the name with its value."""


def region_of_record(record: RawObject) -> str | None:
    """The region of a record of a stream, queue or broker, or of its wrapper; None if there is none."""
    region = record.get("awsRegion")
    if region is not None and _IS_NAME.fullmatch(region[1:-1]):
        return region[1:-1]
    for name in ("eventSourceARN", "eventSourceArn"):
        arn = _ARN.match((record.get(name) or "")[1:])
        if arn is not None:
            return arn[1]
    return None


def region_of_arn(text: str | None) -> str | None:
    """The region in an ARN; None if there is none."""
    arn = _ARN.match(text or "")
    return arn[1] if arn is not None else None


def region_of_event(event: RawObject) -> str | None:
    """The region of an event on a bus; None if there is none."""
    region = (event.get("region") or "")[1:-1]
    return region if _IS_NAME.fullmatch(region) else None


def region_in_line(line: bytes) -> str | None:
    """The region in the line of a DynamoDB stream's record, in which no other string has one of these names."""
    for begin, member in _IN_LINE:
        at = line.find(begin)
        match = member.match(line, at) if at >= 0 else None
        if match is not None:
            return match[1].decode()
    return None
