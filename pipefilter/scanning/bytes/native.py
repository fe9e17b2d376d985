"""The native libraries of the fast path: simdjson reads JSON, StringZilla finds bytes.

Importing this fails where they are not installed; traffic is then read by Python's own JSON reader. Figures,
and why these two: `docs/performance.md`.
"""

from __future__ import annotations

from simdjson import Array, Object, Parser
from stringzilla import count, find  # type: ignore[import-not-found]  # it brings no types

__all__ = ["Array", "Object", "Parser", "count", "find"]
