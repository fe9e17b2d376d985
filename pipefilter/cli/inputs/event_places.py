"""The place of an event in a file, in words and as `--json` prints it."""

from __future__ import annotations

from pipefilter.scanning.events.event_texts import EventText

__all__ = ["place_json", "place_text"]


def place_text(event: EventText, name: str) -> str:
    """The place of an event in words, such as `orders.jsonl:3`."""
    if event.alone:
        return name
    return f"{name}:{event.line}" + (f":{event.column}" if event.column > 1 else "")


def place_json(event: EventText, name: str) -> dict[str, object]:
    """The place of an event, as members of the object that `--json` prints."""
    return {"event": name, "line": event.line, "column": event.column}
