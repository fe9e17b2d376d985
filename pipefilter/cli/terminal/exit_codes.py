"""The exit codes of every command."""

from __future__ import annotations

__all__ = ["BROKEN_PIPE", "COULD_NOT_TELL", "INTERRUPTED", "NO", "YES"]

YES = 0
NO = 1
COULD_NOT_TELL = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells have it
BROKEN_PIPE = 141  # 128 + SIGPIPE
