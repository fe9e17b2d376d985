"""simdjson, which reads JSON without making Python objects of it. Why this library: `docs/why/performance.md`.

Importing this module fails where it, or StringZilla, is not installed; events are then read by Python's own JSON reader.
"""

from __future__ import annotations

import stringzilla  # type: ignore[import-not-found]  # noqa: F401 - without it, the search costs more than this reader saves
from simdjson import Array, Object, Parser

__all__ = ["Array", "Object", "Parser"]
