"""The assumptions of a bill where something is not known: typical calls, and the prices of another region."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from pipefilter.costs.billing.setup import Call, Setup
from pipefilter.costs.prices.region_names import DEFAULT_REGION
from pipefilter.dataclass import dataclass

__all__ = ["Assumption", "assumption_for"]

TYPICAL_MEMORY = 512
"""In MB."""
TYPICAL_DURATION = Fraction(100)
"""In milliseconds. Neither figure is AWS's: functions differ by a factor of a hundred, so a report states the assumption."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """A complete setup, and what is assumed in it: `with 512 MB, 100 ms per call, at us-east-1 prices`."""

    setup: Setup
    words: str


def assumption_for(setup: Setup, *, with_region: bool) -> Assumption | None:
    """The assumption for an incomplete setup, including the region if `with_region`; None if nothing is missing."""
    words: list[str] = []
    calls = [call for call in (setup.function, setup.enrichment, setup.target) if call and call.lacks_duration]
    if calls:
        memory = f"{TYPICAL_MEMORY} MB, " if any(call.memory is None for call in calls) else ""
        words.append(f"with {memory}{float(TYPICAL_DURATION):g} ms per call")
    if with_region and setup.region != DEFAULT_REGION:
        words.append(f"at {DEFAULT_REGION} prices")
        setup = replace(setup, region=DEFAULT_REGION)
    if not words:
        return None
    complete = replace(
        setup,
        function=_complete(setup.function),
        enrichment=_complete(setup.enrichment),
        target=_complete(setup.target),
    )
    return Assumption(complete, ", ".join(words))


def _complete(call: Call | None) -> Call | None:
    if call is None or not call.lacks_duration:
        return call
    memory = TYPICAL_MEMORY if call.memory is None else call.memory
    return replace(call, memory=memory, duration=TYPICAL_DURATION if call.duration is None else call.duration)
