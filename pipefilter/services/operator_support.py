"""Whether a service supports an operator, and where that is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipefilter.evidence import Evidence

__all__ = ["OperatorSupport", "Support"]

Support = Literal["yes", "no", "not listed"]


@dataclass(frozen=True, slots=True)
class OperatorSupport:
    """Whether a service takes an operator in one of its forms.

    Args:
        support: `yes`, `no`, or `not listed` where the service's own table leaves it out.
        evidence: where that is said.
    """

    support: Support
    evidence: Evidence
