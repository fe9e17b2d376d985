"""Lets the C library keep the memory of one block for the next one.

Blocks are longer than what glibc keeps: it gives their memory back to the kernel after each block and asks for it again,
page by page. Once a larger piece was freed, it keeps that much (`M_TRIM_THRESHOLD` in mallopt(3)). Other C libraries only
allocate and free that piece.
"""

from __future__ import annotations

__all__ = ["keep_memory"]


def keep_memory(size: int) -> None:
    """Keep up to so many bytes from now on, in this process."""
    bytearray(size)  # freed at once; its pages are never touched
