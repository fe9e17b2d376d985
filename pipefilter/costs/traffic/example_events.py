"""A sample of the events that depends only on their texts: the same events however the traffic is split into parts.

Of all different texts those with the lowest hashes are kept, each with how often it came. So each text has the same
chance, and shares can be estimated from them; a text that comes a million times is one example with a weight.
"""

from __future__ import annotations

from dataclasses import field
from hashlib import blake2b
from heapq import heappop, heappush

from pipefilter.dataclass import dataclass

__all__ = ["ExampleEvents"]

_NO_LIMIT = 1 << 64


@dataclass(slots=True)
class ExampleEvents:
    """The texts with the lowest hashes, which have together no more than `max_bytes`."""

    max_events: int
    max_bytes: int = 1 << 26
    counts: dict[bytes, int] = field(default_factory=dict)
    """The texts, each with how often it came."""
    _highest: list[tuple[int, bytes]] = field(default_factory=list)
    """A heap, the highest hash first."""
    _bytes: int = 0
    hash_limit: int = _NO_LIMIT
    """The lowest hash that was left out."""

    def add(self, text: bytes, count: int = 1) -> None:
        """Count an event, if it is one of those to keep."""
        known = self.counts.get(text)
        if known is not None:
            self.counts[text] = known + count
            return
        digest = int.from_bytes(blake2b(text, digest_size=8).digest(), "big")
        if digest >= self.hash_limit:
            return
        heappush(self._highest, (-digest, text))
        self.counts[text] = count
        self._bytes += len(text)
        while len(self._highest) > self.max_events or self._bytes > self.max_bytes:
            self.hash_limit = -self._highest[0][0]
            self._drop()

    def join(self, other: ExampleEvents) -> None:
        """Add the events of another part of the traffic."""
        for text, count in other.counts.items():
            self.add(text, count)
        # how often the texts came that the other part has dropped is not known
        self.hash_limit = min(self.hash_limit, other.hash_limit)
        while self._highest and -self._highest[0][0] >= self.hash_limit:
            self._drop()

    def _drop(self) -> None:
        _, text = heappop(self._highest)
        del self.counts[text]
        self._bytes -= len(text)

    @property
    def is_all(self) -> bool:
        """Whether no event was left out."""
        return self.hash_limit == _NO_LIMIT
