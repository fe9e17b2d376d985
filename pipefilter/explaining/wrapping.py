"""A trap: the event is a record in a wrapper, or without the wrapper that the pattern is for."""

from __future__ import annotations

from pipefilter.explaining.nodes import MOST_LOOKED_AT, Node, objects
from pipefilter.explaining.place_in_event import place
from pipefilter.json_text.tree import Json
from pipefilter.json_text.written import written

__all__ = ["wrapping"]

_WRAPPERS_DEEP = 3
_PARTS = (("detail",), ("body",), ("data",), ("value",), ("dynamodb",), ("event",))
"""What belongs to the event or the record itself, and is not a wrapper."""


def wrapping(steps: tuple[str, ...], tree: Json) -> str:
    """A hint if the pattern's first name is found deeper in the event, or its second one at the root."""
    if not isinstance(tree, tuple) or any(key == steps[0] for key, _ in tree):
        return ""
    names = {key for key, _ in tree}
    if len(steps) > 1 and steps[1] in names:
        return (
            f"the event has {steps[1]} at its root, the pattern below {steps[0]}: is the event "
            f"unwrapped? The pattern is for the whole event"
        )
    level: list[Node] = [(tree, ())]
    for _ in range(_WRAPPERS_DEEP):
        below: list[Node] = []
        for node, where in level:
            for inner, inner_where in objects((node, where)):
                below += [
                    (value, (*inner_where, key)) for key, value in inner if isinstance(value, tuple | list)
                ]
        level = below[:MOST_LOOKED_AT]
        for found in level:
            for inner, where in objects(found):
                if any(key == steps[0] for key, _ in inner):
                    if where in _PARTS:
                        return (
                            f"{steps[0]} is not at the root of the event but in {where[0]}: put it there, "
                            f'"{where[0]}": {{{written(steps[0])}: ...}}'
                        )
                    return (
                        f"{steps[0]} is not at the root of the event but in {place(where)}: the filter "
                        "sees one record at a time, so give it that record, or write the pattern for "
                        "the whole event"
                    )
    return ""
