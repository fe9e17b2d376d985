"""Parses amounts, dates and names of regions in prices."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

__all__ = ["amount", "is_iso_date", "is_region_name"]

# An exponent has at most two digits: 1e999999999 is short to write, but fills the memory as a fraction.
_AMOUNT = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,60})?(?:[eE][+-]?[0-9]{1,2})?")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
_REGION_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_MAX_REGION_NAME = 40


def amount(text: str) -> Decimal | None:
    """The exact value of a number; None if it is not a number from 0 up, or too long."""
    return Decimal(text) if _AMOUNT.fullmatch(text) else None


def is_iso_date(text: str) -> bool:
    """Whether a text is a date in ISO 8601, such as `2026-10-01`."""
    if not _ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_region_name(text: str) -> bool:
    """Whether a region could have that name, which is then also safe in a file name."""
    return len(text) <= _MAX_REGION_NAME and _REGION_NAME.fullmatch(text) is not None
