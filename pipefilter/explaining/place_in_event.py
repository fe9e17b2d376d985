"""Places in an event, as people write them: `detail.tags[1].Key`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipefilter.json_text.written import quoted

__all__ = ["place", "shown_path"]

_PLAIN = re.compile(r"[^\s.\[\]\"']+\Z")


def shown_path(path: str) -> str:
    """A path as it is shown: in quotes if it is empty, or has something in it that cannot be printed."""
    return path if path and path.isprintable() else quoted(path)


def place(steps: Iterable[str | int]) -> str:
    """The place with these names and indexes on the way; the event itself for none."""
    shown = ""
    for step in steps:
        if isinstance(step, int):
            shown += f"[{step}]"
        elif _PLAIN.match(step) and step.isprintable():
            shown += f".{step}" if shown else step
        else:
            shown += f"[{quoted(step)}]"
    return shown or "the event"
