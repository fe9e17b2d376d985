"""The size and window of a resource's batches, and where it starts to read, if a template has them as values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from pipefilter.dataclass import dataclass
from pipefilter.json_text.number import Number
from pipefilter.templates.nodes.node import Choice, Mapping, Node, Scalar, Sequence, Text

__all__ = ["UNKNOWN_BATCHES", "BatchSettings", "batch_settings"]

Value = TypeVar("Value", int, str)
_SIZES = ("BatchSize", "batch_size", "batchSize")
_WINDOWS = (
    "MaximumBatchingWindowInSeconds",
    "maximum_batching_window_in_seconds",
    "batchWindow",
    "maximumBatchingWindow",
)
_POSITIONS = ("StartingPosition", "starting_position", "startingPosition")
_KNOWN_POSITIONS = ("LATEST", "TRIM_HORIZON")
"""`AT_TIMESTAMP` needs a time, too."""
_MAX_DEPTH = 4
"""`SourceParameters`, a list of Terraform's blocks, the block of the source, and the number in that."""
_MAX_DIGITS = 5
"""No batch has 100,000 records."""


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """The size and the window in seconds of a resource's batches, and its starting position; None or "" if unknown."""

    size: int | None = None
    window: int | None = None
    position: str = ""


UNKNOWN_BATCHES = BatchSettings()


def batch_settings(body: Node) -> BatchSettings:
    """The settings of a resource's batches, from its properties."""
    position = _only(body, _POSITIONS, _position) or ""
    return BatchSettings(_only(body, _SIZES, _whole), _only(body, _WINDOWS, _whole), position)


def _only(node: Node, names: tuple[str, ...], value: Callable[[Node], Value | None]) -> Value | None:
    """The value under one of the names; None if there is none, or if several differ."""
    values = {value(each) for each in _values(node, names, _MAX_DEPTH, set())}
    return values.pop() if len(values) == 1 else None


def _values(node: Node, names: tuple[str, ...], depth: int, seen: set[tuple[int, int]]) -> Iterator[Node]:
    """The values under the names; a node that aliases repeat is visited once at each depth."""
    if (id(node), depth) in seen:
        return
    seen.add((id(node), depth))
    if isinstance(node, Mapping):
        for name, value in node.members:
            if name.value in names:
                yield value
            elif depth:
                yield from _values(value, names, depth - 1, seen)
    elif depth and isinstance(node, Sequence | Choice):
        for inner in node.items if isinstance(node, Sequence) else node.options:
            yield from _values(inner, names, depth - 1, seen)


def _whole(node: Node) -> int | None:
    """A whole number, which may be a string; None for anything else."""
    if isinstance(node, Scalar) and isinstance(node.value, Number):
        text = node.value.text
    elif isinstance(node, Text):
        text = node.value
    else:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS else None


def _position(node: Node) -> str | None:
    """A starting position that is a string; None for anything else."""
    return node.value if isinstance(node, Text) and node.value in _KNOWN_POSITIONS else None
