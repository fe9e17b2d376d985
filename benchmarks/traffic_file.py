"""Files of synthetic traffic for measurements."""

from __future__ import annotations

from pathlib import Path

from benchmarks.synthetic_traffic import synthetic_events, to_blocks

__all__ = ["write_traffic"]


def write_traffic(path: Path, kind: str, count: int, megabytes: int) -> int:
    """Write events of a kind to a file, over and over, and return how many times.

    Args:
        path: of the file.
        kind: a key of `KINDS`.
        count: the number of different events.
        megabytes: the size of the file, about.
    """
    data = b"".join(to_blocks(synthetic_events(kind, count)))
    copies = max(1, megabytes * 1_000_000 // len(data))
    with path.open("wb") as file:
        for _ in range(copies):
            file.write(data)
    return copies
