"""AWS's monthly free tiers that do not end after an account's first year."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FREE_TIERS", "FreeTier"]


@dataclass(frozen=True, slots=True)
class FreeTier:
    """An amount that is free each month, for all regions of an account together.

    Args:
        source: AWS's page that says so.
    """

    items: tuple[str, ...]
    quantity: int
    unit: str
    source: str


FREE_TIERS = (
    FreeTier(("lambda-request",), 1_000_000, "request", "https://aws.amazon.com/lambda/pricing/"),
    # shared by functions of both architectures
    FreeTier(
        ("lambda-gb-second-x86", "lambda-gb-second-arm"),
        400_000,
        "GB-second",
        "https://aws.amazon.com/lambda/pricing/",
    ),
    # shared by queues of both kinds
    FreeTier(
        ("sqs-request-standard", "sqs-request-fifo"),
        1_000_000,
        "request of 64 KB",
        "https://aws.amazon.com/sqs/pricing/",
    ),
)
