"""Names and messages on one line: names are external input, and may contain line ends and control characters."""

from __future__ import annotations

__all__ = ["single_line"]


def single_line(text: str) -> str:
    r"""The text with escapes such as `\u000a` for unprintable characters, so that none of it looks like another message."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
