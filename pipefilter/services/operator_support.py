"""Whether a service supports an operator, with evidence."""

from __future__ import annotations

from typing import Literal

from pipefilter.dataclass import dataclass
from pipefilter.evidence import Evidence

__all__ = ["OperatorSupport", "Support"]

Support = Literal["yes", "no", "not listed"]


@dataclass(frozen=True, slots=True)
class OperatorSupport:
    """Whether a service supports a form of an operator: `not listed` if the service's own table omits it."""

    support: Support
    evidence: Evidence
