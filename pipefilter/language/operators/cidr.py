"""An IP address in a block: `{"sourceIPAddress": [{"cidr": "10.0.0.0/24"}]}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import ClassVar, Self

from pipefilter.dataclass import dataclass
from pipefilter.errors import ProblemKind
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.language.comparable import Comparable
from pipefilter.language.ip_address import AddressRange, digits_of, looks_like_address
from pipefilter.language.operator import Operator
from pipefilter.language.parser_state import ParserState
from pipefilter.override import override

__all__ = ["Cidr"]

NOT_TEXT = ProblemKind(
    "PF212",
    "cidr without a string: it requires a string",
    "prefix match pattern must be a string",
    "`cidr` requires a string. AWS's message mentions prefix here.",
    'write {{"cidr": "10.0.0.0/24"}}; for several networks, repeat the operator',
)
NO_SLASH = ProblemKind(
    "PF250",
    "CIDR block without a slash: write an address, a slash and the mask",
    "Malformed CIDR, one '/' required",
    "A block is written as an address, a slash and the number of mask bits.",
    "for a single address, put the address itself into the list, without cidr",
)
NOT_AN_INTEGER = ProblemKind(
    "PF251",
    "CIDR mask is not an integer: write it as in 10.0.0.0/24",
    "Malformed CIDR, mask bits must be an integer",
    "The slash must be followed by the number of mask bits.",
    "write 10.0.0.0/24",
)
NEGATIVE = ProblemKind(
    "PF252",
    "CIDR mask is negative: write it as in 10.0.0.0/24",
    "Malformed CIDR, mask bits must not be negative",
    "The slash must be followed by the number of mask bits.",
    "write 10.0.0.0/24",
)
NONSTANDARD = ProblemKind(
    "PF253",
    "Nonstandard IP address: AWS accepts only plain IPv4 and IPv6 addresses",
    "Nonstandard IP address: {address}",
    "The slash must be preceded by an IPv4 address with four parts, or an IPv6 address without a zone and "
    "without a dotted part.",
    "write 10.0.0.0/24 or 2001:db8::/32",
)
INVALID = ProblemKind(
    "PF254",
    "Invalid IP address: AWS cannot read it",
    "Invalid IP address: {address}",
    "The slash must be preceded by an IPv4 address with four parts up to 255, or an IPv6 address.",
    "write 10.0.0.0/24 or 2001:db8::/32",
)
IPV4_MASK = ProblemKind(
    "PF255",
    "IPv4 mask too long: a block has at most 31 mask bits",
    "IPv4 mask bits must be < 32",
    "A block of IPv4 addresses has at most 31 mask bits.",
    "for a single address, put the address itself into the list, without cidr",
)
IPV6_MASK = ProblemKind(
    "PF256",
    "IPv6 mask too long: a block has at most 127 mask bits",
    "IPv6 mask bits must be < 128",
    "A block of IPv6 addresses has at most 127 mask bits.",
    "for a single address, put the address itself into the list, without cidr",
)

_INTEGER = re.compile(r"[+-]?\d+\Z")
_IPV4_DIGITS = 8


def _mask(text: str) -> int | None:
    """The number as Java reads it: digits of any script in the BMP, an optional sign, 32 bits."""
    if not _INTEGER.match(text) or max(text) > "\uffff":
        return None
    digits = text.lstrip("+-").lstrip("0")
    if len(digits) > 10:
        return None
    value = int(text)
    return value if -(2**31) <= value < 2**31 else None


def _range(text: str, fault: type[_CidrFault]) -> AddressRange:
    parts = text.split("/")
    while parts and not parts[-1]:  # Java's split drops empty parts at the end
        parts.pop()
    if len(parts) != 2:
        raise fault(NO_SLASH)
    address, mask_text = parts
    mask = _mask(mask_text)
    if mask is None:
        raise fault(NOT_AN_INTEGER)
    if mask < 0:
        raise fault(NEGATIVE)
    if not looks_like_address(address):
        raise fault(NONSTANDARD, address)
    digits = digits_of(address)
    if digits is None:
        raise fault(INVALID, address)
    bits = 4 * len(digits)
    if mask >= bits:
        raise fault(IPV4_MASK if len(digits) == _IPV4_DIGITS else IPV6_MASK)
    free = (1 << (bits - mask)) - 1
    value = int(digits, 16)
    width = len(digits)
    return AddressRange(f"{value & ~free:0{width}X}", f"{value | free:0{width}X}")


class _CidrFault(ValueError):
    """The text is not a block of addresses."""

    def __init__(self, kind: ProblemKind, address: str = "") -> None:
        super().__init__(kind.message.format(address=address))
        self.kind = kind
        self.address = address


@dataclass(frozen=True, slots=True)
class Cidr(Operator):
    """A string that is an IP address within a block."""

    keyword: ClassVar[str] = "cidr"
    forms: ClassVar[tuple[str, ...]] = ('{"cidr": "10.0.0.0/24"}', '{"cidr": "2001:db8::/32"}')
    meaning: ClassVar[str] = "The value is a string with an IP address (IPv4 or IPv6) in this block."
    traps: ClassVar[tuple[str, ...]] = (
        "`/32` and `/128` are rejected: for a single address, put the address itself into the list.",
        "An IPv4 block matches IPv6 addresses that start with the same hexadecimal digits: `32.1.0.0/16` matches "
        "`2001:db8::1`.",
        "A number is compared as if its digits were the hexadecimal digits of an address.",
    )
    url: ClassVar[str] = (
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"
        "#eb-filtering-ip-matching"
    )

    block: str
    _addresses: AddressRange = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_addresses", _range(self.block, _CidrFault))

    @classmethod
    @override
    def read(cls, state: ParserState) -> Self:
        block = state.text_operand(NOT_TEXT)
        try:
            return cls(block)
        except _CidrFault as fault:
            raise state.fault(fault.kind, placed=False, address=fault.address) from None

    @override
    def operand(self) -> Json:
        return self.block

    @override
    def holds(self, value: Comparable) -> bool:
        return self._addresses.holds(value)

    @property
    @override
    def addresses(self) -> AddressRange:
        return self._addresses

    @override
    def words(self) -> str:
        return f"is an IP address in {self.block}"

    @override
    def boundary_values(self, filler: str) -> Iterator[Scalar]:
        for digits in (self._addresses.low, self._addresses.high):
            value = int(digits, 16)
            limit = 16 ** len(digits)
            for near in (value, value + 1, value - 1):
                if 0 <= near < limit:
                    yield _address_text(near, len(digits))
        yield from (self.block, filler, "10.0.0.1", "::1")


def _address_text(value: int, width: int) -> str:
    if width == _IPV4_DIGITS:
        return ".".join(str(byte) for byte in value.to_bytes(4, "big"))
    digits = f"{value:032x}"
    return ":".join(digits[i : i + 4] for i in range(0, 32, 4))
