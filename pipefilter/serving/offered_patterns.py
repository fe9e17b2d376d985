"""`/api/patterns`: the ready patterns, each with an event that matches."""

from __future__ import annotations

import json

from pipefilter.ready_patterns import PatternFolder, ready_patterns
from pipefilter.scanning.events.event_texts import some_events

__all__ = ["offered_patterns"]


def offered_patterns() -> list[dict[str, object]]:
    """The ready patterns, in order of their names."""
    return [
        {
            "name": one.name,
            "title": one.title,
            "pattern": one.pattern.read_text("utf-8").rstrip("\n"),
            "event": _event(one),
            "readme": (one.folder / "README.md").read_text("utf-8").rstrip("\n"),
        }
        for one in ready_patterns()
    ]


def _event(one: PatternFolder) -> str:
    """The first event that matches, as it is written, or over several lines if it is written on one."""
    path = next(path for path, must_match in one.fixtures() if must_match)
    with path.open("rb") as stream:
        text = next(iter(some_events(stream))).text
    shown = text if isinstance(text, str) else text.decode("utf-8")
    if "\n" in shown.strip():
        return shown.strip()
    return json.dumps(json.loads(shown), indent=2, ensure_ascii=False)
