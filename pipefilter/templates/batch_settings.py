"""The size and window of a resource's batches, if a template has them as numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipefilter.json_text.number import Number
from pipefilter.templates.nodes.node import Choice, Mapping, Node, Scalar, Sequence, Text

__all__ = ["UNKNOWN_BATCHES", "BatchSettings", "batch_settings"]

_SIZES = ("BatchSize", "batch_size", "batchSize")
_WINDOWS = ("MaximumBatchingWindowInSeconds", "maximum_batching_window_in_seconds", "batchWindow")
_MAX_DEPTH = 4
"""`SourceParameters`, a list of Terraform's blocks, the block of the source, and the number in that."""
_MAX_DIGITS = 5
"""No batch has 100,000 records."""


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """The size and the window in seconds of a resource's batches; None if unknown."""

    size: int | None = None
    window: int | None = None


UNKNOWN_BATCHES = BatchSettings()


def batch_settings(body: Node) -> BatchSettings:
    """The settings of a resource's batches, from its properties."""
    return BatchSettings(_number(body, _SIZES, _MAX_DEPTH), _number(body, _WINDOWS, _MAX_DEPTH))


def _number(node: Node, names: tuple[str, ...], depth: int) -> int | None:
    """The number under one of the names; None if there is none, or if several differ."""
    numbers = set(_numbers(node, names, depth, set()))
    return numbers.pop() if len(numbers) == 1 else None


def _numbers(
    node: Node, names: tuple[str, ...], depth: int, seen: set[tuple[int, int]]
) -> Iterator[int | None]:
    """The numbers under the names; a node that aliases repeat is visited once at each depth."""
    if (id(node), depth) in seen:
        return
    seen.add((id(node), depth))
    if isinstance(node, Mapping):
        for name, value in node.members:
            if name.value in names:
                yield _whole(value)
            elif depth:
                yield from _numbers(value, names, depth - 1, seen)
    elif depth and isinstance(node, Sequence | Choice):
        for inner in node.items if isinstance(node, Sequence) else node.options:
            yield from _numbers(inner, names, depth - 1, seen)


def _whole(node: Node) -> int | None:
    """A whole number, which may be a string; None for anything else."""
    if isinstance(node, Scalar) and isinstance(node.value, Number):
        text = node.value.text
    elif isinstance(node, Text):
        text = node.value
    else:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS else None
