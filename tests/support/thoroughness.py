"""How much of much a test does: a part of it for each change, and all of it at night."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings

__all__ = ["FEWER", "FEWEST", "NIGHTLY", "every", "mostly_nightly"]

NIGHTLY = pytest.mark.nightly
FEWER = settings(max_examples=max(5, settings().max_examples // 4))
"""For a property whose examples take long: a quarter of the profile's."""
FEWEST = settings(max_examples=max(3, settings().max_examples // 10))
"""For one whose examples take a second or so: a tenth."""


def every(step: int) -> pytest.MarkDecorator:
    """Run a test on one item in `step` for each change, and on each item at night."""
    steps = [pytest.param(step, id=f"every {step}th"), pytest.param(1, id="each", marks=NIGHTLY)]
    return pytest.mark.parametrize("step", steps)


def mostly_nightly(cases: Iterable[Any], step: int) -> list[Any]:
    """One case in `step` for each change, the others at night.

    Args:
        cases: of `pytest.param`.
    """
    return [
        pytest.param(*case.values, id=case.id, marks=[*case.marks, *([NIGHTLY] if number % step else [])])
        for number, case in enumerate(cases)
    ]
