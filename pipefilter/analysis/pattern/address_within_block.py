"""Check: a `cidr` whose address is not the first of its block, as in `{"cidr": "10.0.0.5/24"}`."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators.cidr import Cidr

__all__ = ["address_within_block"]

WITHIN_BLOCK = AdviceKind(
    "PF466",
    "Address within a CIDR block: the whole block matches",
    "{block} matches the whole block {network}, not only addresses from {address}",
    "The mask says how many leading bits must be equal; the other bits of the address have no effect.",
    "write {network}, or the address itself without cidr",
    severity="note",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-ip-matching",
    bad=Example('{"a": [{"cidr": "10.0.0.5/24"}]}'),
    good=Example('{"a": [{"cidr": "10.0.0.0/24"}]}'),
)


def address_within_block(pattern: EventPattern) -> Iterator[Problem]:
    """Blocks with bits of the address after the mask."""
    for field, number, operator in every_alternative(pattern):
        if not isinstance(operator, Cidr):
            continue
        try:
            network = ip_network(operator.block, strict=False)
        except ValueError:
            continue  # AWS accepts forms that Python does not, such as a mask with leading zeros
        address = operator.block.partition("/")[0]
        if network.network_address != ip_network(address).network_address:
            names = {"block": operator.block, "network": str(network), "address": address}
            yield report_alternative(WITHIN_BLOCK, pattern, field, number, **names)
