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
            "name": folder.name,
            "title": folder.title,
            "pattern": folder.pattern.read_text("utf-8").rstrip("\n"),
            "event": _event(folder),
            "readme": (folder.folder / "README.md").read_text("utf-8").rstrip("\n"),
        }
        for folder in ready_patterns()
    ]


def _event(folder: PatternFolder) -> str:
    """The first event that matches: as it is written, or laid out if it is written on one line."""
    path = next(path for path, must_match in folder.fixtures() if must_match)
    with path.open("rb") as stream:
        text = next(iter(some_events(stream))).text
    event = text if isinstance(text, str) else text.decode("utf-8")
    if "\n" in event.strip():
        return event.strip()
    return json.dumps(json.loads(event), indent=2, ensure_ascii=False)
