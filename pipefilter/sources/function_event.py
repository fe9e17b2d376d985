"""The wrapper of records that a function receives, which no filter sees."""

from __future__ import annotations

__all__ = ["OF_A_FUNCTION"]

OF_A_FUNCTION = frozenset(("Records", "rmqMessagesByQueue"))
"""Names of lists of records; neither records nor events of a bus have such a member."""
