"""Names compared loosely for hints: `event_name`, `EventName` and `event-name` are probably meant as `eventName`."""

from __future__ import annotations

__all__ = ["loose_name"]


def loose_name(name: str) -> str:
    """The name in lower case, without hyphens and underscores."""
    return name.lower().replace("-", "").replace("_", "")
