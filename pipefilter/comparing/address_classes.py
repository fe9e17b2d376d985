"""The classes into which the operators of a field divide IP addresses, and what AWS takes for one.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-ip-matching
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address
from itertools import pairwise

from pipefilter.language.ip_address import AddressRange
from pipefilter.language.step_budget import StepBudget

__all__ = ["ADDRESS_CHARACTERS", "address_classes", "number_ranges"]

ADDRESS_CHARACTERS = frozenset("0123456789abcdefABCDEF:.")
_IPV4_DIGITS = 8
_IPV6_DIGITS = 32
_HEX = "0123456789ABCDEF"


def address_classes(ranges: Iterable[AddressRange]) -> Iterator[tuple[str, str]]:
    """An address for each class, in its usual spelling, and its hexadecimal digits; others are among them."""
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
    mapped = 0xFFFF << 32
    # an IPv4-mapped address is an IPv4 address, and the addresses around their block are not
    ipv6 |= {mapped - 1, mapped + (1 << 32)}
    yield from ((str(IPv4Address(value)), f"{value:08X}") for value in sorted(ipv4))
    yield from ((str(IPv6Address(value)), f"{value:032X}") for value in sorted(ipv6) if value >> 32 != 0xFFFF)


def number_ranges(
    ranges: Sequence[AddressRange], budget: StepBudget
) -> Iterator[tuple[str, frozenset[AddressRange]]]:
    """The sets of ranges in which the text of a number can lie: AWS takes it for the first digits of an address.

    Each comes with hexadecimal digits that lie in exactly these.

    Raises:
        TooManySteps: the budget is used up.
    """
    subsets: set[frozenset[AddressRange]] = set()
    # digits, the ranges in which they lie whatever follows, and those of which the next digits decide
    todo: deque[tuple[str, frozenset[AddressRange], list[AddressRange]]] = deque()
    todo.append(("", frozenset(), list(ranges)))
    while todo:
        text, inside, undecided = todo.popleft()
        if inside not in subsets:
            subsets.add(inside)
            yield text, inside
        bounds = (digits for each in undecided for digits in (each.low, each.high))
        nexts = {digits[len(text)] for digits in bounds if digits.startswith(text)}
        limits = [-1, *sorted(map(_HEX.index, nexts)), len(_HEX)]
        between = [_HEX[low + 1] for low, high in pairwise(limits) if high - low > 1]
        for digit in (*sorted(nexts), *between) if undecided else ():
            following = text + digit
            budget.take(1 + len(undecided) + len(inside) // 8)
            held = inside.union(each for each in undecided if each.holds_address(following))
            todo.append((following, held, [each for each in undecided if _is_start(following, each)]))


def _is_start(digits: str, of_range: AddressRange) -> bool:
    """Whether it depends on further digits whether an address lies in a range."""
    is_longer = len(of_range.low) > len(digits)
    return is_longer and (of_range.low.startswith(digits) or of_range.high.startswith(digits))


def _around(value: int, digits: int) -> set[int]:
    return {each for each in (value - 1, value, value + 1) if 0 <= each < 16**digits}
