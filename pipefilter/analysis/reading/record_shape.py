"""The shape of the records that filters see, where it is known."""

from __future__ import annotations

from pipefilter.events.records import RECORD_SHAPES
from pipefilter.events.shape import Shape
from pipefilter.services.service import Service
from pipefilter.services.sns_subscription import is_filter_policy
from pipefilter.sources.source import Source

__all__ = ["record_shape"]


def record_shape(service: Service | None, source: Source | None) -> Shape | None:
    """The shape of the records; None if it is not known, or if they can be anything, as on a v2 bus and in messages of SNS."""
    if source is None or is_filter_policy(service) or (service is not None and service.any_shape):
        return None
    return RECORD_SHAPES.get(source.name)
