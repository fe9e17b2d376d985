"""How long an event may be."""

from __future__ import annotations

__all__ = ["MAX_EVENT", "TOO_LONG"]

MAX_EVENT = 1 << 28
"""A longer event, in bytes, is not read: it would fill the memory."""
TOO_LONG = f"an event of more than {MAX_EVENT >> 20} MB"
