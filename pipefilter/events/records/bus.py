"""The envelope of an event on an event bus.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
"""

from __future__ import annotations

from pipefilter.events.shape import OPEN, STRING, Shape, object_of

__all__ = ["BUS_EVENT"]

_REQUIRED = Shape(frozenset(("string",)), is_required=True)
BUS_EVENT = object_of(
    {
        "version": _REQUIRED,
        "id": _REQUIRED,
        "detail-type": _REQUIRED,
        "source": _REQUIRED,
        "account": _REQUIRED,
        "time": _REQUIRED,
        "region": _REQUIRED,
        "resources": Shape(frozenset(("string",)), is_array=True, is_required=True),
        "detail": Shape(other=OPEN, is_required=True),
        # only replayed events have it:
        # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html
        "replay-name": STRING,
    }
)
