"""What `pipefilter.matches` answers to conformance cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pipefilter

__all__ = ["Answer", "answers"]

Answer = list[str | int | None]
"""The case's id and the verdict; of a pattern that is not valid also AWS's message, the code, the line and the column."""


def answers(cases: Iterable[dict[str, Any]]) -> Iterator[Answer]:
    """The answer to each case."""
    for case in cases:
        yield [case["id"], *_verdict(case["pattern"], case.get("event"))]


def _verdict(pattern: str, event: str | None) -> Answer:
    try:
        if event is None:
            pipefilter.parse(pattern)
            return ["valid_pattern"]
        return ["match" if pipefilter.matches(pattern, event) else "no_match"]
    except pipefilter.InvalidEvent:
        return ["invalid_event"]
    except pipefilter.InvalidEventPattern as error:
        return ["invalid_pattern", error.aws_message, error.code, error.line, error.column]
