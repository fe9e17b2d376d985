"""What a template says of the batches in which a service hands on records."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TemplateBatches"]


@dataclass(frozen=True, slots=True)
class TemplateBatches:
    """What a template says of the batches in which a service hands on records.

    Args:
        size: records in a batch; 0 if the template does not tell it in a number.
        window: seconds for which a batch is waited for, likewise.
    """

    size: int = 0
    window: int = 0
