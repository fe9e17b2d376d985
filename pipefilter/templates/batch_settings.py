"""How many records a batch has, and how long it is waited for, as far as a template tells it in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipefilter.json_text.number import Number
from pipefilter.templates.nodes.node import Choice, Mapping, Node, Scalar, Sequence, Text

__all__ = ["NOT_TOLD", "BatchSettings", "batch_settings"]

_SIZES = ("BatchSize", "batch_size", "batchSize")
_WINDOWS = ("MaximumBatchingWindowInSeconds", "maximum_batching_window_in_seconds", "batchWindow")
_DEEPEST = 4
"""`SourceParameters`, a list of Terraform's blocks, the block of the source, and the number in it."""
_LONGEST = 5
"""Digits: no batch has 100,000 records."""


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """What a resource says of its batches.

    Args:
        size: records in a batch; None if the template does not tell.
        window: seconds for which a batch is waited for; None likewise.
    """

    size: int | None = None
    window: int | None = None


NOT_TOLD = BatchSettings()


def batch_settings(body: Node) -> BatchSettings:
    """What a resource says of its batches.

    Args:
        body: its properties.
    """
    return BatchSettings(_number(body, _SIZES, _DEEPEST), _number(body, _WINDOWS, _DEEPEST))


def _number(node: Node, names: tuple[str, ...], depth: int) -> int | None:
    """The number under one of the names; None if there is none, or there are several that differ."""
    found = set(_numbers(node, names, depth, set()))
    return found.pop() if len(found) == 1 else None


def _numbers(
    node: Node, names: tuple[str, ...], depth: int, seen: set[tuple[int, int]]
) -> Iterator[int | None]:
    """The numbers under the names; what aliases repeat is looked at once in each depth."""
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
    """A whole number, which may stand there as text; None if it is none, or not known."""
    if isinstance(node, Scalar) and isinstance(node.value, Number):
        text = node.value.text
    elif isinstance(node, Text):
        text = node.value
    else:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else None
