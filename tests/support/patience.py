"""How long a test waits for something that must happen before it gives up."""

from __future__ import annotations

__all__ = ["PATIENCE"]

PATIENCE = 300
"""Seconds: only a safety net, so that nothing hangs, and long enough for the busiest machine."""
