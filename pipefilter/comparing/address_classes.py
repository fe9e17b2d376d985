"""The classes into which the operators of a field divide IP addresses, and what AWS takes for one.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-ip-matching
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address

from pipefilter.language.ip_address import AddressRange

__all__ = ["ADDRESS_CHARACTERS", "address_classes", "address_subsets"]

ADDRESS_CHARACTERS = frozenset("0123456789abcdefABCDEF:.")
_IPV4_DIGITS = 8
_IPV6_DIGITS = 32
_MAX_RANGES = 8
"""Ranges of which the sets are listed that the text of a number can lie in."""


def address_classes(ranges: Iterable[AddressRange]) -> Iterator[str]:
    """An address for each class, in its usual spelling; others are among them."""
    ipv4, ipv6 = {0xC0000201}, {0x20010DB8 << 96}  # addresses for examples
    for each in ranges:
        for digits in (each.low, each.high):
            value = int(digits, 16)
            if len(digits) == _IPV4_DIGITS:
                ipv4 |= _around(value, _IPV4_DIGITS)
                ipv6 |= _around(value << 96, _IPV6_DIGITS) | _around(
                    (value << 96) + (1 << 96) - 1, _IPV6_DIGITS
                )
            else:
                ipv6 |= _around(value, _IPV6_DIGITS)
                ipv4 |= _around(value >> 96, _IPV4_DIGITS)
    mapped = (
        0xFFFF << 32
    )  # an IPv4-mapped address is an IPv4 address, and the addresses around their block are not
    ipv6 |= {mapped - 1, mapped + (1 << 32)}
    yield from (str(IPv4Address(value)) for value in sorted(ipv4))
    yield from (str(IPv6Address(value)) for value in sorted(ipv6) if value >> 32 != 0xFFFF)


def address_subsets(ranges: tuple[AddressRange, ...]) -> list[frozenset[AddressRange]] | None:
    """Sets of ranges among which is each that the digits of a number can lie in; None if they are too many.

    AWS takes the text of a number for the beginning of an address. What lies in a range lies in every wider one.
    """
    if len(ranges) > _MAX_RANGES:
        return None
    subsets = (
        frozenset(each for at, each in enumerate(ranges) if number >> at & 1)
        for number in range(1 << len(ranges))
    )
    return [
        subset
        for subset in subsets
        if all(wide in subset for each in subset for wide in ranges if _is_within(each, wide))
    ]


def _is_within(narrow: AddressRange, wide: AddressRange) -> bool:
    return len(narrow.low) == len(wide.low) and wide.low <= narrow.low and narrow.high <= wide.high


def _around(value: int, digits: int) -> set[int]:
    return {each for each in (value - 1, value, value + 1) if 0 <= each < 16**digits}
