"""How much of an extensive test runs: a part for each change, and all of it at night."""

from __future__ import annotations

import pytest
from hypothesis import settings

__all__ = ["FEWER", "NIGHTLY", "every"]

NIGHTLY = pytest.mark.nightly
FEWER = settings(max_examples=max(5, settings().max_examples // 4))
"""For a property with slow examples: a quarter of the profile's number."""


def every(step: int) -> pytest.MarkDecorator:
    """Run a test on one item in `step` for each change, and on each item at night."""
    steps = [pytest.param(step, id=f"every {step}th"), pytest.param(1, id="each", marks=NIGHTLY)]
    return pytest.mark.parametrize("step", steps)
