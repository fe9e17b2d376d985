"""The paths of the repository, for tests in any folder."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
TEST_CASES = ROOT / "tests" / "cases"
CONFORMANCE = ROOT / "tests" / "conformance"
