"""`/api/choices`: the services, sources and targets that the page offers."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from pipefilter.services import SERVICES
from pipefilter.sources import SOURCES
from pipefilter.targets import TARGETS

__all__ = ["choices"]

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
