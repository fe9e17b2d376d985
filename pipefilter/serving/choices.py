"""The choices of the page: services, sources and targets (`/api/choices`), and ready-made patterns (`/api/patterns`)."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version

from pipefilter.ready_patterns import PatternFolder, ready_patterns
from pipefilter.scanning.events.event_texts import some_events
from pipefilter.services import SERVICES
from pipefilter.sources import SOURCES
from pipefilter.targets import TARGETS

__all__ = ["choices", "offered_patterns"]

_LANGUAGES = {
    ".json": "json",
    ".py": "python",
    ".sh": "shell",
    ".tf": "hcl",
    ".ts": "typescript",
    ".yaml": "yaml",
    ".yml": "yaml",
}
"""The language of a target's text, by the suffix of its files."""


def choices() -> dict[str, object]:
    """The services, the sources, the targets, and the version."""
    return {
        "services": [
            {
                "name": service.name,
                "title": service.title,
                "sources": [source.name for source in SOURCES if service.name in source.services],
            }
            for service in SERVICES
        ],
        "sources": [
            {"name": source.name, "title": source.title, "services": list(source.services)}
            for source in SOURCES
        ],
        "targets": [
            {"name": target.name, "title": target.title, "language": _LANGUAGES[target.suffix]}
            for target in TARGETS
        ],
        "version": _version(),
    }


def _version() -> str:
    try:
        return version("pipefilter")
    except PackageNotFoundError:  # a checkout that is not installed
        return ""


def offered_patterns() -> list[dict[str, object]]:
    """The ready-made patterns, in order of their names, each with an event that matches."""
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
    """The first event that matches: as it is written, or formatted if it is on one line."""
    path = next(path for path, must_match in folder.fixtures() if must_match)
    with path.open("rb") as stream:
        text = next(iter(some_events(stream))).text
    event = text if isinstance(text, str) else text.decode("utf-8")
    if "\n" in event.strip():
        return event.strip()
    return json.dumps(json.loads(event), indent=2, ensure_ascii=False)
