"""The likely mistakes in a pattern, for tests that know little or nothing about where it runs."""

from __future__ import annotations

from pipefilter.analysis.checks import subject_problems
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import Problem
from pipefilter.language.event_pattern import EventPattern
from pipefilter.services.service import Service
from pipefilter.sources.source import Source

__all__ = ["pattern_problems"]


def pattern_problems(
    pattern: EventPattern,
    *,
    service: Service | None = None,
    source: Source | None = None,
    emulators: bool = False,
) -> list[Problem]:
    """The likely mistakes in a parsed pattern, in the order of the text."""
    return subject_problems(Subject(pattern, service, source), emulators=emulators)
