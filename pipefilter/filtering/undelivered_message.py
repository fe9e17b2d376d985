"""A message of which it is known that no filter policy matches it."""

from __future__ import annotations

__all__ = ["NotDelivered"]


class NotDelivered(Exception):
    """No filter policy matches the message; the argument is why, in a sentence."""
