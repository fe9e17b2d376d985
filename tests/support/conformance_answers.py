"""What `pipefilter.matches` answers to conformance cases. It imports nothing else of the tests, as it also runs elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import pipefilter

__all__ = ["Answer", "answers", "print_answers"]

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


def print_answers(path: str) -> None:
    """Print the Python version, and the answer to each case of a file, as JSON lines."""
    with open(path, encoding="utf-8") as lines:  # noqa: PTH123 - it reads nothing else
        replies = [json.dumps(answer) for answer in answers(map(json.loads, lines))]
    sys.stdout.write("\n".join([json.dumps(sys.version_info[:2]), *replies, ""]))
