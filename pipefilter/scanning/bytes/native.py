"""The native libraries of the fast path: simdjson reads JSON, StringZilla finds bytes.

Importing this module fails if they are not installed; traffic is then parsed by Python's own JSON reader. Why these
two, with figures: `docs/why/performance.md`.
"""

from __future__ import annotations

from simdjson import Array, Object, Parser
from stringzilla import count, find  # type: ignore[import-not-found]  # it has no types

__all__ = ["Array", "Object", "Parser", "count", "find"]
