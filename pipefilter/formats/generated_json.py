"""Filters written for a tool, as the object that `generate --json` prints."""

from __future__ import annotations

from pipefilter.application.generation import GeneratedFilters

__all__ = ["generated_json"]


def generated_json(generated: GeneratedFilters) -> dict[str, object]:
    """The object of filters that are written for one tool."""
    return {
        "target": generated.target,
        "service": generated.service,
        "source": generated.source,
        "whole": generated.whole,
        "patterns": list(generated.patterns),
        "text": generated.text,
    }
