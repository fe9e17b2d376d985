"""The place of an event or a record in a file, in words and as `--json` prints it."""

from __future__ import annotations

from pipefilter.filtering.record_evaluator import RecordOutcome
from pipefilter.scanning.events.event_texts import EventText
from pipefilter.single_line import single_line

__all__ = ["place_json", "place_text", "record_place"]


def place_text(event: EventText, name: str) -> str:
    """The place of an event in words, such as `orders.jsonl:3`."""
    if event.alone:
        return single_line(name)
    return f"{single_line(name)}:{event.line}" + (f":{event.column}" if event.column > 1 else "")


def place_json(event: EventText, name: str) -> dict[str, object]:
    """The place of an event, as members of the object that `--json` prints."""
    return {"event": name, "line": event.line, "column": event.column}


def record_place(outcome: RecordOutcome, event: EventText, name: str) -> str:
    """The place of a record in words, such as `orders.jsonl:3 /Records/0`."""
    return f"{place_text(event, name)} {outcome.record.pointer}".rstrip()
