"""Hints about events that are malformed, as they are read one after the other."""

from __future__ import annotations

from dataclasses import field

from pipefilter.application.no_events import csv_hint
from pipefilter.dataclass import dataclass
from pipefilter.errors import Problem
from pipefilter.json_text.syntax_problems import INVALID_UTF8, NOT_JSON

__all__ = ["EventHints"]

_SYNTAX = (NOT_JSON.code, INVALID_UTF8.code)


@dataclass(slots=True)
class EventHints:
    """The hints that are new: the same hint is not repeated for each event."""

    _hints: set[str] = field(default_factory=set)

    def new(self, problem: Problem | None, name: str) -> str:
        """The line for below the event in this file; "" if there is no hint, or if it was given before."""
        if problem is None or problem.code not in _SYNTAX or csv_hint([name]):
            return ""
        hint = problem.hint
        if not hint or hint in self._hints or hint.startswith("write "):  # a log has the word, not a person
            return ""
        self._hints.add(hint)
        return f"   hint: {hint}"
