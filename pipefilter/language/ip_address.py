"""IP addresses as AWS's engine compares them: by their hexadecimal digits, from the left.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-ip-matching
"""

from __future__ import annotations

import re
from dataclasses import field

from pipefilter.dataclass import dataclass
from pipefilter.language.comparable import Comparable, JsonLiteral

__all__ = ["AddressRange", "digits_of", "looks_like_address"]

_IPV4_FORM = re.compile(r"[0-9]+(?:\.[0-9]+){3}\Z")
_IPV6_FORM = re.compile(r"[0-9a-fA-F:]*:[0-9a-fA-F:]*\Z")
_HEX = frozenset("0123456789ABCDEF")
_MAX_IPV4 = 15
_IPV4_DIGITS = 8
_GROUPS = 8
_MAX_GROUP = 0xFFFF


def looks_like_address(text: str) -> bool:
    """Whether the text has the form of an address, valid or not."""
    return bool(_IPV4_FORM.match(text)) or (":" in text and bool(_IPV6_FORM.match(text)))


def digits_of(text: str) -> str | None:
    """The address as 8 or 32 hexadecimal digits in capitals; None if the text is not a valid address."""
    if _IPV4_FORM.match(text):
        parts = [int(part) for part in text.split(".")] if len(text) <= _MAX_IPV4 else [256]
        return "".join(f"{part:02X}" for part in parts) if max(parts) < 256 else None
    if ":" in text and _IPV6_FORM.match(text):
        groups = _groups(text)
        if groups is None:
            return None
        if groups[:6] == [0, 0, 0, 0, 0, _MAX_GROUP]:  # an IPv4-mapped IPv6 address
            groups = groups[6:]
        return "".join(f"{group:04X}" for group in groups)
    return None


def _groups(text: str) -> list[int] | None:
    head, gap, tail = text.partition("::")
    before = head.split(":") if head else []
    after = tail.split(":") if tail else []
    groups = before + after
    if not all(groups) or any(len(group.lstrip("0")) > 4 for group in groups):
        return None  # an empty group: a colon too many
    left_out = _GROUPS - len(groups)
    if (left_out < 1) if gap else (left_out != 0):
        return None
    values = [int(group, 16) for group in groups]
    return values[: len(before)] + [0] * (left_out if gap else 0) + values[len(before) :]


@dataclass(frozen=True, slots=True)
class AddressRange:
    """The addresses from `low` to `high`, which are digits of one length."""

    low: str
    high: str
    _ipv4: tuple[bytes, bytes] | None = field(init=False, repr=False, compare=False)
    """The bounds as bytes if they are IPv4 addresses, which is faster to compare."""

    def __post_init__(self) -> None:
        both = (bytes.fromhex(self.low), bytes.fromhex(self.high)) if len(self.low) == _IPV4_DIGITS else None
        object.__setattr__(self, "_ipv4", both)

    def holds(self, value: Comparable) -> bool:
        """Whether a value lies in the range.

        A string can lie in it if it is an address. A number that is compared by its text is treated as if that text
        were hexadecimal digits: AWS's engine does so, surely without intent.
        """
        if isinstance(value, str):
            if self._ipv4 is not None and _IPV4_FORM.match(value):
                try:
                    packed = bytes(map(int, value.split("."))) if len(value) <= _MAX_IPV4 else b""
                except ValueError:  # 256 or more is not a byte
                    return False
                return self._ipv4[0] <= packed <= self._ipv4[1]
            digits = digits_of(value)
            return digits is not None and self.holds_address(digits)
        return isinstance(value, JsonLiteral) and self._holds_digits(value.text)

    def holds_address(self, digits: str) -> bool:
        """Whether an address, given by its hexadecimal digits, lies in the range.

        AWS's engine compares digit by digit. Of an address that has fewer digits than the bounds, it finds out only
        whether it lies between their first digits.
        """
        length = len(self.low)
        if len(digits) >= length:
            return self.low <= digits[:length] <= self.high
        return self.low[: len(digits)] < digits < self.high[: len(digits)]

    def _holds_digits(self, digits: str) -> bool:
        low, high = self.low, self.high
        for i in range(1, min(len(digits), len(low)) + 1):
            if digits[i - 1] not in _HEX:
                return False
            if low[:i] < digits[:i] < high[:i]:
                return True
        return low <= digits[: len(low)] <= high and len(digits) >= len(low)
